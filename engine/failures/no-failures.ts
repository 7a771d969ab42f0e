import { EngineError } from '../error.ts';

export const noFailures = (cause: string): EngineError =>
  new EngineError('not_found', 'no_failures', `Nothing failed for "${cause}" here.`, {
    repair: 'List the failures to see which causes there are.',
  });
