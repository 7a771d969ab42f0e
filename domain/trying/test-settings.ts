import type { CampaignSettings, CampaignStep } from '../campaign-settings.ts';
import { settingsOfOneOff } from '../one-off-settings.ts';

/** How long a test may wait for what is in its way. Whoever asked for it sits in front of the screen. */
export const TEST_LIFE_SECONDS = 600;

/**
 * What a test does: one step of the campaign, as the campaign would say it, once. Its end is an instant, so that
 * a test that nobody could send is over, whoever comes back when.
 */
export function settingsOfTest(
  settings: CampaignSettings,
  step: CampaignStep,
  test: { campaignId: string; step: number; endsAtMs: number },
): CampaignSettings {
  const { channel, accountId, numberId, agentRef, variables, text } = step;
  const said = {
    channel,
    accountId,
    numberId,
    ...(agentRef === undefined ? {} : { agentRef }),
    ...(variables === undefined ? {} : { variables }),
    ...(text === undefined ? {} : { text }),
  };
  return settingsOfOneOff(said, {
    purpose: settings.purpose,
    endsAtMs: test.endsAtMs,
    expiresAfterSeconds: TEST_LIFE_SECONDS,
    ringingTimeoutSeconds: settings.ringingTimeoutSeconds,
    maxCallMinutes: settings.maxCallMinutes,
    testOf: { campaignId: test.campaignId, step: test.step },
  });
}
