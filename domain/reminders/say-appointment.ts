import { wallOf } from '../wall-instants.ts';
import type { ZoneTable } from '../zone-table.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * `Tue 9 Dec 09:30 in Chicago`: what a clock shows there; with its year where that is not the one of `nowMs`. Throws
 * RangeError for an unknown zone.
 */
export function sayAppointment(table: ZoneTable, zone: string, atMs: number, nowMs = atMs): string {
  const wall = new Date(wallOf(table, zone, atMs));
  const time = wall.toISOString().slice(11, 16);
  const weekday = WEEKDAYS[wall.getUTCDay()] ?? '';
  const month = MONTHS[wall.getUTCMonth()] ?? '';
  const isOtherYear = new Date(wallOf(table, zone, nowMs)).getUTCFullYear() !== wall.getUTCFullYear();
  return `${weekday} ${wall.getUTCDate()} ${month}${isOtherYear ? ` ${wall.getUTCFullYear()}` : ''} ${time} in ${placeOfZone(zone)}`;
}

/** `America/New_York` -> `New York`; `Etc/GMT+5`, whose sign is the other way round -> `UTC-5`. */
export function placeOfZone(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? [];
  if (sign !== undefined && Number(hours) !== 0) return `UTC${sign === '+' ? '-' : '+'}${hours}`;
  if (zone.startsWith('Etc/')) return 'UTC';
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

export interface MessageTimes {
  /** At least one; a message may tell of several. */
  appointments: readonly { startsAtMs: number; zone: string }[];
  /** BCP 47; English where it is not known. */
  language: string;
  table: ZoneTable;
}

interface Words {
  date: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  list: Intl.ListFormat;
}

const MAX_KNOWN = 200;

/** Making one takes far longer than using it. */
const known = new Map<string, Words>();

/**
 * What a message can say of its appointments, as clocks in their zones show it: `appointment_date` ("December 9"),
 * `appointment_time` ("9:30 AM"), `appointment_day` ("Wednesday") and `appointment_zone` ("Chicago") of the earliest,
 * `appointment_count`, and `appointment_times`, all of them as a list, with their dates where these differ.
 * Throws RangeError for an unknown zone and for no appointment.
 */
export function messageVariables({ appointments, language, table }: MessageTimes): Record<string, string> {
  const ascending = appointments.toSorted((a, b) => a.startsAtMs - b.startsAtMs);
  const [first] = ascending;
  if (!first) throw new RangeError('a message without an appointment');
  const words = wordsOf(language);
  const told = ascending.map(({ startsAtMs, zone }) => {
    const wallMs = wallOf(table, zone, startsAtMs);
    return { date: say(words.date, wallMs), time: say(words.time, wallMs), day: say(words.day, wallMs) };
  });
  const [{ date, time, day } = { date: '', time: '', day: '' }] = told;
  const oneDate = told.every((other) => other.date === date);
  return {
    appointment_date: date,
    appointment_time: time,
    appointment_day: day,
    appointment_zone: placeOfZone(first.zone),
    appointment_count: String(told.length),
    appointment_times: plainSpaces(
      words.list.format(told.map((one) => (oneDate ? one.time : `${one.date} ${one.time}`))),
    ),
  };
}

/** A wall time is shown as if it were UTC, so that the runtime's own zone rules have no say. */
function wordsOf(language: string): Words {
  let words = known.get(language);
  if (!words) {
    const locale = localeOf(language);
    const timeZone = 'UTC';
    words = {
      date: new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'long' }),
      time: new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' }),
      day: new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }),
      list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    };
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(language, words);
  }
  return words;
}

function localeOf(language: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0] ?? 'en';
  } catch {
    // No language tag at all.
    return 'en';
  }
}

const say = (format: Intl.DateTimeFormat, wallMs: number): string => plainSpaces(format.format(wallMs));

/** Thin and unbreakable spaces, which some runtimes put before AM and PM, make every text message cost more than double. */
export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ');
