import type { ContactFacts, JudgeFacts } from '../../../domain/explain/facts.ts';
import type { AttemptRow, ContactRow, People } from './read-people.ts';

/** What was known of a person's attempts at an instant. */
export interface AttemptsAt {
  /** The contact's own that was judged, or open, then. */
  own: AttemptRow | null;
  judged: ContactFacts['judged'];
  open: ContactFacts['open'];
  /** The contact's last one that was over and counts. */
  last: AttemptRow | null;
  /** Begun by then, of this contact. */
  ofContact: AttemptRow[];
  gatedAtMs: number[];
  takenBy: JudgeFacts['takenBy'];
}

/** An attempt within this of the asked moment is what was asked about. */
const SAME_MOMENT_MS = 1_000;

/** `askedMs` null = now: then nothing is looked for around the moment. */
export function attemptsAt(row: ContactRow, people: People, askedMs: number | null, atMs: number): AttemptsAt {
  const ofPerson = row.personNumbers.flatMap((number) => people.attempts.get(number) ?? []);
  const ofContact = ofPerson.filter(({ contactId, createdAtMs }) => contactId === row.contactId && createdAtMs <= atMs);
  const judgedRow = askedMs === null ? null : nearest(ofPerson, row.contactId, askedMs);
  const open = ofContact.findLast((attempt) => isOpenAt(attempt, atMs)) ?? null;
  const own = judgedRow ?? open;
  const others = ofPerson.filter(({ attemptId }) => attemptId !== own?.attemptId);
  const taking = others.find((other) => takes(other, own, atMs));
  return {
    own,
    judged: judgedRow && {
      attemptId: judgedRow.attemptId,
      atMs: judgedAtMs(judgedRow),
      refusal: judgedRow.state === 'VOID' ? (judgedRow.reason ?? 'not_sent') : null,
    },
    open: open && {
      attemptId: open.attemptId,
      state: askedMs === null ? open.state : stateAt(open, atMs),
      gatedAtMs: open.gatedAtMs !== null && open.gatedAtMs <= atMs ? open.gatedAtMs : null,
      sentAtMs: open.sentAtMs !== null && open.sentAtMs <= atMs ? open.sentAtMs : null,
    },
    last:
      ofContact.findLast(
        (attempt) => !isOpenAt(attempt, atMs) && attempt.state !== 'VOID' && attempt.state !== 'REFUSED',
      ) ?? null,
    ofContact,
    gatedAtMs: others.flatMap((other) => (countsAt(other, atMs) && other.gatedAtMs !== null ? [other.gatedAtMs] : [])),
    takenBy: taking ? { attemptId: taking.attemptId, contactId: taking.contactId } : null,
  };
}

/** When the gate let it through, or it was given back. */
const judgedAtMs = ({ state, voidedAtMs, gatedAtMs, createdAtMs }: AttemptRow): number =>
  (state === 'VOID' ? voidedAtMs : gatedAtMs) ?? createdAtMs;

function nearest(attempts: readonly AttemptRow[], contactId: number, askedMs: number): AttemptRow | null {
  const distance = (attempt: AttemptRow): number => Math.abs(judgedAtMs(attempt) - askedMs);
  return attempts
    .filter((attempt) => attempt.contactId === contactId && (attempt.gatedAtMs ?? attempt.voidedAtMs) !== null)
    .filter((attempt) => distance(attempt) <= SAME_MOMENT_MS)
    .reduce<AttemptRow | null>((best, next) => (best === null || distance(next) < distance(best) ? next : best), null);
}

/** When it stopped being open; of a refusal and of a parked one no instant of its own is kept. */
function closedAtMs({ state, voidedAtMs, sentAtMs, gatedAtMs, endedAtMs, disposedAtMs }: AttemptRow): number {
  if (state === 'VOID') return voidedAtMs ?? -Infinity;
  if (state === 'REFUSED') return sentAtMs ?? gatedAtMs ?? -Infinity;
  if (state === 'PARKED') return endedAtMs ?? sentAtMs ?? gatedAtMs ?? -Infinity;
  return state === 'DISPOSED' ? (disposedAtMs ?? -Infinity) : Infinity;
}

const isOpenAt = (attempt: AttemptRow, atMs: number): boolean =>
  attempt.createdAtMs <= atMs && closedAtMs(attempt) > atMs;

/**
 * Whether another attempt keeps the person: as the gate sees it, of two that wait for it the one claimed first. Those
 * that were given back at the very same instant were judged together.
 */
function takes(other: AttemptRow, own: AttemptRow | null, atMs: number): boolean {
  if (other.createdAtMs > atMs || closedAtMs(other) < atMs) return false;
  if (own === null) return closedAtMs(other) > atMs;
  const waited = other.gatedAtMs === null || other.gatedAtMs >= atMs;
  return !waited || other.attemptId < own.attemptId;
}

/** Whether it counts for caps: whatever may have reached the provider (engine/dialing/caps.ts). */
function countsAt(attempt: AttemptRow, atMs: number): boolean {
  if (attempt.gatedAtMs === null || attempt.gatedAtMs >= atMs || attempt.state === 'REFUSED') return false;
  return attempt.state !== 'VOID' || (attempt.voidedAtMs !== null && attempt.voidedAtMs > atMs);
}

function stateAt(attempt: AttemptRow, atMs: number): AttemptRow['state'] {
  if (attempt.gatedAtMs === null || attempt.gatedAtMs > atMs) return 'INTENT';
  if (attempt.endedAtMs !== null && attempt.endedAtMs <= atMs) return 'ENDED';
  return attempt.sentAtMs !== null && attempt.sentAtMs <= atMs ? 'ACCEPTED' : 'SENDING';
}
