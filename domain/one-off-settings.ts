import { ALWAYS_OPEN } from './calling-hours.ts';
import type { CampaignSettings, CampaignStep } from './campaign-settings.ts';

type Own = Pick<
  CampaignSettings,
  'purpose' | 'endsAtMs' | 'expiresAfterSeconds' | 'ringingTimeoutSeconds' | 'maxCallMinutes' | 'testOf'
>;

/**
 * What a hidden run does that sends one thing once, now or not at all: a test, a notice. Hours, budget and caps are not
 * asked, because somebody waits for it; law, credit and suppressions are. Pure.
 */
export const settingsOfOneOff = (step: CampaignStep, own: Own): CampaignSettings => ({
  steps: [step],
  hours: ALWAYS_OPEN,
  startsAtMs: null,
  leftovers: 'expire',
  pacePerSecond: null,
  maxConcurrent: 1,
  maxAttempts: 1,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  personCaps: [],
  ...own,
});
