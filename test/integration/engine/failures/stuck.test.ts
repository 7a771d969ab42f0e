import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { WORK_CHANNEL } from '../../../../db/notify.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { listStuck } from '../../../../engine/failures/stuck/list-stuck.ts';
import { reconcileStuck } from '../../../../engine/failures/stuck/reconcile-stuck.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { endedRecord, longestMs, openTrial, type Trial } from '../reconciling/open-trial.ts';
import { refOf } from '../../../support/ledger-steps.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

/** As if it had last said something so long ago, and were asked about in an hour. */
async function silentFor(trial: Trial, ms: number): Promise<void> {
  await test.adminDb.execute(
    sql`update attempts set created_at = outdial_now() - ${ms} * interval '1 millisecond', gated_at = null, sent_at = null, accepted_at = null
        where run_id = ${trial.seeded.runId}`,
  );
  await test.adminDb.execute(sql`delete from provider_events where account_id = ${trial.seeded.accountId}`);
  await test.adminDb.execute(
    sql`update open_attempts set check_at = outdial_now() + interval '1 hour' where account_id = ${trial.seeded.accountId}`,
  );
}
const stuckOf = async (trial: Trial, minutes?: number) =>
  (await listStuck(trial.deps, { campaignId: trial.seeded.campaignId, minutes })).items.map(
    ({ attemptId }) => attemptId,
  );
const ask = (trial: Trial, input = {}) =>
  reconcileStuck(trial.deps, { campaignId: trial.seeded.campaignId, actor: 'user:a', ...input });
const dueToAsk = async (trial: Trial): Promise<boolean> =>
  (await firstRow(
    test.db,
    sql`select from open_attempts where account_id = ${trial.seeded.accountId} and check_at <= outdial_now()`,
  )) !== undefined;

it('counts a call as stuck only past the longest that it can last, and a shorter time where one is given', async () => {
  const trial = await openTrial(test, 'ACCEPTED');
  const longest = await longestMs(trial);
  await silentFor(trial, longest + 30_000);
  expect(await stuckOf(trial)).toEqual([]);
  expect(await stuckOf(trial, 2)).toEqual([trial.attemptId]);
  await silentFor(trial, longest + 600_000);
  expect(await stuckOf(trial)).toEqual([trial.attemptId]);
  const { stuck } = await listFailureGroups(trial.deps, { campaignId: trial.seeded.campaignId });
  expect(stuck).toEqual({ count: 1, oldestAt: expect.any(String) });
});

it('counts from the last event, not from the call', async () => {
  const trial = await openTrial(test, 'ACCEPTED');
  await silentFor(trial, (await longestMs(trial)) + 600_000);
  await test.adminDb.execute(
    sql`insert into provider_events (account_id, dedupe_key, source, fact, attempt_id)
        values (${trial.seeded.accountId}, 'ringing', 'webhook', '{}', ${trial.attemptId})`,
  );
  expect(await stuckOf(trial)).toEqual([]);
});

it('has the provider asked at once, says how many are asked, and asks no less when pressed twice', async () => {
  const trial = await openTrial(test, 'ACCEPTED', 2);
  await silentFor(trial, (await longestMs(trial)) + 600_000);
  const said: string[] = [];
  const listener = await test.adminDb.$client.connect();
  listener.on('notification', ({ payload }) => said.push(payload ?? ''));
  await listener.query(`listen ${WORK_CHANNEL}`);
  expect(await dueToAsk(trial)).toBe(false);
  expect(await ask(trial)).toEqual({ asked: 2 });
  expect(await dueToAsk(trial)).toBe(true);
  expect(await ask(trial)).toEqual({ asked: 2 });
  await listener.query('select 1');
  listener.release();
  expect(said).toContain(`reconcile:${trial.seeded.accountId}`);
  expect(
    await rows(
      test.db,
      sql`select details ->> 'asked' as asked from audit_entries where action = 'attempt.reconcile' order by id desc limit 1`,
    ),
  ).toEqual([{ asked: '2' }]);

  // What the provider says then moves it, as ever.
  for (const id of trial.claimed.ids) trial.provider.known.set(refOf(id), endedRecord(id, refOf(id)));
  const { state } = await trial.look();
  expect(['ENDED', 'DISPOSED']).toContain(state);
  expect(await stuckOf(trial)).toEqual([]);
});

it('asks about one that is named before its time, but leaves a sender that may still be at work alone', async () => {
  const accepted = await openTrial(test, 'ACCEPTED');
  await silentFor(accepted, 5_000);
  expect(await ask(accepted)).toEqual({ asked: 0 });
  expect(await ask(accepted, { attemptIds: [accepted.attemptId] })).toEqual({ asked: 1 });
  const sending = await openTrial(test, 'SENDING');
  await silentFor(sending, 5_000);
  expect(await ask(sending, { attemptIds: [sending.attemptId] })).toEqual({ asked: 0 });
  expect(await dueToAsk(sending)).toBe(false);
  await silentFor(sending, 90_000);
  expect(await ask(sending)).toEqual({ asked: 1 });
});
