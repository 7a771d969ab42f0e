import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { stopAccount } from '../../../../engine/accounts/stop-account.ts';
import { attachImport } from '../../../../engine/campaigns/attach-import.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { launchCampaign } from '../../../../engine/campaigns/launch.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../../engine/campaigns/resume.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let listener: pg.Client;
let heard: string[] = [];
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  listener = new pg.Client({ connectionString: test.url });
  await listener.connect();
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await listener.query('listen work');
});
beforeEach(() => {
  heard = [];
});
afterAll(async () => {
  await listener.end();
  await test.drop();
});

const runOf = (runId: string) =>
  firstRow(
    test.db,
    sql`select state, policy_version as version, next_turn_at = '-infinity' as awake from runs where id = ${runId}`,
  );
const asleep = (runId: string) => test.db.execute(sql`update runs set next_turn_at = 'infinity' where id = ${runId}`);
const actor = 'test';

it('wakes the run with every order, and tells the relay in the same commit', async () => {
  const { campaignId, runId } = await seedCampaign(deps, test, { contacts: 1, launch: false });
  expect(await runOf(runId)).toEqual({ state: 'draft', version: 1, awake: false });
  const orders = [
    [() => launchCampaign(deps, { campaignId, actor }), { state: 'running', version: 1, awake: true }],
    [() => pauseCampaign(deps, { campaignId, actor }), { state: 'paused', version: 1, awake: true }],
    [() => resumeCampaign(deps, { campaignId, actor }), { state: 'running', version: 1, awake: true }],
    [
      () => updateSettings(deps, { campaignId, change: { expiresAfterSeconds: 600 }, actor }),
      { state: 'running', version: 2, awake: true },
    ],
    [() => cancelCampaign(deps, { campaignId, actor }), { state: 'cancelled', version: 3, awake: true }],
  ] as const;
  for (const [order, expected] of orders) {
    await asleep(runId);
    heard = [];
    await order();
    expect(await runOf(runId)).toEqual(expected);
    // A round trip on the listening connection: what was sent before it has arrived.
    await listener.query('select 1');
    expect(heard).toContain(`run:${runId}`);
  }
});

it('pauses, cancels and stops while others hold every lock of a dial', async () => {
  const seeded = await seedCampaign(deps, test, {
    contacts: 3,
    settings: { pacePerSecond: 5, budgetMicros: 10_000_000 },
  });
  const run = await loadRun(deps, seeded.runId);
  if (run) await planReady(deps, run);
  const holder = await test.adminDb.$client.connect();
  await holder.query('begin');
  for (const held of ['pacers', 'credit_accounts', 'due', 'attempts', 'open_attempts', 'contact_states']) {
    await holder.query(`select 1 from ${held} for update`);
  }
  expect(await pauseCampaign(deps, { campaignId: seeded.campaignId, actor })).toMatchObject({ state: 'paused' });
  expect(await resumeCampaign(deps, { campaignId: seeded.campaignId, actor })).toMatchObject({ state: 'running' });
  expect(await stopAccount(deps, { accountId: seeded.accountId, actor })).toMatchObject({ stopped: true });
  expect(await cancelCampaign(deps, { campaignId: seeded.campaignId, actor })).toMatchObject({ state: 'cancelled' });
  await holder.query('rollback');
  holder.release();
});

it('loses no change of settings when several come at once', async () => {
  const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
  await Promise.all([
    updateSettings(deps, { campaignId, change: { maxAttempts: 7 }, actor }),
    updateSettings(deps, { campaignId, change: { maxConcurrent: 77 }, actor }),
    updateSettings(deps, { campaignId, change: { personCaps: [{ count: 5, hours: 24 }] }, actor }),
    updateSettings(deps, { campaignId, change: { pacePerSecond: 3 }, actor }),
  ]);
  const stored = await firstRow<{ settings: unknown }>(
    test.db,
    sql`select settings from campaigns where id = ${campaignId}`,
  );
  expect(stored?.settings).toMatchObject({
    maxAttempts: 7,
    maxConcurrent: 77,
    personCaps: [{ count: 5, hours: 24 }],
    pacePerSecond: 3,
  });
});

it('takes the contacts that were read after the list was attached', async () => {
  const { campaignId, runId } = await seedCampaign(deps, test, { contacts: 2, launch: false });
  await test.adminDb.execute(sql`update contact_states set run_id = null where run_id = ${runId}`);
  expect(await launchCampaign(deps, { campaignId, actor })).toMatchObject({ contacts: 2 });
  const held = await rows(test.db, sql`select contact_id from contact_states where run_id = ${runId}`);
  expect(held).toHaveLength(2);
});

it('gives one list to one of two campaigns that want it at once', async () => {
  const lists = await seedCampaign(deps, test, { contacts: 1, launch: false });
  const list = await firstRow<{ id: string }>(
    test.db,
    sql`update imports set campaign_id = null where campaign_id = ${lists.campaignId} returning id`,
  );
  const other = await seedCampaign(deps, test, { contacts: 1, launch: false });
  const asked = await Promise.allSettled(
    [lists.campaignId, other.campaignId].map((campaignId) =>
      attachImport(deps, { campaignId, importId: list?.id ?? '', actor }),
    ),
  );
  expect(asked.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('launches nothing with a number that the provider no longer has, or with an empty budget', async () => {
  const released = await seedCampaign(deps, test, { contacts: 1, launch: false });
  await test.db.execute(sql`update numbers set status = 'released' where id = ${released.numberId}`);
  await expect(launchCampaign(deps, { campaignId: released.campaignId, actor })).rejects.toMatchObject({
    code: 'number_released',
  });
  const poor = await seedCampaign(deps, test, { contacts: 1, launch: false, settings: { budgetMicros: 10 } });
  await expect(launchCampaign(deps, { campaignId: poor.campaignId, actor })).rejects.toMatchObject({
    code: 'credit_too_low',
    message: expect.stringContaining('the budget'),
  });
});

it('writes down who did what, with the reason', async () => {
  const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
  await pauseCampaign(deps, { campaignId, reason: 'complaints', actor: 'key:abc' });
  await pauseCampaign(deps, { campaignId, reason: 'again', actor: 'key:abc' });
  const lines = await rows(
    test.db,
    sql`select actor, action, reason from audit_entries where subject = ${`campaign:${campaignId}`} order by id`,
  );
  expect(lines).toEqual([
    { actor: 'test', action: 'campaign.create', reason: null },
    { actor: 'test', action: 'campaign.launch', reason: null },
    { actor: 'key:abc', action: 'campaign.pause', reason: 'complaints' },
  ]);
});
