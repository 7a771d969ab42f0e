export type OverlapPolicy = 'skip' | 'buffer_one' | 'allow';

/** What is known when a start of a recurring campaign is looked at. */
export interface StartFacts {
  /** Without jitter. */
  scheduledAtMs: number;
  nowMs: number;
  state: 'active' | 'paused' | 'removed';
  /** Whether the rule as it is now has this instant. */
  planned: 'yes' | 'excluded' | 'no';
  /** The campaign whose settings and lists are copied was cancelled. */
  templateCancelled: boolean;
  overlap: OverlapPolicy;
  /** A campaign of an earlier start is not over. */
  othersRun: boolean;
  /** Which start waits for the end of an earlier one. */
  waiting: 'none' | 'this' | 'other';
  catchUpSeconds: number;
  jitterSeconds: number;
}

/** Why a start made no campaign. */
export type NoStartReason =
  | 'no_longer_planned'
  | 'excluded'
  | 'schedule_paused'
  | 'schedule_removed'
  | 'template_cancelled'
  | 'late'
  | 'overlap';

export type StartDecision =
  | { kind: 'start' }
  /** Its time has not come by the ledger's clock. */
  | { kind: 'early'; waitMs: number }
  /** Until the campaign of an earlier start is over. */
  | { kind: 'wait' }
  | { kind: 'end'; state: 'skipped' | 'missed'; reason: NoStartReason };

/** From here on a start that did not happen is missed, and listed. */
export const lateAfterMs = (start: Pick<StartFacts, 'scheduledAtMs' | 'catchUpSeconds' | 'jitterSeconds'>): number =>
  start.scheduledAtMs + (start.jitterSeconds + start.catchUpSeconds) * 1_000;

/**
 * Decides what a start becomes. The rule, the pause and the campaigns of earlier starts count as they are now, not as
 * they were when whoever calls was told of the start.
 */
export function decideStart(facts: StartFacts): StartDecision {
  const end = (state: 'skipped' | 'missed', reason: NoStartReason): StartDecision => ({ kind: 'end', state, reason });
  // One that waits was planned when its time came; what it waits for may last longer than any catch-up.
  const waits = facts.waiting === 'this';
  if (facts.state === 'removed') return end('skipped', 'schedule_removed');
  if (facts.state === 'paused') return end('skipped', 'schedule_paused');
  if (!waits && facts.planned === 'no') return end('skipped', 'no_longer_planned');
  if (!waits && facts.planned === 'excluded') return end('skipped', 'excluded');
  if (facts.nowMs < facts.scheduledAtMs) return { kind: 'early', waitMs: facts.scheduledAtMs - facts.nowMs };
  if (facts.templateCancelled) return end('skipped', 'template_cancelled');
  if (!waits && facts.nowMs > lateAfterMs(facts)) return end('missed', 'late');
  if (facts.overlap === 'allow' || (!facts.othersRun && facts.waiting !== 'other')) return { kind: 'start' };
  if (facts.overlap === 'skip' || facts.waiting === 'other') return end('skipped', 'overlap');
  return { kind: 'wait' };
}
