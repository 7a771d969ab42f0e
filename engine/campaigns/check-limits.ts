import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { isOutcome, outcomeClass } from '../../domain/outcome.ts';
import { CAMPAIGN_PURPOSES } from '../../domain/purpose.ts';

/** Beyond these a figure is a slip of the keyboard, and some would not fit into an instant. */
const LONGEST_WAIT_SECONDS = 30 * 86_400;
const LONGEST_EXPIRY_SECONDS = 365 * 86_400;
const MOST_MICROS = 1_000_000_000_000;
const MOST_CAPS = 6;

export interface SettingsProblem {
  /** JSON pointer into the settings. */
  pointer: string;
  code: string;
  message: string;
}

const isWhole = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** Which purposes a campaign may have; a notice is Outdial's own. */
export function checkPurpose({ purpose }: CampaignSettings): SettingsProblem[] {
  if (CAMPAIGN_PURPOSES.some((known) => known === purpose)) return [];
  const message = `A campaign's purpose is one of ${CAMPAIGN_PURPOSES.join(', ')}.`;
  return [{ pointer: '/purpose', code: 'purpose_not_allowed', message }];
}

/** Which steps a campaign may have; a programme has others. */
export function checkShape({ steps }: Pick<CampaignSettings, 'steps'>): SettingsProblem[] {
  const channels = steps.map((step) => step.channel).join(',');
  if (['call', 'sms', 'call,sms'].includes(channels)) return [];
  return [
    { pointer: '/steps', code: 'out_of_range', message: 'Steps are: a call, a text, or a call and then a text.' },
  ];
}

/** What is wrong with figures: out of range, or not whole. */
export function checkLimits(settings: CampaignSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const need = (ok: boolean, pointer: string, message: string): void => {
    if (!ok) problems.push({ pointer, code: 'out_of_range', message });
  };
  const pace = settings.pacePerSecond;
  need(
    pace === null || (pace >= 0.001 && pace <= 1_000),
    '/pacePerSecond',
    'A pace lies between 0.001 and 1,000 sends a second.',
  );
  const whole: [keyof CampaignSettings, string, number, number][] = [
    ['maxConcurrent', 'The number of calls at once', 1, 10_000],
    ['maxAttempts', 'The number of tries', 1, 20],
    ['expiresAfterSeconds', 'The time after which it is too late, in seconds,', 60, LONGEST_EXPIRY_SECONDS],
    ['ringingTimeoutSeconds', 'The time that it rings, in seconds,', 5, 120],
    ['maxCallMinutes', 'The longest call, in minutes,', 1, 120],
  ];
  for (const [key, words, low, high] of whole) {
    const value = settings[key];
    need(
      typeof value === 'number' && isWhole(value, low, high),
      `/${key}`,
      `${words} is a whole number from ${low.toLocaleString('en-US')} to ${high.toLocaleString('en-US')}.`,
    );
  }
  const money = [
    ['budgetMicros', 'A budget'],
    ['dailyCapMicros', 'The most of a day'],
  ] as const;
  for (const [key, words] of money) {
    const value = settings[key];
    need(
      value === null || (Number.isSafeInteger(value) && value > 0 && value <= MOST_MICROS),
      `/${key}`,
      `${words} is above 0 and at most ${(MOST_MICROS / 1_000_000).toLocaleString('en-US')}, in whole millionths; null = no limit.`,
    );
  }
  const caps = settings.personCaps;
  need(caps.length >= 1 && caps.length <= MOST_CAPS, '/personCaps', `There are 1 to ${MOST_CAPS} caps per person.`);
  for (const [index, { count, hours }] of caps.entries()) {
    const at = `/personCaps/${index}`;
    need(isWhole(count, 1, 100), `${at}/count`, 'A cap per person is a whole number from 1 to 100.');
    need(isWhole(hours, 1, 720), `${at}/hours`, 'A cap per person counts 1 to 720 whole hours (30 days).');
  }
  for (const [outcome, seconds] of Object.entries(settings.waitSeconds)) {
    const pointer = `/waitSeconds/${outcome}`;
    need(
      isOutcome(outcome) && outcomeClass(outcome) === 'retry',
      pointer,
      `"${outcome}" is not an outcome that is retried.`,
    );
    need(
      Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_WAIT_SECONDS,
      pointer,
      `A wait is a whole number of seconds from 1 to ${LONGEST_WAIT_SECONDS} (30 days).`,
    );
  }
  return problems;
}
