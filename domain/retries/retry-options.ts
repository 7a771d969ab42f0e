/** How a retry dials, where it differs from its campaign. */
export interface RetryOptions {
  /** Not before; absent = at once, inside the hours. */
  startAtMs?: number;
  pacePerSecond?: number;
  maxConcurrent?: number;
  /** Another caller ID, and by it another account or provider. */
  numberId?: string;
  /** So many first; should more than so many percent of them fail, the rest waits for a person. */
  canary?: { count: number; stopAbovePercent: number };
  /** Also who has used up the attempts of the campaign. */
  overrideMaxAttempts?: boolean;
}
