import { money } from '../../../format/money.ts';
import { plural } from '../../../format/number.ts';
import { phoneWords } from '../../../format/phone.ts';
import type { Forecast, OurNumber, Settings } from '../queries.ts';
import { sayLength } from '../say-length.ts';
import { sayWeekly } from '../schedule/weekly.ts';

/** The most that it can cost: everybody as often as allowed, or the budget where that is less. Pure. */
export const mostMicros = (forecast: Forecast, settings: Settings): number =>
  Math.min(forecast.mostMicros, settings.budgetMicros ?? Infinity);

interface SayInput {
  forecast: Forecast;
  settings: Settings;
  numbers: readonly OurNumber[];
  currency: string;
}

/** The campaign in one plain sentence (U12). Pure. */
export function sayCampaign({ forecast, settings, numbers, currency }: SayInput): string {
  const { willDial, zones, finishAt } = forecast;
  const phones = [...new Set(settings.steps.map(({ numberId }) => numbers.find(({ id }) => id === numberId)?.phone))];
  const from = phones
    .flatMap((phone) => (phone === undefined ? [] : [phoneWords(phone).replaceAll(' ', '\u00A0')]))
    .join(' and ');
  const [first] = settings.steps;
  const way =
    settings.steps.length > 1 ? 'called, and texted when not reached' : first?.channel === 'sms' ? 'texted' : 'called';
  const length = `${sayLength(forecast)}${finishAt === null ? '' : ' for the first try of everybody'}`;
  return [
    `${plural(willDial, 'person', 'people')} in ${plural(zones.length, 'time zone')} ${willDial === 1 ? 'is' : 'are'} ${way}`,
    `${sayWeekly(settings.hours.weekly)} their time`,
    ...(from === '' ? [] : [`from ${from}`]),
    length,
    `at most ${money(mostMicros(forecast, settings), currency)}`,
  ].join(', ');
}
