import { parseLocalDay } from '../wall-clock.ts';
import type { Until } from './rule.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "..., 10 times" or "... until 31 Dec 2026" at the end of a rule; undefined when its end cannot be read. */
export function takeEnd(text: string): { rest: string; count: number | null; until: Until | null } | undefined {
  const times = /^(.*?),?\s*(?:for\s+)?\b(\d{1,4})\s*(?:times|x|occurrences)\s*$/.exec(text);
  if (times) return { rest: times[1] ?? '', count: Number(times[2]) || 1, until: null };
  const until = /^(.*?),?\s*\b(?:until|till|through)\s+(.+)$/.exec(text);
  if (!until) return { rest: text, count: null, until: null };
  const day = readDate((until[2] ?? '').trim());
  return day === undefined
    ? undefined
    : { rest: until[1] ?? '', count: null, until: { kind: 'date', wallMs: day * DAY_MS } };
}

/** `2026-12-31`, `31 Dec 2026`, `Dec 31, 2026`. Written as numbers alone in another order, it would be a guess. */
function readDate(text: string): number | undefined {
  const iso = parseLocalDay(text);
  if (iso !== undefined) return iso;
  const match =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})$/.exec(
      text,
    );
  if (!match) return undefined;
  const month = MONTHS.findIndex((name) => (match[2] ?? match[3] ?? '').startsWith(name)) + 1;
  const date = match[1] ?? match[4] ?? '';
  return parseLocalDay(`${match[5]}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`);
}

/** The one time of day in a rule, `09:30`; undefined when there are two, or when it is none. */
export function takeTime(text: string): { rest: string; at: string | null } | undefined {
  const times = [
    ...text.matchAll(
      /(?:\bat\s+|@\s*)?\b(?:(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)\b|(\d{1,2}):(\d{2})\b|(noon|midnight)\b)/g,
    ),
  ];
  const [match] = times;
  if (!match) return { rest: text, at: null };
  if (times.length > 1) return undefined;
  const [whole, hour12, minute12, half, hour24, minute24, named] = match;
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + whole.length)}`;
  const hour = Number(hour12 ?? hour24 ?? 0);
  const minutes = Number(minute12 ?? minute24 ?? 0);
  if (named !== undefined) return { rest, at: named === 'noon' ? '12:00' : '00:00' };
  if (minutes > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return undefined;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return { rest, at: `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` };
}
