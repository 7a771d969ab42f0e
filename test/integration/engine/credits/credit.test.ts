import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import { balances } from '../../../../engine/credits/balances.ts';
import { listEntries } from '../../../../engine/credits/list-entries.ts';
import { syncBalance } from '../../../../engine/credits/sync-balance.ts';
import { adjustCredit, topUp } from '../../../../engine/credits/top-up.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let providerBalance: number | null = null;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, { ...scriptedTelephony(), readBalance: async () => providerBalance });
});
afterAll(() => test.drop());

const openBreaker = (accountId: string, reason: string) =>
  test.db.execute(sql`
    update provider_accounts set breaker_state = 'open', breaker_reason = ${reason}, resume_at = null where id = ${accountId}`);
const block = (runId: string) =>
  test.db.execute(sql`update runs set next_turn_at = 'infinity', blocked_reason = 'credit' where id = ${runId}`);
const stateOf = (accountId: string, runId: string) =>
  firstRow(
    test.db,
    sql`
      select a.breaker_state as breaker, r.blocked_reason as blocked, r.next_turn_at = '-infinity' as awake
      from provider_accounts a, runs r where a.id = ${accountId} and r.id = ${runId}`,
  );

it('wakes what waited for credit, and only that', async () => {
  const { accountId, runId } = await seedCampaign(deps, test, { contacts: 1 });
  const other = await seedCampaign(deps, test, { contacts: 1 });
  await openBreaker(accountId, 'no_credit');
  await block(runId);
  await block(other.runId);
  const answer = await topUp(deps, { accountId, amountMicros: 5, actor: 'test' });
  expect(answer).toEqual({ availableMicros: 1_000_000_005, wokenRuns: 1 });
  expect(await stateOf(accountId, runId)).toEqual({ breaker: 'closed', blocked: null, awake: true });
  expect(await stateOf(other.accountId, other.runId)).toMatchObject({ blocked: 'credit', awake: false });
});

it('closes no breaker that waits for something else', async () => {
  const { accountId, runId } = await seedCampaign(deps, test, { contacts: 1 });
  await openBreaker(accountId, 'unauthorised');
  await topUp(deps, { accountId, amountMicros: 5, actor: 'test' });
  expect(await stateOf(accountId, runId)).toMatchObject({ breaker: 'open' });
});

it('lets a balance that covers an attempt end the wait, and no smaller one', async () => {
  const { accountId, runId } = await seedCampaign(deps, test, { contacts: 1 });
  await openBreaker(accountId, 'no_credit');
  providerBalance = 499_999;
  expect(await syncBalance(deps, { accountId })).toEqual({ providerBalanceMicros: 499_999 });
  expect(await stateOf(accountId, runId)).toMatchObject({ breaker: 'open' });
  providerBalance = 500_000;
  await syncBalance(deps, { accountId });
  expect(await stateOf(accountId, runId)).toMatchObject({ breaker: 'closed', awake: true });
  providerBalance = null;
  expect(await syncBalance(deps, { accountId })).toEqual({ providerBalanceMicros: null });
});

it('adjusts both ways with a reason, and refuses amounts that are none', async () => {
  const { accountId } = await seedCampaign(deps, test, { contacts: 1 });
  const less = await adjustCredit(deps, { accountId, amountMicros: -400, note: 'their invoice', actor: 'test' });
  expect(less).toMatchObject({ availableMicros: 999_999_600, wokenRuns: 0 });
  await expect(topUp(deps, { accountId, amountMicros: -1, actor: 'test' })).rejects.toMatchObject({
    code: 'amount_invalid',
  });
  await expect(topUp(deps, { accountId, amountMicros: 0.5, actor: 'test' })).rejects.toMatchObject({
    code: 'amount_invalid',
  });
  await expect(adjustCredit(deps, { accountId, amountMicros: 0, note: 'x', actor: 'test' })).rejects.toMatchObject({
    code: 'amount_invalid',
  });
  const { items } = await listEntries(deps, { accountId, kind: 'adjust' });
  expect(items).toMatchObject([{ amountMicros: 400, from: 'available', to: 'funding', note: 'their invoice' }]);
});

it('makes the whole budget what was asked for, up, down and set late', async () => {
  const { campaignId, accountId } = await seedCampaign(deps, test, { contacts: 1 });
  const budget = (budgetMicros: number) =>
    updateSettings(deps, { campaignId, change: { budgetMicros }, actor: 'test' });
  const purse = async () => (await balances(deps)).find((view) => view.id === campaignId);
  expect(await purse()).toBeUndefined();
  await budget(1_000);
  await budget(5_000);
  await budget(2_000);
  expect(await purse()).toMatchObject({
    owner: 'campaign',
    fundedMicros: 2_000,
    availableMicros: 2_000,
    spentMicros: 0,
  });
  expect((await balances(deps)).find((view) => view.id === accountId)).toMatchObject({
    availableMicros: 1_000_000_000,
  });
});

it('pages through the ledger once, newest first', async () => {
  const { accountId } = await seedCampaign(deps, test, { contacts: 1 });
  for (let n = 1; n <= 5; n++) await topUp(deps, { accountId, amountMicros: n, actor: 'test' });
  const amounts: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEntries(deps, { accountId, limit: 2, cursor });
    amounts.push(...page.items.map((entry) => entry.amountMicros));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(amounts).toEqual([5, 4, 3, 2, 1, 1_000_000_000]);
});
