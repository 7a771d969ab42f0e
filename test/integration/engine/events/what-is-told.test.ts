import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { launchCampaign } from '../../../../engine/campaigns/launch.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../../engine/campaigns/resume.ts';
import { undoLaunch } from '../../../../engine/campaigns/undo-launch.ts';
import { finishIfDone } from '../../../../engine/dialing/finish-run.ts';
import { listEvents, type EventView } from '../../../../engine/events/list-events.ts';
import { planRetry } from '../../../../engine/retrying/plan-retry.ts';
import { startRetry } from '../../../../engine/retrying/start-retry.ts';
import { retryRig, type RetryRig } from '../../../support/retry-rig.ts';
import { seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let rig: RetryRig;
let since = 0;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
});
beforeEach(async () => {
  rig = retryRig(test);
  since = (await listEvents(rig.deps, {})).after;
});
afterAll(() => test.drop());

const told = async (): Promise<EventView[]> => (await listEvents(rig.deps, { after: since })).items;
const kinds = async (): Promise<string[]> => (await told()).map(({ kind }) => kind);
const actor = 'user:ada@example.com';

describe('of a campaign other systems are told', () => {
  it('what people do with it, once each, with its name and counts and without a number', async () => {
    const { campaignId } = await seedCampaign(rig.deps, test, { contacts: 3, launch: false });
    await launchCampaign(rig.deps, { campaignId, actor, undoSeconds: 60 });
    await undoLaunch(rig.deps, { campaignId, actor });
    await launchCampaign(rig.deps, { campaignId, actor });
    const reason = 'call +12125550123 first';
    for (const _twice of [1, 2]) await pauseCampaign(rig.deps, { campaignId, actor, reason });
    for (const _twice of [1, 2]) await resumeCampaign(rig.deps, { campaignId, actor });
    for (const _twice of [1, 2]) await cancelCampaign(rig.deps, { campaignId, actor, reason });
    const events = await told();
    expect(events.map(({ kind }) => kind)).toEqual([
      'campaign.launched',
      'campaign.launch_undone',
      'campaign.launched',
      'campaign.paused',
      'campaign.resumed',
      'campaign.cancelled',
    ]);
    for (const { subject, data } of events) {
      expect(subject).toBe(`campaign:${campaignId}`);
      expect(data).toEqual({ campaignId, name: expect.any(String), contacts: { ready: 3 }, by: actor });
    }
  });

  it('by which rule it was paused, where nobody asked for it', async () => {
    const { campaignId, runId } = await seedCampaign(rig.deps, test, { contacts: 1 });
    since = (await listEvents(rig.deps, {})).after;
    await test.adminDb.execute(
      sql`update campaigns set settings = jsonb_set(settings, '{steps,0,numberId}', '"01980000-0000-7000-8000-000000000009"') where id = ${campaignId}`,
    );
    for (const _twice of [1, 2]) await rig.takeTurn(runId);
    expect((await told()).map(({ kind, data }) => [kind, data['by'], data['rule']])).toEqual([
      ['campaign.paused', 'system', expect.stringMatching(/^[a-z_]+$/)],
    ]);
  });

  it('that everybody has a result, once, whoever comes again or dies before the commit', async () => {
    const seeded = await seedCampaign(rig.deps, test, { contacts: 4, settings: { maxAttempts: 1 } });
    await rig.takeTurn(seeded.runId);
    await rig.endAll('answered');
    since = (await listEvents(rig.deps, {})).after;
    const finish = () => finishIfDone(rig.deps, { ...seeded, kind: 'campaign' });
    await test.adminDb.execute(sql`
      create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`);
    await test.adminDb.execute(sql`create trigger die before insert on events execute function die()`);
    await expect(finish()).rejects.toThrow('insert into events');
    await test.adminDb.execute(sql`drop trigger die on events`);
    expect([await kinds(), await stateOf(seeded)]).toEqual([[], 'running']);
    await Promise.all([finish(), finish(), finish()]);
    await rig.takeTurn(seeded.runId);
    expect((await told()).map(({ kind, data }) => [kind, data['contacts']])).toEqual([
      ['campaign.completed', { reached: 4 }],
    ]);
    expect(await stateOf(seeded)).toBe('completed');
  });
});

describe('of a retry other systems are told', () => {
  it('that it ended, and then that its campaign did, once each', async () => {
    const seeded = await rig.failed(6);
    since = (await listEvents(rig.deps, {})).after;
    const { retryId, runId } = await started(seeded, {});
    await rig.takeTurn(runId);
    await rig.endAll('answered');
    for (const id of [runId, seeded.runId, runId, seeded.runId]) await rig.takeTurn(id);
    const events = await told();
    expect(events.map(({ kind }) => kind)).toEqual(['retry.completed', 'campaign.completed']);
    expect(events[0]).toMatchObject({
      subject: `retry:${retryId}`,
      data: { retryId, name: 'again', campaignId: seeded.campaignId, willDial: 6, dialled: 6, reached: 6, left: 0 },
    });
  });

  it('that its canary stopped it, and nothing of an end when it is aborted', async () => {
    const seeded = await rig.failed(6);
    since = (await listEvents(rig.deps, {})).after;
    const { runId } = await started(seeded, { canary: { count: 2, stopAbovePercent: 10 } });
    await rig.takeTurn(runId);
    await rig.endAll('busy');
    for (const _again of [1, 2]) await rig.takeTurn(runId);
    await cancelCampaign(rig.deps, { campaignId: seeded.campaignId, actor });
    for (const id of [runId, seeded.runId, runId, seeded.runId]) await rig.takeTurn(id);
    const events = await told();
    expect(events.map(({ kind, data }) => [kind, data['dialled'], data['left']])).toEqual([
      ['retry.canary_stopped', 2, 4],
      ['campaign.cancelled', undefined, undefined],
    ]);
  });
});

const stateOf = async ({ runId }: Seeded): Promise<string | undefined> =>
  (await rows<{ state: string }>(test.db, sql`select state from runs where id = ${runId}`))[0]?.state;

async function started(seeded: Seeded, options: Parameters<typeof planRetry>[1]['options']) {
  const filter = { campaignId: seeded.campaignId };
  const { retryId } = await planRetry(rig.deps, { name: 'again', reason: 'mended', filter, options, actor });
  await startRetry(rig.deps, { retryId, actor });
  await rig.pastUndo();
  return { retryId, runId: await rig.runOf(retryId) };
}
