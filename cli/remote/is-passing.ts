import { CliError } from '../cli-error.ts';

/** Load, a restart, a lost connection: not worth leaving for. */
export function isPassing(error: unknown): error is CliError {
  if (!(error instanceof CliError)) return false;
  const status = error.problem?.['status'];
  return error.code === 'api_unreachable' || status === 429 || (typeof status === 'number' && status >= 500);
}
