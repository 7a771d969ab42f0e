import type { LawCap } from './law/law-rule.ts';
import type { Outcome } from './outcome.ts';

/** How fast, how often, how long and for how much is dialled, whatever it is for. */
export interface DialLimits {
  /** Sends per second, all steps together; null = only the account's limits. */
  pacePerSecond: number | null;
  /** Calls that may be live at once. */
  maxConcurrent: number;
  /** Dials per contact and step, the first included. */
  maxAttempts: number;
  /** Overrides of the outcome table's waits. */
  waitSeconds: Partial<Record<Outcome, number>>;
  budgetMicros: number | null;
  dailyCapMicros: number | null;
  ringingTimeoutSeconds: number;
  maxCallMinutes: number;
  /** Attempts per person in any so many hours, over all campaigns and channels; caps of law hold beside them. */
  personCaps: LawCap[];
}

type DialLimitsDraft = { [Key in keyof DialLimits]?: DialLimits[Key] | undefined };

/** Used where a draft is silent: three tries, three dials per person and day. */
export const DEFAULT_DIAL_LIMITS: DialLimits = {
  pacePerSecond: null,
  maxConcurrent: 50,
  maxAttempts: 3,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [{ count: 3, hours: 24 }],
};

/** The limits of a draft, from `base` where it is silent, and nothing else of either. */
export function completeLimits(draft: DialLimitsDraft, base: DialLimits): DialLimits {
  return {
    // Null is a choice of its own here: no pace, no budget, no cap.
    pacePerSecond: draft.pacePerSecond === undefined ? base.pacePerSecond : draft.pacePerSecond,
    maxConcurrent: draft.maxConcurrent ?? base.maxConcurrent,
    maxAttempts: draft.maxAttempts ?? base.maxAttempts,
    waitSeconds: draft.waitSeconds ?? base.waitSeconds,
    budgetMicros: draft.budgetMicros === undefined ? base.budgetMicros : draft.budgetMicros,
    dailyCapMicros: draft.dailyCapMicros === undefined ? base.dailyCapMicros : draft.dailyCapMicros,
    ringingTimeoutSeconds: draft.ringingTimeoutSeconds ?? base.ringingTimeoutSeconds,
    maxCallMinutes: draft.maxCallMinutes ?? base.maxCallMinutes,
    personCaps: draft.personCaps ?? base.personCaps,
  };
}
