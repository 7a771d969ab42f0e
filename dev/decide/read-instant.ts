/** Milliseconds since 1970 stay above this from 1973 on; seconds stay below it until the year 5138. */
const LEAST_PLAUSIBLE_MS = 100_000_000_000;

const ISO = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?([Zz]|[+-]\d{2}:?\d{2})$/;

export interface Instant {
  /** With a fraction where the text is finer than a millisecond. */
  ms: number;
  /** Writes another instant (whole seconds) in the way in which this one was written. */
  write: (ms: number) => string | number;
}

/** Reads ISO 8601 with an offset, or milliseconds since 1970; otherwise says what is wrong and how to repair it. */
export function readInstant(value: unknown): Instant | string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'instant: write milliseconds since 1970';
    if (Math.abs(value) < LEAST_PLAUSIBLE_MS)
      return `instant ${value}: seconds? write milliseconds since 1970 (x 1000)`;
    return { ms: value, write: (ms) => ms };
  }
  if (typeof value !== 'string') return 'instant: write ISO 8601 with Z or an offset, or milliseconds since 1970';
  const match = ISO.exec(value);
  if (!match) {
    return `instant ${JSON.stringify(value)}: write it like "2026-11-24T15:30:00Z" or "2026-11-24T10:30:00-05:00"`;
  }
  const [, whole = '', fraction = '', offset = ''] = match;
  const zone = /^[Zz]$/.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const seconds = Date.parse(`${whole.replace(/[t ]/, 'T')}${zone}`);
  // A day that the month does not have would slide into the next month.
  const date = whole.slice(0, 10);
  const slid = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(seconds) || Number.isNaN(slid.getTime()) || slid.toISOString().slice(0, 10) !== date) {
    return `instant ${JSON.stringify(value)}: there is no such date or time`;
  }
  const digits = fraction.padEnd(3, '0');
  const ms = seconds + (fraction === '' ? 0 : Number(`${digits.slice(0, 3)}.${digits.slice(3)}`));
  return {
    ms,
    write: (other) => {
      const text = new Date(other).toISOString();
      return fraction === '' ? text.replace('.000Z', 'Z') : text;
    },
  };
}
