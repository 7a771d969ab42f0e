import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { launchCampaign } from '../../../../engine/campaigns/launch.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { undoLaunch } from '../../../../engine/campaigns/undo-launch.ts';
import { explainContact } from '../../../../engine/reading/explain.ts';
import { runsToTurn } from '../../../../relay/questions.ts';
import { retryRig, type RetryRig } from '../../../support/retry-rig.ts';
import { seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let rig: RetryRig;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
});
beforeEach(() => {
  rig = retryRig(test);
});
afterAll(async () => await test.drop());

const actor = 'user:ana@example.com';
const draft = (contacts = 10): Promise<Seeded> => seedCampaign(rig.deps, test, { contacts, launch: false });
const launch = ({ campaignId }: Seeded, undoSeconds = 5) =>
  launchCampaign(rig.deps, { campaignId, undoSeconds, actor });
const undo = ({ campaignId }: Seeded) => undoLaunch(rig.deps, { campaignId, actor });
const stateOf = async ({ runId }: Seeded) =>
  (await firstRow<{ state: string }>(test.db, sql`select state from runs where id = ${runId}`))?.state;
const traces = async ({ runId }: Seeded) =>
  await firstRow(
    test.db,
    sql`select (select count(*)::int from due where run_id = ${runId}) as due,
          (select count(*)::int from attempts where run_id = ${runId}) as attempts,
          (select count(*)::int from contact_states where run_id = ${runId} and state = 'ready') as ready`,
  );

describe('a launch that can be taken back', () => {
  it('is turned by nobody before its time is over, and then as any other', async () => {
    const seeded = await draft();
    const { undoUntilMs } = await launch(seeded);
    expect(undoUntilMs).toBeTypeOf('number');
    expect(await runsToTurn(test.db)).not.toContain(seeded.runId);
    await rig.pastUndo();
    expect(await runsToTurn(test.db)).toContain(seeded.runId);
    await rig.takeTurn(seeded.runId);
    expect(rig.telephony.begun).toHaveLength(10);
  });

  it('begins at once where nobody asked for time', async () => {
    const seeded = await draft();
    expect(await launch(seeded, 0)).toMatchObject({ undoUntilMs: null });
    expect(await runsToTurn(test.db)).toContain(seeded.runId);
  });

  it('is a draft again after it, with nothing planned and nobody dialled, and can be launched again', async () => {
    const seeded = await draft();
    await launch(seeded);
    expect(await undo(seeded)).toEqual({ state: 'draft' });
    expect(await undo(seeded)).toEqual({ state: 'draft' });
    await rig.pastUndo();
    expect(await runsToTurn(test.db)).not.toContain(seeded.runId);
    // Even when something turns it all the same.
    await rig.takeTurn(seeded.runId);
    expect(rig.telephony.begun).toEqual([]);
    expect(await traces(seeded)).toEqual({ due: 0, attempts: 0, ready: 10 });
    await launch(seeded);
    expect(await undo(seeded)).toEqual({ state: 'draft' });
    await launch(seeded, 0);
    await rig.takeTurn(seeded.runId);
    expect(rig.telephony.begun).toHaveLength(10);
  });

  it('stands from its first turn on, and says what to do instead', async () => {
    const seeded = await draft();
    await launch(seeded);
    await rig.takeTurn(seeded.runId);
    await expect(undo(seeded)).rejects.toMatchObject({ code: 'launch_not_undoable' });
    expect(await stateOf(seeded)).toBe('running');
  });

  it('stands while a turn of it is at work that has planned nobody yet', async () => {
    const seeded = await draft();
    await test.adminDb.execute(
      sql`update runs set last_turn_at = outdial_now(), turning_until = outdial_now() + interval '10 s' where id = ${seeded.runId}`,
    );
    await launch(seeded);
    await expect(undo(seeded)).rejects.toMatchObject({ code: 'launch_not_undoable' });
  });

  it('is not taken back when it is paused: pausing answered for it already', async () => {
    const seeded = await draft();
    await launch(seeded);
    await pauseCampaign(rig.deps, { campaignId: seeded.campaignId, actor });
    await expect(undo(seeded)).rejects.toMatchObject({ code: 'campaign_paused' });
  });

  it('is written down, and explained as the draft that it is', async () => {
    const seeded = await draft(1);
    await launch(seeded);
    await undo(seeded);
    const lines = await rows<{ actor: string; action: string }>(
      test.db,
      sql`select actor, action from audit_entries where subject = ${`campaign:${seeded.campaignId}`} order by id desc limit 2`,
    );
    expect(lines).toEqual([
      { actor, action: 'campaign.undo_launch' },
      { actor, action: 'campaign.launch' },
    ]);
    const [contactId = 0] = seeded.contactIds;
    const nowMs = await firstRow<{ ms: number }>(test.db, sql`select to_ms(outdial_now()) as ms`);
    const then = await explainContact(rig.deps, { contactId, atMs: nowMs?.ms });
    expect(then.rules.find(({ rule }) => rule === 'campaign')?.evidence).toContain('was not launched');
  });

  it('has one winner against the first turn: either all stands, or nothing was dialled', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 30; round++) {
      const seeded = await draft(3);
      await launch(seeded);
      rig.telephony.begun.length = 0;
      // From well before the turn to well after its first statement.
      const aheadMs = 15 - round;
      const [undone] = await Promise.allSettled([
        sleep(Math.max(0, -aheadMs)).then(() => undo(seeded)),
        sleep(Math.max(0, aheadMs)).then(() => rig.takeTurn(seeded.runId)),
      ]);
      outcomes.add(undone.status);
      if (undone.status === 'fulfilled') {
        expect(await stateOf(seeded)).toBe('draft');
        expect(await traces(seeded)).toEqual({ due: 0, attempts: 0, ready: 3 });
        expect(rig.telephony.begun).toEqual([]);
      } else {
        expect(await stateOf(seeded)).toBe('running');
        expect(rig.telephony.begun).toHaveLength(3);
      }
    }
    expect([...outcomes].sort()).toEqual(['fulfilled', 'rejected']);
    expect((await auditLedger(test)).filter((result) => !result.ok)).toEqual([]);
  });

  it('is one launch however often it is asked for at the same moment', async () => {
    const seeded = await draft();
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => launch(seeded)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
