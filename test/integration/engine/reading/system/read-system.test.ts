import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stopAll, startAll } from '../../../../../engine/accounts/stop-all.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { writeFacts } from '../../../../../engine/folding/inbox.ts';
import { readSystem } from '../../../../../engine/reading/system/read-system.ts';
import { acceptAll, endAll, newFact, plannedRun } from '../../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
beforeEach(async () => {
  await test.adminDb.execute(sql`update workers set stopped_at = seen_at`);
  await beat();
});
afterAll(async () => await test.drop());

const beat = (ageSeconds = 0, skewMs = 0) =>
  test.db.execute(sql`
    insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
    values (${randomUUID()}, 'here', 1, clock_timestamp(), clock_timestamp() - make_interval(secs => ${ageSeconds}), true, true, ${skewMs})`);
const read = () => readSystem(deps, { pendingMigrations: 0 });

it('knows of workers what their heartbeats say, and says nothing dials when the last fell silent', async () => {
  expect(await read()).toMatchObject({ dialing: { state: 'idle' }, workers: [{ state: 'alive', host: 'here' }] });
  await test.db.execute(sql`update workers set seen_at = seen_at - interval '20 seconds'`);
  expect(await read()).toMatchObject({
    dialing: { state: 'nothing_is_dialing', since: expect.any(String) },
    workers: [{ state: 'silent' }],
    warnings: [{ code: 'worker_down' }],
  });
  await beat(0, 5_000);
  expect((await read()).workers.map(({ state }) => state)).toEqual(['silent', 'skewed']);
});

it('tells who stopped everything', async () => {
  await stopAll(deps, { actor: 'user:ana', reason: 'wrong list' });
  expect(await read()).toMatchObject({
    dialing: { state: 'stopped' },
    stopped: { by: 'user:ana', reason: 'wrong list' },
  });
  await startAll(deps, { actor: 'user:ana' });
  expect((await read()).stopped).toBeNull();
});

it('counts what is under way, how fast providers answer and how calls end', async () => {
  const seeded = await seedCampaign(deps, test, { contacts: 12 });
  const before = await read();
  const { ids } = await acceptAll(deps, seeded.runId);
  await test.adminDb.execute(
    sql`update attempts set accepted_at = sent_at + interval '120 milliseconds' where run_id = ${seeded.runId}`,
  );
  const during = await read();
  expect(during.inFlight - before.inFlight).toBe(12);
  expect(during.dialing.state).toBe('dialing');
  expect(during.accounts.find(({ id }) => id === seeded.accountId)).toMatchObject({
    latencyP50Ms: 120,
    latencyP95Ms: 120,
    breaker: 'closed',
    callbacks: 'polling',
  });
  await endAll(deps, seeded, ids.slice(0, 5), 'answered');
  await endAll(deps, seeded, ids.slice(5), 'busy');
  const after = await read();
  expect(after.inFlight).toBe(before.inFlight);
  // Five minutes of 5 and 7 ends, unless a stretch has just begun.
  expect(after.answeredPerMinute).toBeCloseTo(1, 0);
  expect(after.failuresPerMinute).toBeCloseTo(1.4, 0);
});

it('sees results that wait, and reports that were set aside', async () => {
  const { accountId } = await seedCampaign(deps, test, { contacts: 1 });
  const fact = newFact(accountId, { kind: 'accepted', attemptId: randomUUID(), providerRef: 'nobody' });
  await writeFacts(test.db, [fact]);
  await test.db.execute(
    sql`update provider_events set fold_after = outdial_now() - interval '40 seconds' where state = 'new'`,
  );
  const waiting = await read();
  expect(waiting.fold.waiting).toBe(1);
  expect(waiting.fold.oldestSeconds).toBeGreaterThanOrEqual(40);
  expect(waiting.warnings.map(({ code }) => code)).toContain('results_lag');
  await test.db.execute(sql`update provider_events set state = 'quarantined' where state = 'new'`);
  expect(await read()).toMatchObject({ fold: { waiting: 0 }, callbacks: { quarantined: 1 } });
});

it('notices an account whose callbacks stay away while questions bring ends', async () => {
  const seeded = await seedCampaign(deps, test, { contacts: 4 });
  await test.db.execute(sql`update provider_accounts set webhook_ref = 'wh' where id = ${seeded.accountId}`);
  const { ids } = await acceptAll(deps, seeded.runId);
  const end = (attemptId: string, source: 'read' | 'webhook') =>
    writeFacts(test.db, [
      newFact(seeded.accountId, { kind: 'ended', attemptId, outcome: 'busy', providerReason: 'busy' }, source),
    ]);
  const callbacks = async () => (await read()).accounts.find(({ id }) => id === seeded.accountId)?.callbacks;
  for (const id of ids.slice(0, 2)) await end(id, 'read');
  expect(await callbacks()).toBe('registered');
  await end(ids[2] ?? '', 'read');
  expect(await callbacks()).toBe('silent');
  await end(ids[3] ?? '', 'webhook');
  expect(await callbacks()).toBe('registered');
});

it('says for how long the first in the queue should have been gone, and nothing of who is not due', async () => {
  const { runId } = await seedCampaign(deps, test, { contacts: 2 });
  await plannedRun(deps, runId);
  await test.db.execute(sql`update due set try_at = outdial_now() + interval '1 hour'`);
  expect((await read()).queueAgeSeconds).toBe(0);
  await test.db.execute(sql`update due set try_at = outdial_now() - interval '300 seconds' where run_id = ${runId}`);
  const late = await read();
  expect(late.queueAgeSeconds).toBeGreaterThanOrEqual(300);
  expect(late.warnings.map(({ code }) => code)).toContain('queue_late');
  // Held by what it may spend, as somebody set it: no trouble of the system's.
  await test.db.execute(sql`update runs set blocked_reason = 'budget' where id = ${runId}`);
  expect((await read()).queueAgeSeconds).toBe(0);
});

it('finds nobody late in a queue that is long because its campaign dials slowly', async () => {
  const { runId, accountId, numberId, contactIds } = await seedCampaign(deps, test, { contacts: 2 });
  await plannedRun(deps, runId);
  await test.db.execute(sql`update due set try_at = outdial_now() - interval '300 seconds' where run_id = ${runId}`);
  await test.db.execute(sql`update due set try_at = outdial_now() + interval '1 hour' where run_id <> ${runId}`);
  expect((await read()).queueAgeSeconds).toBeGreaterThanOrEqual(300);
  await test.adminDb.execute(sql`
    insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, sender, lease_until,
      granted_at, due_at, closes_at, expires_at, policy_version, hold_micros)
    select ${runId}, id, phone, ${accountId}, ${numberId}, 0, 1, 'call', phone, 'VOID', gen_random_uuid(), now(), now(), now(), now(), now(), 1, 0
    from contacts where id = ${contactIds[0] ?? 0}`);
  expect((await read()).queueAgeSeconds).toBe(0);
});
