import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { jumpClock, NotATestDatabaseError, startClockAt } from '../../../dev/clock.ts';
import type { EngineDeps } from '../../../engine/deps.ts';
import { claim } from '../../../engine/dialing/claim.ts';
import { loadRun } from '../../../engine/dialing/run-context.ts';
import { planReady } from '../../../engine/planning/plan-ready.ts';
import { scriptedTelephony } from '../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../support/seed.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

const TUESDAY_MS = Date.parse('2026-06-09T14:00:00Z');
const HOUR_MS = 3_600_000;

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
/** Who is planned for the afternoon: nothing is due, nothing is under way. */
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  await startClockAt({ db: test.adminDb }, TUESDAY_MS);
  seeded = await seedCampaign(deps, test, { contacts: 3 });
  const run = await loadRun(deps, seeded.runId);
  if (run) await planReady(deps, run);
  await dueIn(HOUR_MS);
});
afterAll(() => test.drop());

const dueIn = (ms: number) =>
  test.adminDb.execute(
    sql`update due set due_at = from_ms(${TUESDAY_MS + ms}), try_at = from_ms(${TUESDAY_MS + ms}) where run_id = ${seeded.runId}`,
  );
const nowMs = async (): Promise<number> => {
  const row = await firstRow<{ ms: number }>(test.db, sql`select to_ms(outdial_now()) as ms`);
  return row?.ms ?? 0;
};
const simulatorThat = (answers: boolean) => {
  const moved: number[] = [];
  const moveTo = async (atMs: number): Promise<boolean> => {
    if (answers) moved.push(atMs);
    return answers;
  };
  return { moved, moveTo };
};
const jump = (simulator = simulatorThat(true)) => jumpClock({ db: test.adminDb, simulator });

describe('a jump of the clock', () => {
  afterEach(async () => {
    await test.adminDb.execute(sql`delete from provider_events`);
    await test.adminDb.execute(sql`update contact_states set state = 'waiting' where state = 'ready'`);
    await test.adminDb.execute(sql`update provider_accounts set breaker_state = 'closed', resume_at = null`);
    await test.adminDb.execute(sql`update runs set state = 'running' where id = ${seeded.runId}`);
    await startClockAt({ db: test.adminDb }, TUESDAY_MS);
    await dueIn(HOUR_MS);
  });

  it('moves the simulator, then the database, to the first moment ahead and wakes the run', async () => {
    const simulator = simulatorThat(true);
    expect(await jump(simulator)).toMatchObject({ kind: 'jumped', to: 'try_at', toMs: TUESDAY_MS + HOUR_MS });
    expect(simulator.moved).toEqual([TUESDAY_MS + HOUR_MS]);
    expect(await nowMs()).toBeGreaterThanOrEqual(TUESDAY_MS + HOUR_MS);
    const run = await firstRow<{ woken: boolean }>(
      test.db,
      sql`select next_turn_at = '-infinity' as woken from runs where id = ${seeded.runId}`,
    );
    expect(run?.woken).toBe(true);
  });

  it('goes no farther than to where somebody has something to do', async () => {
    const halfway = TUESDAY_MS + HOUR_MS / 2;
    expect(await jumpClock({ db: test.adminDb }, halfway)).toMatchObject({
      kind: 'jumped',
      to: 'until',
      toMs: halfway,
    });
    expect(await jumpClock({ db: test.adminDb }, TUESDAY_MS + 2 * HOUR_MS)).toMatchObject({ to: 'try_at' });
  });

  it('waits until the events that endpoints were promised have been told', async () => {
    await test.adminDb.execute(
      sql`with endpoint as (
            insert into webhook_endpoints (url, secret_sealed, created_by) values ('http://127.0.0.1:9', 'sealed', 'test') returning id
          ), told as (insert into events (kind, subject, data) values ('appointment.moved', 'appointment:1', '{}') returning id)
          insert into webhook_deliveries (endpoint_id, event_id, try_at) select endpoint.id, told.id, outdial_now() from endpoint, told`,
    );
    expect(await jump()).toEqual({ kind: 'refused', reason: 'somebody is to be told of events' });
    await test.adminDb.execute(sql`update webhook_endpoints set enabled = false`);
    expect(await jump()).toMatchObject({ kind: 'jumped' });
  });

  it('waits until answers have come to their appointments', async () => {
    await test.adminDb.execute(sql`insert into answers_to_apply (answer_id) values (gen_random_uuid())`);
    expect(await jump()).toEqual({ kind: 'refused', reason: 'answers are to be applied' });
    await test.adminDb.execute(sql`delete from answers_to_apply`);
    expect(await jump()).toMatchObject({ kind: 'jumped' });
  });

  it('stays when the simulator has something due', async () => {
    expect(await jump(simulatorThat(false))).toMatchObject({ kind: 'refused' });
    expect(await nowMs()).toBeLessThan(TUESDAY_MS + HOUR_MS);
  });

  it('goes to the end of a breaker that holds everybody up, although rows are due', async () => {
    await dueIn(-1_000);
    await test.adminDb.execute(
      sql`update provider_accounts set breaker_state = 'open', resume_at = from_ms(${TUESDAY_MS + 60_000}) where id = ${seeded.accountId}`,
    );
    expect(await jump()).toMatchObject({ kind: 'jumped', to: 'resume_at', toMs: TUESDAY_MS + 60_000 });
  });

  it('waits for a list at which a job is, and not for a draft that waits for a person', async () => {
    await dueIn(HOUR_MS);
    const state = (state: string, wanted: string) =>
      test.adminDb.execute(sql`update imports set state = ${state}, wanted = ${wanted}`);
    await state('checked', 'commit');
    expect(await jump()).toEqual({ kind: 'refused', reason: 'a list is being read' });
    await state('checked', 'check');
    expect(await jump()).toMatchObject({ kind: 'jumped' });
    await state('done', 'commit');
  });

  it('waits for who is due now', async () => {
    await dueIn(-1_000);
    expect(await jump()).toEqual({ kind: 'refused', reason: 'somebody is due now' });
  });

  it('waits for contacts that nobody has planned', async () => {
    await test.adminDb.execute(
      sql`update contact_states set state = 'ready' where contact_id = ${seeded.contactIds[0] ?? 0}`,
    );
    expect(await jump()).toEqual({ kind: 'refused', reason: 'contacts are not planned yet' });
  });

  it('waits for the inbox', async () => {
    await test.db.execute(
      sql`insert into provider_events (account_id, dedupe_key, source, fact, fold_after)
          values (${seeded.accountId}, 'k', 'webhook', '{"kind":"noted","name":"x"}', outdial_now() + interval '5 seconds')`,
    );
    expect(await jump()).toEqual({ kind: 'refused', reason: 'the inbox is not empty' });
  });

  it('has nothing to go to when no run lives', async () => {
    await test.adminDb.execute(sql`update runs set state = 'paused' where id = ${seeded.runId}`);
    expect(await jump()).toEqual({ kind: 'nothing_ahead' });
  });

  it.each(['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN'] as const)(
    'with an attempt in %s, goes only past UNKNOWN',
    async (state) => {
      const one = await seedCampaign(deps, test, { contacts: 1 });
      const run = await loadRun(deps, one.runId);
      if (!run?.steps[0]) throw new Error('no run');
      await planReady(deps, run);
      const claimed = await claim(deps, { run, step: run.steps[0], sender: crypto.randomUUID(), batch: 1 });
      const attemptId = claimed.attempts[0]?.attemptId ?? '';
      await test.adminDb.execute(sql`update attempts set state = ${state} where id = ${attemptId}`);
      await test.adminDb.execute(
        sql`update open_attempts set check_at = from_ms(${TUESDAY_MS + 45_000}) where attempt_id = ${attemptId}`,
      );
      const answer = await jump();
      await test.adminDb.execute(sql`delete from open_attempts where attempt_id = ${attemptId}`);
      await test.adminDb.execute(sql`update attempts set state = 'VOID' where id = ${attemptId}`);
      await test.adminDb.execute(sql`update runs set state = 'cancelled' where id = ${one.runId}`);
      await test.adminDb.execute(sql`update contact_states set state = 'cancelled' where run_id = ${one.runId}`);
      expect(answer).toMatchObject(
        state === 'UNKNOWN'
          ? { kind: 'jumped', to: 'check_at', toMs: TUESDAY_MS + 45_000 }
          : { kind: 'refused', reason: 'an attempt is on its way' },
      );
    },
  );

  it('is refused in a database that is not marked as test, whose clock stays the real one', async () => {
    await test.adminDb.execute(sql`update installation set clock_offset_ms = 0, is_test = false`);
    try {
      await expect(jump()).rejects.toThrow(NotATestDatabaseError);
      await expect(startClockAt({ db: test.adminDb }, TUESDAY_MS)).rejects.toThrow(NotATestDatabaseError);
      await expect(test.adminDb.execute(sql`update installation set clock_offset_ms = 5`)).rejects.toThrow(
        /Failed query/,
      );
      expect(Math.abs((await nowMs()) - Date.now())).toBeLessThan(60_000);
    } finally {
      await test.adminDb.execute(sql`update installation set is_test = true`);
    }
  });
});
