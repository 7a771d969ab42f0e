import type { Channel } from '../channel.ts';

/** How a retry dials, where it differs from its campaign. */
export interface RetryOptions {
  /** Not before; absent = at once, inside the hours. */
  startAtMs?: number;
  pacePerSecond?: number;
  maxConcurrent?: number;
  /** Another caller ID, and by it another account or provider, which may want another agent. */
  from?: { channel: Channel; numberId: string; accountId: string; agentRef?: string };
  /** So many first; should more than so many percent of them fail, the rest waits for a person. */
  canary?: { count: number; stopAbovePercent: number };
  /** A person's word that the rest may follow although the canary stopped it. Never part of a plan. */
  canaryOverride?: { by: string; atMs: number; reason: string };
  /** Also who has used up the attempts of the campaign. */
  overrideMaxAttempts?: boolean;
}
