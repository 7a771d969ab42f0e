/** What a turn answered, as far as its loop cares. */
export type TurnOutcome = { kind: 'more' } | { kind: 'later'; waitMs: number } | { kind: 'done' };

/** What the loop does next. */
export type LoopStep = { kind: 'turn' } | { kind: 'sleep'; waitMs: number } | { kind: 'renew' } | { kind: 'end' };

/** A history near this many events is renewed: replay stays quick, far below the server's limit of 51,200. */
export const RENEW_AT_EVENTS = 2_000;
const SHORTEST_SLEEP_MS = 1_000;

/** Decides the loop of every kind of run: turn, sleep, continue as new, end. A history is renewed before it sleeps. */
export function nextLoopStep(outcome: TurnOutcome, historyEvents: number): LoopStep {
  if (outcome.kind === 'done') return { kind: 'end' };
  if (historyEvents >= RENEW_AT_EVENTS) return { kind: 'renew' };
  return outcome.kind === 'more'
    ? { kind: 'turn' }
    : { kind: 'sleep', waitMs: Math.max(outcome.waitMs, SHORTEST_SLEEP_MS) };
}
