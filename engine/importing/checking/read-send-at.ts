import type { ZoneTable } from '../../../domain/zone-table.ts';
import { instantsOfWall, wallText } from './local-time.ts';

export interface SendAtContext {
  /** Every zone that the contact may be in. */
  zones: readonly string[];
  /** How `03/04/2026` is meant. */
  dateOrder?: 'dmy' | 'mdy';
  table: ZoneTable;
}

/** `foldedIn`: the clocks of this zone show this time twice, and the first is taken. */
export type SendAt =
  | { ok: true; atMs: number; foldedIn?: string }
  | { ok: false; code: SendAtProblem; message: string; suggested?: string };

export type SendAtProblem =
  | 'send_at_unreadable'
  | 'send_at_ambiguous'
  | 'send_at_no_zone'
  | 'send_at_zone_unclear'
  | 'send_at_skipped';

/** A time as its cell says it: an instant, or what a clock on the wall shows (as if it were UTC). */
type Written = { instantMs: number } | { wallMs: number };

const EXAMPLE = '2026-12-09T09:30-05:00, or 2026-12-09 09:30 in the time of the contact';
const DATE = String.raw`(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})`;
const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`;
const SHAPE = new RegExp(
  String.raw`^${DATE}(?:\s*T\s*|,?\s+)${TIME}\s*(?:([ap])\.?m\.?|(z|[+-]\d{2}:?\d{2}|[+-]\d{2}))?$`,
  'i',
);
const DATE_ONLY = new RegExp(`^${DATE}$`);

/**
 * Reads the time before which a contact is not to be dialled. With an offset it is an instant; without, it is what the
 * clock of the contact shows, which needs one zone, or zones that agree at that moment.
 */
export function readSendAt(text: string, context: SendAtContext): SendAt {
  const written = readWritten(text.trim(), context.dateOrder);
  if ('code' in written) return { ok: false, ...written };
  return 'instantMs' in written ? { ok: true, atMs: written.instantMs } : inZones(written.wallMs, context);
}

interface Problem {
  code: SendAtProblem;
  message: string;
  suggested?: string;
}

const unreadable = (what: string): Problem => ({
  code: 'send_at_unreadable',
  message: `${what}; expected ${EXAMPLE}`,
});

function readWritten(text: string, dateOrder: SendAtContext['dateOrder']): Written | Problem {
  const match = SHAPE.exec(text);
  if (!match) return unreadable(DATE_ONLY.test(text) ? 'a date without a time of day' : 'no date and time');
  const [, first = '', separator = '', second = '', third = '', hours = '', minutes = '', seconds = '0', half, offset] =
    match;
  const dated = readDate(first, separator, second, third, dateOrder);
  if ('code' in dated) return dated;
  const hour = hourOf(Number(hours), half);
  if (hour === undefined || Number(minutes) > 59 || Number(seconds) > 59) return unreadable('no such time of day');
  const { year, month, day } = dated;
  const midnightMs = Date.UTC(year, month - 1, day);
  if (year < 2000 || new Date(midnightMs).getUTCDate() !== day || month < 1 || month > 12) {
    return unreadable('no such date');
  }
  const wallMs = midnightMs + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  if (offset === undefined) return { wallMs };
  const offsetMinutes = offsetOf(offset);
  if (offsetMinutes === undefined) return unreadable('no such offset from UTC');
  return { instantMs: wallMs - offsetMinutes * 60_000 };
}

/** Undefined: a clock never shows it. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** The world's clocks are between UTC-12 and UTC+14. */
function offsetOf(text: string): number | undefined {
  if (/^z$/i.test(text)) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || '0');
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return undefined;
  return text.startsWith('-') ? -total : total;
}

interface DateParts {
  year: number;
  month: number;
  day: number;
}

/** Year first is ISO; dots are day.month; a slash or dash may be either, unless one of the two cannot be a month. */
function readDate(
  first: string,
  separator: string,
  second: string,
  third: string,
  dateOrder: SendAtContext['dateOrder'],
): DateParts | Problem {
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  if (first.length === 4 && third.length <= 2) return { year: a, month: b, day: c };
  if (first.length > 2 || third.length !== 4) return unreadable('a year without its four digits');
  const dayFirst: DateParts = { year: c, month: b, day: a };
  const monthFirst: DateParts = { year: c, month: a, day: b };
  if (separator === '.') return dayFirst;
  if (dateOrder !== undefined) return dateOrder === 'dmy' ? dayFirst : monthFirst;
  if (a === b || b > 12) return monthFirst;
  if (a > 12) return dayFirst;
  return {
    code: 'send_at_ambiguous',
    message: `day and month cannot be told apart; expected the option dateOrder (dmy or mdy), or year first: ${EXAMPLE}`,
  };
}

function inZones(wallMs: number, { zones, table }: SendAtContext): SendAt {
  const [zone] = zones;
  if (zone === undefined) {
    return {
      ok: false,
      code: 'send_at_no_zone',
      message:
        'the time zone of the contact is not known; expected a time with its offset, like 2026-12-09T09:30-05:00',
    };
  }
  const { instants, gap } = instantsOfWall(table, zone, wallMs);
  const agree = zones.every((other) => {
    const theirs = instantsOfWall(table, other, wallMs).instants;
    return theirs.length === instants.length && theirs.every((instant, index) => instant === instants[index]);
  });
  if (!agree) {
    return {
      ok: false,
      code: 'send_at_zone_unclear',
      message: `the contact may be in ${zones.slice(0, 3).join(' or ')}, where this is not the same moment; expected a time with its offset, like 2026-12-09T09:30-05:00`,
    };
  }
  const [atMs] = instants;
  if (atMs === undefined) {
    const lastBefore = wallText((gap?.fromWallMs ?? wallMs) - 60_000);
    const firstAfter = wallText(gap?.toWallMs ?? wallMs);
    return {
      ok: false,
      code: 'send_at_skipped',
      message: `clocks in ${zone} jump over this time; expected ${lastBefore} or ${firstAfter}`,
      suggested: firstAfter,
    };
  }
  return instants.length > 1 ? { ok: true, atMs, foldedIn: zone } : { ok: true, atMs };
}
