import { REFUSALS, type Refusal } from './refusal.ts';

/** The breaker of one provider account. */
export interface Breaker {
  state: 'closed' | 'open' | 'probing';
  reason: string | null;
  /** Last wait, doubled by the next failure of the same kind. */
  waitMs: number;
  /** When one probe may go; null = only a person, or new credit, closes it. */
  resumeAtMs: number | null;
  ambiguousInARow: number;
}

/** What one create came to, as far as the breaker cares. */
export type BreakerEvent =
  | { kind: 'accepted' }
  | { kind: 'ambiguous' }
  /** No connection: no byte left. */
  | { kind: 'unreachable' }
  | { kind: 'refused'; refusal: Refusal };

const FIRST_BACKOFF_MS = 30_000;
const MAX_BACKOFF_MS = 15 * 60_000;
const AMBIGUOUS_LIMIT = 5;
const AMBIGUOUS_WAIT_MS = 60_000;
const CREDIT_PROBE_MS = 15 * 60_000;

const openFor = (breaker: Breaker, reason: string, waitMs: number, nowMs: number): Breaker => ({
  ...breaker,
  state: 'open',
  reason,
  waitMs,
  resumeAtMs: nowMs + waitMs,
});

/**
 * Moves the breaker by one result. 429: 30 s, doubling to 15 min. Five ambiguous or unreachable in a row: 60 s, then one probe.
 * 402: one probe every 15 min, unless credit comes first. 401, 403, 404: a person.
 */
export function nextBreaker(breaker: Breaker, event: BreakerEvent, nowMs: number): Breaker {
  if (event.kind === 'accepted') {
    // A call accepted before the breaker opened says nothing about now; only the probe closes it.
    if (breaker.state === 'open') return { ...breaker, ambiguousInARow: 0 };
    return { state: 'closed', reason: null, waitMs: 0, resumeAtMs: null, ambiguousInARow: 0 };
  }
  if (event.kind === 'ambiguous' || event.kind === 'unreachable') {
    const ambiguousInARow = breaker.ambiguousInARow + 1;
    const next = { ...breaker, ambiguousInARow };
    const opens = breaker.state === 'probing' || (breaker.state === 'closed' && ambiguousInARow >= AMBIGUOUS_LIMIT);
    return opens
      ? openFor(next, event.kind === 'ambiguous' ? 'ambiguous_answers' : 'unreachable', AMBIGUOUS_WAIT_MS, nowMs)
      : next;
  }
  switch (REFUSALS[event.refusal].breaker) {
    case 'none':
      return breaker.state === 'probing'
        ? nextBreaker(breaker, { kind: 'accepted' }, nowMs)
        : { ...breaker, ambiguousInARow: 0 };
    case 'backoff': {
      // Several answers of one burst are one signal.
      if (breaker.state === 'open') return breaker;
      const again = breaker.reason === event.refusal && breaker.waitMs > 0;
      const waitMs = again ? Math.min(breaker.waitMs * 2, MAX_BACKOFF_MS) : FIRST_BACKOFF_MS;
      return openFor(breaker, event.refusal, waitMs, nowMs);
    }
    case 'until_credit':
      // A straggler must not turn "a person is needed" into a probe.
      if (breaker.state === 'open' && breaker.resumeAtMs === null) return breaker;
      return openFor(breaker, event.refusal, CREDIT_PROBE_MS, nowMs);
    case 'until_person':
      return { ...breaker, state: 'open', reason: event.refusal, resumeAtMs: null };
  }
}
