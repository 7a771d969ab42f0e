import type { Outcome } from '../../domain/outcome.ts';

/** `end_reason` values after which somebody was on the line (providers.md 1.6). Voicemail is not told apart. */
const CONNECTED: ReadonlySet<string> = new Set([
  'agent_hangup',
  'client_hangup',
  'max_duration',
  'inactivity',
  'client_disconnected',
]);

/** Reasons that mean the same whichever way the status says "over". */
const OUTCOME_OF_REASON: ReadonlyMap<string, Outcome> = new Map([
  ['dial_busy', 'busy'],
  ['dial_no_answer', 'no_answer'],
  ['dial_failed', 'not_connected'],
  ['api_cancelled', 'cancelled'],
]);

const LIVE_STATUSES: ReadonlySet<string> = new Set(['created', 'started', 'active', 'queued', 'ringing']);
const FINAL_STATUSES: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'canceled']);

/** What Cartesia says of a call's state: 2026-03-01 values, the older `active` and `cancelled`, or unknown ones. */
export interface CallState {
  status: string | undefined;
  endReason: string | undefined;
  hasEnded: boolean;
}

/**
 * What a call came to; null = it is not over. Only the status says whether it is over; an unknown one counts as over
 * when an end is recorded with it. Combinations that Cartesia does not document are `unknown_end`, because a retry
 * may call somebody back who was just spoken to.
 */
export const outcomeOfCall = ({ status, endReason, hasEnded }: CallState): Outcome | null => {
  if (status === undefined || !FINAL_STATUSES.has(status)) {
    const live = status === undefined || LIVE_STATUSES.has(status);
    return live || (!hasEnded && endReason === undefined) ? null : 'unknown_end';
  }
  if (status === 'cancelled' || status === 'canceled') return 'cancelled';
  const byReason = endReason === undefined ? undefined : OUTCOME_OF_REASON.get(endReason);
  if (byReason !== undefined) return byReason;
  if (status === 'completed') return endReason === undefined || CONNECTED.has(endReason) ? 'answered' : 'unknown_end';
  return endReason === undefined || endReason === 'error' ? 'provider_failure' : 'unknown_end';
};
