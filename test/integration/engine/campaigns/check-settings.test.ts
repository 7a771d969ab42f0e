import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let campaignId: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  ({ campaignId } = await seedCampaign(deps, test, { contacts: 1, launch: false }));
});
afterAll(() => test.drop());

const DAY = 86_400;
const most: [string, (value: number) => Partial<CampaignSettings>, number][] = [
  ['/waitSeconds/busy', (seconds) => ({ waitSeconds: { busy: seconds } }), 30 * DAY],
  ['/expiresAfterSeconds', (expiresAfterSeconds) => ({ expiresAfterSeconds }), 365 * DAY],
  ['/personCaps/0/count', (count) => ({ personCaps: [{ count, hours: 24 }] }), 100],
  ['/personCaps/0/hours', (hours) => ({ personCaps: [{ count: 1, hours }] }), 720],
  ['/maxAttempts', (maxAttempts) => ({ maxAttempts }), 20],
  ['/maxConcurrent', (maxConcurrent) => ({ maxConcurrent }), 10_000],
  ['/maxCallMinutes', (maxCallMinutes) => ({ maxCallMinutes }), 120],
  ['/ringingTimeoutSeconds', (ringingTimeoutSeconds) => ({ ringingTimeoutSeconds }), 120],
  ['/pacePerSecond', (pacePerSecond) => ({ pacePerSecond }), 1_000],
  ['/budgetMicros', (budgetMicros) => ({ budgetMicros }), 1_000_000_000_000],
  ['/dailyCapMicros', (dailyCapMicros) => ({ dailyCapMicros }), 1_000_000_000_000],
];

it.each(most)('takes %s up to its bound and no further', async (pointer, change, bound) => {
  const update = (value: number) => updateSettings(deps, { campaignId, change: change(value), actor: 'test' });
  await expect(update(bound)).resolves.toBeDefined();
  await expect(update(bound + 1)).rejects.toMatchObject({
    code: 'settings_invalid',
    details: { problems: [{ pointer, code: 'out_of_range', message: expect.stringMatching(/\d/) }] },
  });
});
