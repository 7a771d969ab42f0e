import { WEEKDAYS, type CallingHours, type Weekday } from '../../domain/calling-hours.ts';
import { validateCallingHours } from '../../domain/validate-calling-hours.ts';
import type { Case } from './decide-case.ts';
import { readInstant, type Instant } from './read-instant.ts';

/** As far as a next opening is looked for; a longer margin fits nowhere. */
const MAX_MARGIN_SECONDS = 400 * 86_400;

export interface ReadCase {
  id: string | number;
  asked: Case;
  writeInstant: Instant['write'];
}

/**
 * Reads one line. Otherwise a sentence that says what is wrong and how to repair it. No zone, or a name that is none,
 * is not wrong: the decision says `unknown_zone`. Absent blackoutDates are none, an absent marginSeconds is 0.
 */
export function readCase(line: string): ReadCase | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not JSON: write one object per line';
  }
  if (!isRecord(value))
    return 'not an object: write {"id", "zones", "windows", "blackoutDates", "marginSeconds", "instant"}';
  const { id, marginSeconds = 0 } = value;
  if (typeof id !== 'string' && typeof id !== 'number') return 'id: write a text or a number';
  const zones = readZoneNames(value['zones']);
  if (typeof zones === 'string') return zones;
  const hours = readHours(value['windows'], value['blackoutDates'] ?? []);
  if (typeof hours === 'string') return hours;
  if (typeof marginSeconds !== 'number' || !(marginSeconds >= 0 && marginSeconds <= MAX_MARGIN_SECONDS)) {
    return `marginSeconds: write a number from 0 to ${MAX_MARGIN_SECONDS}`;
  }
  const instant = readInstant(value['instant']);
  if (typeof instant === 'string') return instant;
  const asked = { zones, hours, marginMs: Math.round(marginSeconds * 1_000), instantMs: instant.ms };
  return { id, asked, writeInstant: instant.write };
}

/** What is no text cannot be the name of a zone: it becomes one that no table knows. */
function readZoneNames(value: unknown): string[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return 'zones: write a list of zone names, for example ["America/New_York"]';
  return value.map((zone: unknown) => (typeof zone === 'string' ? zone : ''));
}

function readHours(windows: unknown, blackoutDates: unknown): CallingHours | string {
  if (!isRecord(windows)) return 'windows: write an object like {"mon": [["10:00", "17:00"]]}';
  const weekly: CallingHours['weekly'] = {};
  for (const [day, list] of Object.entries(windows)) {
    if (!isWeekday(day)) return `windows.${day}: use ${WEEKDAYS.join(', ')}`;
    if (!Array.isArray(list) || !list.every(isWindow)) {
      return `windows.${day}: write a list of ["HH:MM", "HH:MM"]`;
    }
    weekly[day] = list;
  }
  if (!Array.isArray(blackoutDates) || !blackoutDates.every((date) => typeof date === 'string')) {
    return 'blackoutDates: write a list of dates, for example ["2026-12-24"]';
  }
  const hours: CallingHours = { weekly, blackoutDates, skipFederalHolidays: false };
  // A campaign may not be never open or overlap itself, because somebody meant something else; a question may.
  const wrong = validateCallingHours(hours).find(({ code }) => code === 'bad_time' || code === 'bad_date');
  if (wrong) return `${wrong.path.replace('weekly', 'windows')}: ${wrong.message}`;
  for (const [day, list] of Object.entries(weekly)) {
    // No time is inside a window that ends where it starts.
    if (isWeekday(day)) weekly[day] = list.filter(([start, end]) => start !== end);
  }
  return hours;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWeekday = (text: string): text is Weekday => WEEKDAYS.some((weekday) => weekday === text);

const isWindow = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((time) => typeof time === 'string');
