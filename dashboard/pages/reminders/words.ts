import { localZone } from '../../format/time.ts';
import { sayDate } from './local-days.ts';

/** What calendar and clock show somewhere: "2026-12-09T09:30". */
export function wallIn(zone: string, atMs: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(atMs).replace(' ', 'T');
}

/** "America/New_York" -> "New York"; the sign of "Etc/GMT+5" is the other way round. */
export function placeOf(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? [];
  if (sign !== undefined) return `UTC${sign === '+' ? '-' : '+'}${hours}`;
  if (zone.startsWith('Etc/')) return 'UTC';
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** "Tue 9 Dec, 09:30"; with the year where it is not the one of now. */
export function sayWall(local: string, nowMs: number): string {
  const year = local.slice(0, 4) === String(new Date(nowMs).getUTCFullYear()) ? '' : ` ${local.slice(0, 4)}`;
  return `${sayDate(local)}${year}, ${local.slice(11, 16)}`;
}

/** "16:30 for you", "Wed 10 Dec, 01:30 for you"; undefined where the viewer's clock shows the same. */
export function forViewer(at: string, zone: string): string | undefined {
  const atMs = Date.parse(at);
  const [there, here] = [wallIn(zone, atMs), wallIn(localZone(), atMs)];
  if (there === here) return undefined;
  const day = there.slice(0, 10) === here.slice(0, 10) ? '' : `${sayDate(here)}, `;
  return `${day}${here.slice(11)} for you`;
}

/** "Tue 9 Dec, 09:30 in Chicago (16:30 for you)" */
export function sayMoment(at: string, zone: string, nowMs: number): string {
  const own = forViewer(at, zone);
  return `${sayWall(wallIn(zone, Date.parse(at)), nowMs)} in ${placeOf(zone)}${own === undefined ? '' : ` (${own})`}`;
}

/** Why a step is at another time than its own, or not sent; the codes of the API in words. */
const REASONS: Readonly<Record<string, string>> = {
  closed_day: 'that day is closed, so the last open day before it',
  outside_hours: 'outside the allowed hours, so the nearest allowed time',
  passed: 'its time had passed',
  no_allowed_time: 'no allowed time is left for it',
  after_cutoff: 'its time lies behind the cut-off',
  confirmed: 'the appointment is confirmed',
  answered: 'the person has answered',
  cancelled: 'the appointment is cancelled',
  skipped: 'it was taken out',
  series_paused: 'its series is paused',
  opted_out: 'the person said no to it',
  no_consent: 'the rules ask for consent that is not on record',
  zone_unknown: 'nobody knows in which time zone the person is',
  no_textable_number: 'the number takes no texts',
  ended_before: 'a campaign of last time still ran',
};
export const sayReason = (code: string): string => REASONS[code] ?? code.replaceAll('_', ' ');

const MEANINGS: Readonly<Record<string, string>> = {
  confirm: 'Confirmed',
  cancel: 'Cancelled',
  reschedule: 'Another time asked for',
  opt_out: 'Opted out',
  human: 'Wants a person',
  unclear: 'Unclear',
  other: 'Something else',
};
export const sayMeaning = (meaning: string): string => MEANINGS[meaning] ?? meaning.replaceAll('_', ' ');

export const channelWord = (channel: 'call' | 'sms'): string => (channel === 'call' ? 'call' : 'text');
/** "Call now", "Text now" */
export const nowWords = (channel: 'call' | 'sms'): string => (channel === 'call' ? 'Call now' : 'Text now');

/** Where a series stands. */
export const SERIES_STATES = { active: 'Active', paused: 'Paused', ended: 'Ended' } as const;

/** Why then or why not, without the time or the "Not sent" that stands above it. Pure. */
export function whyOf({ why, atLocal }: { why: string; atLocal: string | null }): string {
  const head = [atLocal, 'Not sent'].find((words) => words !== null && why.startsWith(`${words}: `));
  const rest = typeof head === 'string' ? why.slice(head.length + 2) : why;
  return `${rest.slice(0, 1).toLowerCase()}${rest.slice(1)}`;
}
