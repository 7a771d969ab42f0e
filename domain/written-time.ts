/** What a text says of a time: an instant with its offset from UTC, or what a clock on the wall shows (as if it were UTC). */
export type WrittenTime = { instantMs: number; offsetMinutes: number } | { wallMs: number; dateOnly: boolean };

/** `what`: for people; it says nothing of what is expected. */
export interface UnreadTime {
  problem: 'unreadable' | 'ambiguous';
  what: string;
}

export type DateOrder = 'dmy' | 'mdy';

const DATE = String.raw`(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})`;
const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`;
const SHAPE = new RegExp(
  String.raw`^${DATE}(?:(?:\s*T\s*|,?\s+)${TIME}\s*(?:([ap])\.?m\.?|(z|[+-]\d{2}:?\d{2}|[+-]\d{2}))?)?$`,
  'i',
);

/** Reads a date, alone or with a time of day, with an offset or without. */
export function readWrittenTime(text: string, dateOrder: DateOrder | undefined): WrittenTime | UnreadTime {
  const match = SHAPE.exec(text.trim());
  if (!match) return unreadable('no date and time');
  const [, first = '', separator = '', second = '', third = '', hours, minutes = '0', seconds = '0', half, offset] =
    match;
  const dated = readDate(first, separator, second, third, dateOrder);
  if ('problem' in dated) return dated;
  const hour = hourOf(Number(hours ?? '0'), half);
  if (hour === undefined || Number(minutes) > 59 || Number(seconds) > 59) return unreadable('no such time of day');
  const { year, month, day } = dated;
  const midnightMs = Date.UTC(year, month - 1, day);
  if (year < 2000 || new Date(midnightMs).getUTCDate() !== day || month < 1 || month > 12) {
    return unreadable('no such date');
  }
  const wallMs = midnightMs + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  if (offset === undefined) return { wallMs, dateOnly: hours === undefined };
  const offsetMinutes = offsetOf(offset);
  if (offsetMinutes === undefined) return unreadable('no such offset from UTC');
  return { instantMs: wallMs - offsetMinutes * 60_000, offsetMinutes };
}

const unreadable = (what: string): UnreadTime => ({ problem: 'unreadable', what });

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
  dateOrder: DateOrder | undefined,
): DateParts | UnreadTime {
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  if (first.length === 4 && third.length <= 2) return { year: a, month: b, day: c };
  if (first.length > 2 || third.length !== 4) return unreadable('a year without its four digits');
  const dayFirst: DateParts = { year: c, month: b, day: a };
  const monthFirst: DateParts = { year: c, month: a, day: b };
  if (separator === '.') return dayFirst;
  if (dateOrder !== undefined) return dateOrder === 'dmy' ? dayFirst : monthFirst;
  if (a === b || b > 12) return monthFirst;
  if (a > 12) return dayFirst;
  return { problem: 'ambiguous', what: 'day and month cannot be told apart' };
}
