import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { listAudit } from '../../../../engine/access/list-audit.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../../engine/campaigns/resume.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { abortRetry } from '../../../../engine/retrying/abort-retry.ts';
import { listMembers } from '../../../../engine/retrying/list-retries.ts';
import { pauseRetry } from '../../../../engine/retrying/pause-retry.ts';
import { resumeRetry } from '../../../../engine/retrying/resume-retry.ts';
import { planRetry } from '../../../../engine/retrying/plan-retry.ts';
import { retryAgain } from '../../../../engine/retrying/retry-again.ts';
import { retryResults } from '../../../../engine/retrying/show-retry.ts';
import { startRetry } from '../../../../engine/retrying/start-retry.ts';
import { throttleRetry } from '../../../../engine/retrying/throttle-retry.ts';
import type { WantedOptions } from '../../../../engine/retrying/read-options.ts';
import { retryRig, type RetryRig } from '../../../support/retry-rig.ts';
import { seedAccount, type Seeded } from '../../../support/seed.ts';
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

const by = { actor: 'test', reason: 'the provider is well again' };
const plan = async (seeded: Seeded, causes: string[], options: WantedOptions = {}): Promise<string> => {
  const filter = { campaignId: seeded.campaignId, causes };
  return (await planRetry(rig.deps, { name: 'again', filter, options, ...by })).retryId;
};
const start = async (retryId: string): Promise<string> => {
  await startRetry(rig.deps, { retryId, actor: 'test' });
  await rig.pastUndo();
  return await rig.runOf(retryId);
};
const offences = async (): Promise<unknown[]> => (await auditLedger(test)).filter((result) => !result.ok);
const campaignState = async ({ runId }: Seeded): Promise<unknown> =>
  (await rows(test.db, sql`select state from runs where id = ${runId}`))[0];

describe('a retry', () => {
  it('dials everybody of a group once, opens a completed campaign, and lets it end again', async () => {
    const seeded = await rig.failed(40);
    expect(await campaignState(seeded)).toEqual({ state: 'completed' });
    const retryId = await plan(seeded, ['provider_failure']);
    expect((await rig.show(retryId)).plan).toMatchObject({
      matches: 40,
      willDial: 40,
      outsideHours: 0,
      exclusions: [],
    });
    expect(rig.telephony.begun).toEqual([]);
    const runId = await start(retryId);
    expect(await campaignState(seeded)).toEqual({ state: 'running' });
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(40);
    await rig.endAll((contact) => (contact % 2 === 0 ? 'answered' : 'busy'));
    expect(await rig.takeTurn(runId)).toMatchObject({ kind: 'done' });
    expect(await rig.takeTurn(seeded.runId)).toMatchObject({ kind: 'done' });
    expect(await rig.statesOf(seeded)).toEqual({ reached: 20, exhausted: 20 });
    expect(await campaignState(seeded)).toEqual({ state: 'completed' });
    expect(await rig.show(retryId)).toMatchObject({
      state: 'completed',
      members: { queued: 0, waiting: 0, inFlight: 0, done: 40, givenBack: 0, excluded: 0 },
    });
    const results = await retryResults(rig.deps, { retryId });
    expect(results.items.map(({ before, after, count }) => ({ before, after, count }))).toEqual(
      expect.arrayContaining([
        { before: 'provider_failure', after: 'answered', count: 20 },
        { before: 'provider_failure', after: 'busy', count: 20 },
      ]),
    );
    expect(rig.telephony.begun).toHaveLength(40);
    expect(await offences()).toEqual([]);
  });

  it('costs at most what its plan said, and no more is dialled than it said', async () => {
    const seeded = await rig.failed(10);
    const retryId = await plan(seeded, []);
    const { plan: foreseen } = await rig.show(retryId);
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    await rig.endAll('answered');
    await rig.takeTurn(runId);
    const { spentMicros, members } = await rig.show(retryId);
    expect(members.done).toBe(foreseen.willDial);
    expect(spentMicros).toBeGreaterThan(0);
    expect(spentMicros).toBeLessThanOrEqual(foreseen.costAtMostMicros);
  });

  it('is harmless when it is started twice, also at the same moment', async () => {
    const seeded = await rig.failed(20);
    const retryId = await plan(seeded, []);
    await Promise.all(Array.from({ length: 6 }, () => startRetry(rig.deps, { retryId, actor: 'test' })));
    await rig.pastUndo();
    await rig.takeTurn(await rig.runOf(retryId));
    expect(rig.telephony.begun).toHaveLength(20);
  });

  it('has nobody who is in another that is open: two plans of one group dial each contact once', async () => {
    const seeded = await rig.failed(20);
    const [one, two] = [await plan(seeded, []), await plan(seeded, [])];
    const started = await Promise.allSettled(
      [one, two].map((retryId) => startRetry(rig.deps, { retryId, actor: 'test' })),
    );
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await rig.pastUndo();
    for (const retryId of [one, two]) {
      const [{ runId } = { runId: null }] = await rows<{ runId: string | null }>(
        test.db,
        sql`select run_id as "runId" from retries where id = ${retryId}`,
      );
      if (runId !== null) await rig.takeTurn(runId);
    }
    expect(new Set(rig.telephony.begun.map(({ to }) => to)).size).toBe(20);
    expect(rig.telephony.begun).toHaveLength(20);
    await expect(plan(seeded, [])).rejects.toMatchObject({ code: 'nothing_matches' });
  });

  it('leaves out who said no since, who can never be reached and who has had every attempt, and says so', async () => {
    const seeded = await rig.failed(6, 'provider_failure');
    const rang = await rig.failed(3, 'no_answer');
    const dead = await rig.failed(2, 'bad_number');
    const [first = 0] = seeded.contactIds;
    const [contact] = await rows<{ phone: number }>(test.db, sql`select phone from contacts where id = ${first}`);
    await suppress(rig.deps, { phone: contact?.phone ?? 0, actor: 'test' });
    expect((await rig.show(await plan(rang, []))).plan).toMatchObject({
      matches: 3,
      willDial: 0,
      exclusions: [{ reason: 'out_of_attempts', count: 3, since: 0 }],
    });
    expect((await rig.show(await plan(rang, [], { overrideMaxAttempts: true }))).plan).toMatchObject({ willDial: 3 });
    expect((await rig.show(await plan(dead, []))).plan).toMatchObject({
      willDial: 0,
      exclusions: [{ reason: 'never_retry', count: 2 }],
    });
    const { plan: foreseen } = await rig.show(await plan(seeded, []));
    expect(foreseen).toMatchObject({ matches: 6, willDial: 5, exclusions: [{ reason: 'opted_out', count: 1 }] });
  });

  it('says who waits for which hours, and dials them when these open', async () => {
    const seeded = await rig.failed(5, 'provider_failure');
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    await test.adminDb.execute(
      sql`update campaigns set settings = jsonb_set(settings, '{hours,weekly}', ${JSON.stringify({ ...closed, sun: [['10:00', '11:00']] })}::jsonb)
          where id = ${seeded.campaignId}`,
    );
    const retryId = await plan(seeded, []);
    const { plan: foreseen } = await rig.show(retryId);
    expect(foreseen).toMatchObject({ willDial: 5, outsideHours: 5 });
    expect(new Date(foreseen.nextWindowAt ?? 0).getUTCDay()).toBe(0);
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toEqual([]);
    expect((await rig.show(retryId)).members).toMatchObject({ waiting: 5 });
  });

  it('can be taken back before its first call as if it had never been', async () => {
    const seeded = await rig.failed(8);
    const before = await rows(
      test.db,
      sql`select * from contact_states where run_id = ${seeded.runId} order by contact_id`,
    );
    const retryId = await plan(seeded, []);
    await startRetry(rig.deps, { retryId, actor: 'test' });
    const runId = await rig.runOf(retryId);
    await rig.takeTurn(runId, 50);
    expect(rig.telephony.begun).toEqual([]);
    expect(await abortRetry(rig.deps, { retryId, actor: 'test' })).toMatchObject({ givenBack: 8, inFlight: 0 });
    await rig.takeTurn(runId);
    await rig.takeTurn(seeded.runId);
    expect(
      await rows(test.db, sql`select * from contact_states where run_id = ${seeded.runId} order by contact_id`),
    ).toEqual(before);
    expect(await campaignState(seeded)).toEqual({ state: 'completed' });
    expect(await offences()).toEqual([]);
  });

  it('that is aborted half-way gives who was not dialled their state back, and lets calls end with their own result', async () => {
    const seeded = await rig.failed(60);
    const retryId = await plan(seeded, [], { maxConcurrent: 10 });
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(10);
    expect(await abortRetry(rig.deps, { retryId, actor: 'test' })).toMatchObject({ givenBack: 50, inFlight: 10 });
    expect(
      await rows(
        test.db,
        sql`select details from audit_entries where action = 'retry.abort' and subject = ${`retry:${retryId}`}`,
      ),
    ).toEqual([{ details: { contacts: 50, givenBack: expect.any(Number), stillToGiveBack: expect.any(Number) } }]);
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(10);
    await rig.endAll('answered');
    await rig.takeTurn(runId);
    expect(await rig.statesOf(seeded)).toEqual({ reached: 10, exhausted: 50 });
    expect(await rig.show(retryId)).toMatchObject({ state: 'aborted', members: { givenBack: 50, done: 10 } });
    const free = await plan(seeded, []);
    expect((await rig.show(free)).plan).toMatchObject({ willDial: 50 });
    expect(await offences()).toEqual([]);
  });

  it('stops after a canary that failed, and goes on when a person says so', async () => {
    const seeded = await rig.failed(30);
    const retryId = await plan(seeded, [], { canary: { count: 5, stopAbovePercent: 40 } });
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(5);
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(5);
    await rig.endAll('provider_failure');
    await rig.takeTurn(runId);
    expect(await rig.show(retryId)).toMatchObject({
      state: 'paused',
      pausedReason: 'The canary failed: 5 of 5 (100 %), the limit is 40 %.',
      canary: { state: 'stopped', failed: 5, done: 5, overridden: null },
    });
    expect(rig.telephony.begun).toHaveLength(5);
    for (const reason of [undefined, ' ']) {
      await expect(resumeRetry(rig.deps, { retryId, reason, actor: 'test' })).rejects.toMatchObject({
        code: 'reason_missing',
      });
    }
    await resumeRetry(rig.deps, { retryId, reason: 'the line is mended', actor: 'user:ada@example.com' });
    const overridden = { by: 'user:ada@example.com', at: expect.any(String), reason: 'the line is mended' };
    const { canary, options } = await rig.show(retryId);
    expect(canary).toMatchObject({ state: 'overridden', failed: 5, done: 5, overridden });
    expect(options).toEqual({ canary: { count: 5, stopAbovePercent: 40 } });
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(30);
    // It stays so, whatever becomes of the rest and of its pace.
    await throttleRetry(rig.deps, { retryId, pacePerSecond: 2, actor: 'test' });
    await rig.endAll('answered');
    await rig.takeTurn(runId);
    expect((await rig.show(retryId)).canary).toMatchObject({ state: 'overridden', failed: 5, done: 5 });
    const trail = await listAudit(rig.deps, { subject: `retry:${retryId}` });
    expect(trail.items.map(({ action, reason, details }) => [action, reason, details['left']])).toEqual(
      expect.arrayContaining([
        ['retry.canary_overridden', 'the line is mended', 25],
        ['retry.canary_stopped', 'The canary failed: 5 of 5 (100 %), the limit is 40 %.', 25],
      ]),
    );
  });

  it('counts a canary that was stopped early like the rest of it: by who is over, of all that may be dialled', async () => {
    const seeded = await rig.failed(30);
    const retryId = await plan(seeded, [], { canary: { count: 5, stopAbovePercent: 30 } });
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    await rig.endAll('provider_failure', undefined, 2);
    await rig.takeTurn(runId);
    expect(await rig.show(retryId)).toMatchObject({
      state: 'paused',
      canary: { state: 'stopped', failed: 2, done: 2, open: 3 },
    });
    // Those that were on a call end while no turn books anything.
    await rig.endAll('answered');
    expect(await rig.show(retryId)).toMatchObject({
      members: { done: 5, inFlight: 0 },
      canary: { state: 'stopped', failed: 2, done: 5, open: 0 },
    });
  });

  it('goes on by itself after a canary that went well', async () => {
    const seeded = await rig.failed(30);
    const retryId = await plan(seeded, [], { canary: { count: 5, stopAbovePercent: 40 } });
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    await rig.endAll('answered');
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(30);
    expect(await rig.show(retryId)).toMatchObject({ state: 'running', canary: { state: 'passed' } });
  });

  it('stands still while it or its campaign is paused, and ends with a campaign that is cancelled', async () => {
    const seeded = await rig.failed(12);
    const retryId = await plan(seeded, []);
    const runId = await start(retryId);
    await pauseRetry(rig.deps, { retryId, actor: 'test' });
    await rig.takeTurn(runId);
    await resumeRetry(rig.deps, { retryId, actor: 'test' });
    await pauseCampaign(rig.deps, { campaignId: seeded.campaignId, actor: 'test' });
    expect(await rig.takeTurn(runId)).toMatchObject({ kind: 'later', reason: 'campaign_stands' });
    expect(rig.telephony.begun).toEqual([]);
    await resumeCampaign(rig.deps, { campaignId: seeded.campaignId, actor: 'test' });
    await pauseRetry(rig.deps, { retryId, actor: 'test' });
    await cancelCampaign(rig.deps, { campaignId: seeded.campaignId, actor: 'test' });
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toEqual([]);
    expect(await rig.show(retryId)).toMatchObject({ state: 'aborted', members: { givenBack: 12 } });
    expect(await rig.statesOf(seeded)).toEqual({ exhausted: 12 });
    expect(await offences()).toEqual([]);
  });

  it('dials from another number, and so from another account, when it is told to', async () => {
    const seeded = await rig.failed(4);
    const other = await seedAccount(rig.deps, test, {});
    const retryId = await plan(seeded, [], { numberId: other.numberId });
    await rig.takeTurn(await start(retryId));
    const used = await rows(
      test.db,
      sql`select distinct number_id as "numberId", account_id as "accountId" from attempts where run_id = ${await rig.runOf(retryId)}`,
    );
    expect(used).toEqual([{ numberId: other.numberId, accountId: other.accountId }]);
  });

  it('takes who failed again into another', async () => {
    const seeded = await rig.failed(10);
    const retryId = await plan(seeded, []);
    const runId = await start(retryId);
    await rig.takeTurn(runId);
    await rig.endAll((contact) => (contact % 2 === 0 ? 'answered' : 'provider_failure'));
    await rig.takeTurn(runId);
    const again = await retryAgain(rig.deps, { retryId, options: {}, ...by });
    expect((await rig.show(again.retryId)).plan).toMatchObject({ matches: 5, willDial: 5 });
  });

  it('does not dial who moved on after the plan was made, and says so', async () => {
    const seeded = await rig.failed(5);
    const retryId = await plan(seeded, []);
    const runId = await start(retryId);
    const [first = 0, second = 0] = seeded.contactIds;
    await test.adminDb.execute(
      sql`update contact_states set state = 'reached', reason = 'answered', changed_at = outdial_now() where contact_id = ${first}`,
    );
    await test.adminDb.execute(
      sql`update contact_states set resolution_id = gen_random_uuid() where contact_id = ${second}`,
    );
    await rig.takeTurn(runId);
    expect(rig.telephony.begun).toHaveLength(3);
    const left = await listMembers(rig.deps, { retryId, status: 'excluded' });
    expect(left.items.map(({ contactId, exclusion }) => ({ contactId, exclusion }))).toEqual([
      { contactId: first, exclusion: 'changed_since' },
      { contactId: second, exclusion: 'changed_since' },
    ]);
    expect((await rig.show(retryId)).plan).toMatchObject({
      willDial: 5,
      exclusions: [{ reason: 'changed_since', count: 2, since: 2 }],
    });
  });
});
