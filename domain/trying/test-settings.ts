import { ALWAYS_OPEN } from '../calling-hours.ts';
import type { CampaignSettings, CampaignStep } from '../campaign-settings.ts';

/** How long a test may wait for what is in its way. Whoever asked for it sits in front of the screen. */
export const TEST_LIFE_SECONDS = 600;

/**
 * What a test does: one step of the campaign, as the campaign would say it, once. The campaign's own hours, budget and
 * caps are not asked, because the person wants it now; law, credit and suppressions are. Its end is an instant, so that
 * a test that nobody could send is over, whoever comes back when.
 */
export function settingsOfTest(
  settings: CampaignSettings,
  step: CampaignStep,
  test: { campaignId: string; step: number; endsAtMs: number },
): CampaignSettings {
  const { channel, accountId, numberId, agentRef, variables, text } = step;
  return {
    steps: [
      {
        channel,
        accountId,
        numberId,
        ...(agentRef === undefined ? {} : { agentRef }),
        ...(variables === undefined ? {} : { variables }),
        ...(text === undefined ? {} : { text }),
      },
    ],
    purpose: settings.purpose,
    hours: ALWAYS_OPEN,
    startsAtMs: null,
    endsAtMs: test.endsAtMs,
    leftovers: 'expire',
    pacePerSecond: null,
    maxConcurrent: 1,
    maxAttempts: 1,
    waitSeconds: {},
    budgetMicros: null,
    dailyCapMicros: null,
    expiresAfterSeconds: TEST_LIFE_SECONDS,
    ringingTimeoutSeconds: settings.ringingTimeoutSeconds,
    maxCallMinutes: settings.maxCallMinutes,
    personCaps: [],
    testOf: { campaignId: test.campaignId, step: test.step },
  };
}
