import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkAccounts } from '../../../cli/local/doctor/check-accounts.ts';
import { checkInstallation, checkPostgres } from '../../../cli/local/doctor/check-postgres.ts';
import { checkRedis } from '../../../cli/local/doctor/check-redis.ts';
import { checkTemporal } from '../../../cli/local/doctor/check-temporal.ts';
import { checkWork, checkWorkers, untilWorkersKnow } from '../../../cli/local/doctor/check-work.ts';
import type { Finding } from '../../../cli/local/doctor/finding.ts';
import { firstRow } from '../../../db/rows.ts';
import { createSecrets } from '../../../engine/accounts/seal.ts';
import type { EngineDeps } from '../../../engine/deps.ts';
import { changeEndpoint } from '../../../engine/events/change-endpoint.ts';
import { bookAppointments } from '../../../engine/reminders/booking/book.ts';
import { planStale } from '../../../engine/reminders/plans/plan-stale.ts';
import { changeProgramme } from '../../../engine/reminders/programmes/change.ts';
import { pauseProgramme, resumeProgramme } from '../../../engine/reminders/programmes/control.ts';
import { jump } from '../../support/ledger-steps.ts';
import { nowOf } from '../../support/reminder-world.ts';
import { scriptedTelephony } from '../../support/scripted-telephony.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { engineOver, seedCampaign, type Seeded } from '../../support/seed.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedCampaign(deps, test, { contacts: 2, launch: false });
});
afterAll(() => test.drop());

const wrong = (findings: readonly Finding[]): Finding[] => findings.filter(({ level }) => level !== 'ok');

describe('work that waits', () => {
  it('is no finding while nothing waits for long', async () => {
    expect(wrong(await checkWork(deps))).toEqual([]);
  });

  it('is no draft of a list that waits for a person, however long', async () => {
    await test.adminDb.execute(
      sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, wanted, created_by, created_at)
          values ('a.csv', 'x', 1, 'x', 'uploaded', 'upload', 'test', outdial_now() - interval '1 day'),
            ('b.csv', 'x', 1, 'x', 'checked', 'check', 'test', outdial_now() - interval '1 day'),
            ('c.csv', 'x', 1, 'x', 'receiving', 'check', 'test', outdial_now() - interval '1 day')`,
    );
    expect(wrong(await checkWork(deps))).toEqual([]);
  });

  it('is found with its ids: a run without turns, an import without a job, facts unread and unfolded', async () => {
    const { runId, accountId } = seeded;
    await test.adminDb.execute(
      sql`update runs set next_turn_at = outdial_now() - interval '31 seconds' where id = ${runId}`,
    );
    const list = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, created_by, working_until)
          values ('x.csv', 'x', 1, 'x', 'checking', 'test', outdial_now() - interval '61 seconds') returning id`,
    );
    const event = (key: string, state: string) => sql`
      insert into provider_events (account_id, dedupe_key, source, fact, state, failure, fold_after)
      values (${accountId}, ${key}, 'webhook', '{}', ${state}, 'no such kind', outdial_now() - interval '31 seconds')`;
    await test.adminDb.execute(event('a', 'quarantined'));
    await test.adminDb.execute(event('b', 'new'));
    const order = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into orders (account_id, kind, state, request, created_by)
          values (${accountId}, 'credit', 'unknown', '{}', 'test') returning id`,
    );
    const found = wrong(await checkWork(deps));
    expect(found.map(({ part, level }) => [part, level])).toEqual([
      ['inbox', 'problem'],
      ['inbox', 'problem'],
      ['runs', 'problem'],
      ['imports', 'problem'],
      ['orders', 'warning'],
    ]);
    expect(found[0]?.ids).toEqual([expect.stringMatching(/^\d+ \(no such kind\)$/)]);
    expect(found.slice(2).map(({ ids }) => ids)).toEqual([[runId], [list?.id], [order?.id]]);
    for (const { repair } of found) expect(repair).toBeDefined();
  });

  it('is not found before its time: what is due for a moment is daily work', async () => {
    const other = await seedCampaign(deps, test, { contacts: 1, launch: false });
    await test.adminDb.execute(
      sql`update runs set next_turn_at = outdial_now() - interval '5 seconds' where id = ${other.runId}`,
    );
    expect(wrong(await checkWork(deps)).flatMap(({ ids = [] }) => ids)).not.toContain(other.runId);
  });
});

describe('work of reminders that waits', () => {
  const found = async (part: string): Promise<Finding[]> =>
    wrong(await checkWork(deps)).filter((finding) => finding.part === part);

  it('is a programme whose appointments go by an older plan, once that is a minute old and while it runs', async () => {
    const programme = await seedProgramme(deps, test, { name: 'Dental' });
    const startsAt = new Date((await nowOf(test)) + 3 * 86_400_000).toISOString();
    const item = { externalId: 'A-1', phone: '+12125550147', startsAt };
    await bookAppointments(deps, { programmeId: programme.programmeId, items: [item], actor: 'test' });
    await changeProgramme(deps, { programmeId: programme.programmeId, settings: { lateSeconds: 900 }, actor: 'test' });
    expect(await found('programmes')).toEqual([]);
    await jump(test, 61_000);
    expect(await found('programmes')).toMatchObject([
      { level: 'problem', ids: [`${programme.programmeId} (Dental)`], repair: expect.stringContaining('rule') },
    ]);
    await pauseProgramme(deps, { programmeId: programme.programmeId, actor: 'test' });
    expect(await found('programmes')).toEqual([]);
    await resumeProgramme(deps, { programmeId: programme.programmeId, actor: 'test' });
    expect(await found('programmes')).toHaveLength(1);
    while ((await planStale(deps, programme.runId)) > 0);
    expect(await found('programmes')).toEqual([]);
  });

  it('is a recurring campaign that Temporal knows in an older version', async () => {
    const made = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into schedules (name, campaign_id, settings, sync_at, created_by, created_at)
          values ('Recall', ${seeded.campaignId}, '{}', '-infinity', 'test', outdial_now() - interval '1 hour') returning id`,
    );
    expect(await found('schedules')).toMatchObject([{ level: 'problem', ids: [`${made?.id} (Recall)`] }]);
    const changed = sql`insert into audit_entries (actor, action, subject) values ('test', 'schedule.change', ${`schedule:${made?.id}`})`;
    await test.adminDb.execute(changed);
    expect(await found('schedules')).toEqual([]);
    await jump(test, 61_000);
    expect(await found('schedules')).toHaveLength(1);
    await test.adminDb.execute(sql`update schedules set synced_version = version where id = ${made?.id}`);
    expect(await found('schedules')).toEqual([]);
  });

  it('is an answer that its appointment does not know after a minute', async () => {
    const queued = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into answers_to_apply (answer_id) values (uuidv7()) returning answer_id as id`,
    );
    expect(await found('answers')).toEqual([]);
    await jump(test, 61_000);
    expect(await found('answers')).toMatchObject([{ level: 'problem', ids: [queued?.id] }]);
    await test.adminDb.execute(sql`delete from answers_to_apply`);
  });

  it('is an endpoint that was turned off for failing, not one that somebody turned off, and one that hears nothing', async () => {
    const endpoint = async (): Promise<string> => {
      const made = await firstRow<{ id: string }>(
        test.adminDb,
        sql`insert into webhook_endpoints (url, secret_sealed, created_by) values ('https://example.org', 'x', 'test') returning id`,
      );
      if (!made) throw new Error('no endpoint');
      return made.id;
    };
    const [failed, off, deaf] = [await endpoint(), await endpoint(), await endpoint()];
    const event = sql`(insert into events (kind, subject, data) values ('appointment.moved', 'appointment:1', '{}') returning id)`;
    await test.adminDb.execute(sql`with told as ${event}
      insert into webhook_deliveries (endpoint_id, event_id, try_at) select ${deaf}, id, outdial_now() from told`);
    await changeEndpoint(deps, { endpointId: off, enabled: false, actor: 'test' });
    await test.adminDb.execute(
      sql`update webhook_endpoints set enabled = false, disabled_reason = 'it answered 410 (gone)' where id = ${failed}`,
    );
    await test.adminDb.execute(sql`insert into audit_entries (actor, action, subject)
      values ('system', 'webhook_endpoint.disable', ${`webhook_endpoint:${failed}`})`);
    expect(await found('webhooks')).toMatchObject([{ level: 'warning', ids: [`${failed} (it answered 410 (gone))`] }]);
    await jump(test, 3_601_000);
    expect((await found('webhooks')).map(({ ids }) => ids)).toEqual([
      [`${failed} (it answered 410 (gone))`],
      [`${deaf} (1 waiting)`],
    ]);
    await changeEndpoint(deps, { endpointId: failed, enabled: true, actor: 'test' });
    await test.adminDb.execute(sql`update webhook_deliveries set state = 'delivered'`);
    expect(await found('webhooks')).toEqual([]);
  });
});

describe('workers', () => {
  it('are missed when none reports, and told apart by what they cannot reach', async () => {
    expect(wrong(await checkWorkers(deps))).toMatchObject([
      { level: 'problem', message: expect.stringContaining('nothing is dialled') },
    ]);
    const beat = (temporal: boolean, redis: boolean, skewMs: number) => sql`
      insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
      values (gen_random_uuid(), 'h', 1, clock_timestamp() - interval '1 minute', clock_timestamp(), ${temporal}, ${redis}, ${skewMs})`;
    await test.adminDb.execute(beat(true, true, 3));
    expect(wrong(await checkWorkers(deps))).toEqual([]);
    await test.adminDb.execute(beat(false, false, 1_500));
    expect(wrong(await checkWorkers(deps)).map(({ message }) => message)).toEqual([
      '1 of 2 cannot reach Temporal',
      '1 of 2 cannot reach Redis',
      'the clock of 1 is off: they do not dial',
    ]);
  });
});

it('waits for a worker that has only just started, and no longer', async () => {
  const worker = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
        values (gen_random_uuid(), 'h', 2, clock_timestamp(), clock_timestamp(), false, false, 0) returning id`,
  );
  let known = false;
  const waiting = untilWorkersKnow(deps).then(() => known);
  setTimeout(() => {
    known = true;
    void test.adminDb.execute(sql`update workers set temporal_ok = true, redis_ok = true where id = ${worker?.id}`);
  }, 50);
  expect(await waiting).toBe(true);
});

describe('accounts', () => {
  it('are named when they are stopped, broken, polled for nothing, or sealed with another key', async () => {
    const open = deps.secrets.open;
    expect(wrong(await checkAccounts(deps, { open }))).toEqual([]);
    const { accountId } = seeded;
    await test.adminDb.execute(sql`
      update provider_accounts set breaker_state = 'open', breaker_reason = 'key refused', resume_at = null where id = ${accountId}`);
    const other = createSecrets(randomBytes(32));
    const found = wrong(await checkAccounts(deps, { open: other.open, publicUrl: 'https://dial.example.org' }));
    const messages = found.map(({ level, message }) => `${level}: ${message.replace(/"[^"]*"/, 'X')}`);
    expect(messages).toContain('problem: the breaker of X waits for a person: key refused');
    expect(messages).toContain('problem: the API key of X cannot be opened');
    expect(messages).toContain('warning: X is polled although providers can reach https://dial.example.org');
    await test.adminDb.execute(sql`
      update provider_accounts set breaker_state = 'closed', stopped_at = outdial_now(), stopped_reason = 'audit' where id = ${accountId}`);
    expect(wrong(await checkAccounts(deps, {}))).toMatchObject([{ level: 'warning' }]);
    await test.adminDb.execute(sql`update provider_accounts set stopped_at = null where id = ${accountId}`);
  });
});

describe('servers', () => {
  it('are well here', async () => {
    expect(wrong((await checkPostgres(test.url)).findings)).toEqual([]);
    expect(wrong(await checkRedis(inject('redisUrl')))).toEqual([]);
    expect(wrong(await checkTemporal(inject('temporalAddress'), 'default'))).toEqual([]);
  });

  it('are refused when they hold something else: an empty database, another namespace', async () => {
    const empty = new URL(test.url);
    empty.pathname = '/postgres';
    const { findings, usable } = await checkPostgres(empty.href);
    expect(usable).toBe(false);
    expect(wrong(findings)).toMatchObject([
      { part: 'postgres', message: expect.stringMatching(/migrations are missing/) },
    ]);
    const [namespace] = await checkTemporal(inject('temporalAddress'), 'nobodys');
    expect(namespace).toMatchObject({ level: 'problem', message: expect.stringContaining('"nobodys" cannot be used') });
  });

  it('a global stop is shown with who and why', async () => {
    await test.adminDb.execute(sql`
      update installation set stopped_at = outdial_now(), stopped_by = 'key:1', stopped_reason = 'fire drill'`);
    expect(wrong(await checkInstallation(test.url))).toMatchObject([
      { level: 'warning', message: 'everything is stopped by key:1: fire drill' },
    ]);
  });
});
