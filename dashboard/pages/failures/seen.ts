import { useEffect, useState } from 'react';
import { useSession } from '../../app/session/use-session.ts';
import { seenOf, type Seen } from './news.ts';

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
