import type { RetryOptions } from './retry-options.ts';

/** What is known of the first few. */
export interface CanarySeen {
  /** Still queued, waiting or on a call. */
  open: number;
  done: number;
  failed: number;
}

export type CanaryVerdict = { kind: 'wait' } | { kind: 'passed' } | { kind: 'stopped'; words: string };

/**
 * Whether the rest may follow. Judged as soon as too many have failed, whatever the others will do, and else when all are
 * over. None that could be dialled proves nothing: that stops too.
 */
export function canaryVerdict(canary: RetryOptions['canary'], { open, done, failed }: CanarySeen): CanaryVerdict {
  if (!canary) return { kind: 'passed' };
  const all = open + done;
  const limit = canary.stopAbovePercent;
  const isOver = all > 0 && (failed / all) * 100 > limit;
  if (open > 0 && !isOver) return { kind: 'wait' };
  if (done === 0) return { kind: 'stopped', words: 'The canary could not be dialled: nobody of it was left.' };
  if (!isOver) return { kind: 'passed' };
  const percent = Math.round((failed / all) * 100);
  return { kind: 'stopped', words: `The canary failed: ${failed} of ${all} (${percent} %), the limit is ${limit} %.` };
}
