import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { validateCallingHours } from '../../domain/validate-calling-hours.ts';
import type { SettingsProblem } from './check-limits.ts';

const MOST_BLACKOUT_DATES = 1_000;

/** What is wrong with the hours by themselves; whether they ever open for somebody is asked with the lists. */
export function checkHours({ hours, steps }: CampaignSettings, calendars: readonly string[]): SettingsProblem[] {
  const channels = steps.flatMap((step) => (step.retired ? [] : step.channel));
  const found = validateCallingHours(hours, { channels, calendars }).map(({ path, code, message }) => ({
    pointer: `/hours/${path.replaceAll('.', '/').replace(/\[(\d+)\]/g, '/$1')}`,
    code: `hours_${code}`,
    message,
  }));
  if (hours.blackoutDates.length <= MOST_BLACKOUT_DATES) return found;
  const message = `There are at most ${MOST_BLACKOUT_DATES} days off; yearly ones can be a holiday calendar.`;
  return [...found, { pointer: '/hours/blackoutDates', code: 'hours_too_many_dates', message }];
}

/** What is wrong with start and end. An end that has passed stays what it is: nothing else could be changed any more. */
export function checkTimes(
  { startsAtMs, endsAtMs }: CampaignSettings,
  nowMs: number,
  before?: CampaignSettings,
): SettingsProblem[] {
  if (endsAtMs === null) return [];
  const pointer = '/endsAt';
  if (startsAtMs !== null && startsAtMs >= endsAtMs) {
    return [{ pointer, code: 'ends_before_start', message: 'A campaign ends after it starts.' }];
  }
  if (endsAtMs > nowMs || endsAtMs === before?.endsAtMs) return [];
  const message = `The end, ${new Date(endsAtMs).toISOString()}, has passed.`;
  return [{ pointer, code: 'end_passed', message }];
}
