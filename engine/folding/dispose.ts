import type { Transaction } from '../../db/transaction.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import { causeOfAttempt } from '../../domain/cause.ts';
import { isTerminal } from '../../domain/contact-state.ts';
import { afterAttempt } from '../../domain/plan.ts';
import { afterRetry } from '../../domain/retries/after-retry.ts';
import type { EngineDeps } from '../deps.ts';
import { endContacts, replan, type ToEnd, type ToPlan } from '../planning/replan.ts';
import type { FoldedChange } from './store-folded.ts';

/** Ends that a dial brought about, and that a later no replaces. */
const ENDED_BY_DIALS: readonly ContactState[] = ['reached', 'exhausted', 'failed'];

/**
 * Moves contacts on whose attempt has come to its end in this fold: planned again, on to the next step, or finished.
 * A contact that something else finished meanwhile stays as it is, except that a late truth replaces `parked`.
 */
export async function disposeContacts(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  changes: readonly FoldedChange[],
  nowMs: number,
): Promise<void> {
  const plans: ToPlan[] = [];
  const ends: ToEnd[] = [];
  for (const change of changes) {
    const next = nextOf(change, nowMs);
    if (next && 'earliestMs' in next) plans.push(next);
    else if (next) ends.push(next);
  }
  await replan(tx, deps, plans, nowMs);
  await endContacts(tx, ends, nowMs);
}

function nextOf({ before, attempt, notDialled }: FoldedChange, nowMs: number): ToPlan | ToEnd | null {
  const attemptsMade = notDialled ? before.ordinal - 1 : before.ordinal;
  const cause = causeOfAttempt(attempt);
  const end = (state: ContactState, reason: string): ToEnd => ({
    contactId: before.contactId,
    state,
    reason,
    step: before.step,
    attemptsMade,
    lastOutcome: attempt.outcome,
    cause: reason === attempt.outcome ? cause : null,
  });
  if (attempt.state === 'PARKED')
    return before.state === 'PARKED' ? null : end('parked', attempt.parkedReason ?? 'unknown');
  if (attempt.state === 'DISPOSED' && before.state !== 'DISPOSED' && attempt.outcome !== null) {
    if (isTerminal(before.contactState) && before.contactState !== 'parked') return null;
    const next =
      before.runKind === 'retry'
        ? afterRetry(attempt.outcome)
        : afterAttempt(before.settings, before.step, attemptsMade, attempt.outcome, before.othersLive);
    if (next.kind === 'end') return end(next.state, next.reason);
    // Parked is terminal: a late truth tells how it ended, it dials nobody.
    if (before.contactState === 'parked') return end('exhausted', attempt.outcome);
    // A provider's clock that is ahead, or a wrong date, must not put the next try off.
    const waitsFrom = Math.min(attempt.endedAtMs ?? nowMs, nowMs);
    return {
      contactId: before.contactId,
      runId: before.runId,
      subject: before.subject,
      step: next.step,
      earliestMs: waitsFrom + next.waitSeconds * 1000,
      attemptsMade: next.step === before.step ? attemptsMade : 0,
      lastOutcome: attempt.outcome,
      lastCause: cause,
      reason: `after_${attempt.outcome}`,
    };
  }
  // What was said came to light only afterwards: the contact ends as if it had been known at once.
  if (
    attempt.outcome === 'opted_out' &&
    before.outcome !== 'opted_out' &&
    ENDED_BY_DIALS.includes(before.contactState)
  ) {
    return end('suppressed', 'opted_out');
  }
  if (notDialled) return end('failed', 'resolved_not_dialled');
  return null;
}
