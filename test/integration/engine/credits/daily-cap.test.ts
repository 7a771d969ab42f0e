import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import { balances } from '../../../../engine/credits/balances.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { acceptAll, claimAll, foldAll, jump, newFact, offences, refOf } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

/** One call's hold: five minutes at the account's own rate of 0.05. */
const HOLD_MICROS = 250_000;

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

/** Everything that is claimable is dialled, and each dial costs its whole hold. */
async function spend(runId: string, accountId: string): Promise<number> {
  const { ids } = await acceptAll(deps, runId);
  await writeFacts(
    test.db,
    ids.map((id) =>
      newFact(accountId, {
        kind: 'ended',
        providerRef: refOf(id),
        outcome: 'answered',
        providerReason: 'ok',
        talkSeconds: 300,
        costMicros: HOLD_MICROS,
      }),
    ),
  );
  await foldAll(deps);
  return ids.length;
}

it('stops a campaign without a budget at its daily cap, and lets it go on the next day', async () => {
  const { runId, accountId, campaignId } = await seedCampaign(deps, test, {
    contacts: 10,
    settings: { dailyCapMicros: 3 * HOLD_MICROS },
  });
  expect(await spend(runId, accountId)).toBe(3);
  expect((await claimAll(deps, runId)).ids).toHaveLength(0);
  await jump(test, 86_400_000);
  await updateSettings(deps, { campaignId, change: { expiresAfterSeconds: 7 * 86_400 }, actor: 'test' });
  expect(await spend(runId, accountId)).toBe(3);
  expect(await offences(test)).toEqual([]);
});

it('counts what was spent today before the cap was set', async () => {
  const { runId, accountId, campaignId } = await seedCampaign(deps, test, {
    contacts: 10,
    settings: { maxConcurrent: 2 },
  });
  expect(await spend(runId, accountId)).toBe(2);
  await updateSettings(deps, {
    campaignId,
    change: { dailyCapMicros: 3 * HOLD_MICROS, maxConcurrent: 100 },
    actor: 'test',
  });
  expect(await spend(runId, accountId)).toBe(1);
  expect((await claimAll(deps, runId)).ids).toHaveLength(0);
  expect(await offences(test)).toEqual([]);
});

it('shows no budget where there is only a cap, and a whole one when it is set late', async () => {
  const { runId, accountId, campaignId } = await seedCampaign(deps, test, {
    contacts: 10,
    settings: { dailyCapMicros: 3 * HOLD_MICROS },
  });
  const ofCampaign = async () => (await balances(deps)).find((view) => view.id === campaignId);
  await spend(runId, accountId);
  expect(await ofCampaign()).toBeUndefined();
  await updateSettings(deps, {
    campaignId,
    change: { dailyCapMicros: null, budgetMicros: 5 * HOLD_MICROS },
    actor: 'test',
  });
  expect(await ofCampaign()).toMatchObject({
    fundedMicros: 5 * HOLD_MICROS,
    availableMicros: 2 * HOLD_MICROS,
    spentMicros: 3 * HOLD_MICROS,
  });
  expect((await claimAll(deps, runId)).ids).toHaveLength(2);
  expect(await offences(test)).toEqual([]);
});

it('keeps the books of a cap that is taken away and set again', async () => {
  const { runId, accountId, campaignId } = await seedCampaign(deps, test, {
    contacts: 10,
    settings: { dailyCapMicros: HOLD_MICROS, maxConcurrent: 2 },
  });
  const cap = (dailyCapMicros: number | null) =>
    updateSettings(deps, { campaignId, change: { dailyCapMicros }, actor: 'test' });
  expect(await spend(runId, accountId)).toBe(1);
  await cap(null);
  expect(await spend(runId, accountId)).toBe(2);
  await cap(4 * HOLD_MICROS);
  expect(await spend(runId, accountId)).toBe(1);
  const spent = await firstRow(
    test.db,
    sql`select balance_micros as micros from credit_accounts where campaign_id = ${campaignId} and kind = 'spent'`,
  );
  expect(spent).toEqual({ micros: 4 * HOLD_MICROS });
});

it('goes on without a budget that is taken away, and counts that spending against the next one', async () => {
  const { runId, accountId, campaignId } = await seedCampaign(deps, test, {
    contacts: 10,
    settings: { budgetMicros: 2 * HOLD_MICROS, maxConcurrent: 4 },
  });
  const change = (budgetMicros: number | null) =>
    updateSettings(deps, { campaignId, change: { budgetMicros }, actor: 'test' });
  expect(await spend(runId, accountId)).toBe(2);
  await change(null);
  expect(await spend(runId, accountId)).toBe(4);
  await change(7 * HOLD_MICROS);
  expect(await spend(runId, accountId)).toBe(1);
  expect((await claimAll(deps, runId)).ids).toHaveLength(0);
  expect(await offences(test)).toEqual([]);
});
