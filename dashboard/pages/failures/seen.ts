import { useEffect, useState } from 'react';
import { useSession } from '../../app/session/use-session.ts';

/** What somebody saw of the failures when they looked last. */
export interface Seen {
  /** Server time, ISO. */
  at: string;
  /** Failed attempts by cause. */
  attempts: Readonly<Record<string, number>>;
}

/** What came since: a cause that was not there, or so many failures more. Undefined = nothing, or never looked before. */
export type News = { kind: 'cause' } | { kind: 'more'; count: number } | undefined;

/** Pure. A first visit marks nothing: everything would be new. */
export function newsOf(seen: Seen | undefined, { cause, attempts }: { cause: string; attempts: number }): News {
  if (seen === undefined) return undefined;
  const before = Object.hasOwn(seen.attempts, cause) ? seen.attempts[cause] : undefined;
  if (before === undefined) return { kind: 'cause' };
  return attempts > before ? { kind: 'more', count: attempts - before } : undefined;
}

/** One look into a group and back is the same visit. */
const VISIT_MS = 30 * 60_000;
const visits = new Map<string, { seen: Seen | undefined; lookedAtMs: number }>();

/** What was seen before this visit; what is shown now is kept for the next one. */
export function useSeen(
  scope: string | undefined,
  shown: { at: string; items: readonly { cause: string; attempts: number }[] } | undefined,
): Seen | undefined {
  const { user } = useSession();
  const key = `outdial.failures.seen.${user.id}.${scope ?? 'all'}`;
  const [seen, setSeen] = useState(() => begin(key));
  useEffect(() => setSeen(begin(key)), [key]);
  useEffect(() => {
    if (shown === undefined) return;
    visits.set(key, { seen: visits.get(key)?.seen, lookedAtMs: Date.now() });
    const now: Seen = {
      at: shown.at,
      attempts: Object.fromEntries(shown.items.map(({ cause, attempts }) => [cause, attempts])),
    };
    try {
      localStorage.setItem(key, JSON.stringify(now));
    } catch {
      // Nothing is marked next time; that is all.
    }
  }, [key, shown]);
  return seen;
}

function begin(key: string): Seen | undefined {
  const visit = visits.get(key);
  if (visit !== undefined && Date.now() - visit.lookedAtMs < VISIT_MS) return visit.seen;
  const seen = read(key);
  visits.set(key, { seen, lookedAtMs: Date.now() });
  return seen;
}

function read(key: string): Seen | undefined {
  try {
    return seenOf(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** Pure: what another version may have written is nothing. */
export function seenOf(value: unknown): Seen | undefined {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('attempts' in value)) return undefined;
  const { at, attempts } = value;
  if (typeof at !== 'string' || typeof attempts !== 'object' || attempts === null) return undefined;
  const numbers = Object.entries(attempts).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { at, attempts: Object.fromEntries(numbers) };
}
