import { sql } from 'drizzle-orm';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDb, type Db } from '../db/client.ts';
import { notifyWork } from '../db/notify.ts';
import { firstRow, rows } from '../db/rows.ts';
import { inTransaction, type Transaction } from '../db/transaction.ts';
import { IMPORT_AT_WORK } from '../engine/reading/import-at-work.ts';
import { createSimulatorControl, type SimulatorClock } from './demo/simulator-control.ts';

/** What one jump came to. `refused`: something is under way, real time must bring it first. */
export type JumpAnswer =
  | { kind: 'jumped'; fromMs: number; toMs: number; to: JumpTarget }
  | { kind: 'refused'; reason: string }
  /** Nothing lies ahead: every living run is done, or waits for a person. */
  | { kind: 'nothing_ahead' };

export type JumpTarget = 'try_at' | 'roll_at' | 'check_at' | 'resume_at' | 'until';

/** A database that somebody lives by: its clock is the real one. */
export class NotATestDatabaseError extends Error {
  override name = 'NotATestDatabaseError';
}

/** What comes sooner than this is waited for: a jump would save nothing, and could overtake a claim. */
const LEAST_JUMP_MS = 1_500;
/** A create may be answered this late, and its send stamp is made of the clock at that moment. */
const POST_SECONDS = 12;

/**
 * Moves the clock of a test database, and the simulator's before it, to the next moment at which a living run has
 * something to do, but never beyond `untilMs`, where somebody has something to do. Refuses while anything is under way.
 * Throws NotATestDatabaseError.
 */
export async function jumpClock(deps: { db: Db; simulator?: SimulatorClock }, untilMs?: number): Promise<JumpAnswer> {
  await refuseRealDatabase(deps.db);
  return await inTransaction(deps.db, async (tx): Promise<JumpAnswer> => {
    // A claim begins with these locks, so none can slip in between the look and the jump.
    await tx.execute(sql`select id from credit_accounts where kind = 'available' order by id for update`);
    const busy = await whatIsUnderWay(tx);
    if (busy !== undefined) return { kind: 'refused', reason: busy };
    const next = await nextMoment(tx, untilMs);
    if (next === undefined) return { kind: 'nothing_ahead' };
    if (next.atMs - next.nowMs < LEAST_JUMP_MS) return { kind: 'refused', reason: 'the next moment is close' };
    if (deps.simulator && !(await deps.simulator.moveTo(next.atMs))) {
      return { kind: 'refused', reason: 'the simulator has something due' };
    }
    await setClock(tx, next.atMs);
    await wakeAll(tx);
    return { kind: 'jumped', fromMs: next.nowMs, toMs: next.atMs, to: next.target };
  });
}

/** Puts both clocks to one instant. Throws NotATestDatabaseError, or when the simulator has something due. */
export async function startClockAt(deps: { db: Db; simulator?: SimulatorClock }, atMs: number): Promise<void> {
  await refuseRealDatabase(deps.db);
  if (deps.simulator && !(await deps.simulator.moveTo(atMs))) throw new Error('the simulator has something due');
  await inTransaction(deps.db, (tx) => setClock(tx, atMs));
}

async function refuseRealDatabase(db: Db): Promise<void> {
  const installation = await firstRow<{ isTest: boolean }>(db, sql`select is_test as "isTest" from installation`);
  if (installation?.isTest !== true) {
    throw new NotATestDatabaseError('This database is not marked as test: its clock is the real one and stays so.');
  }
}

async function setClock(tx: Transaction, atMs: number): Promise<void> {
  await tx.execute(
    sql`update installation set clock_offset_ms = round(${atMs}::double precision - to_ms(clock_timestamp()))`,
  );
}

/** The first thing that real time must bring, in words; undefined = only waiting is left. */
async function whatIsUnderWay(tx: Transaction): Promise<string | undefined> {
  const found = await firstRow<{ reason: string | null }>(
    tx,
    sql`with t as materialized (select outdial_now() as now),
          living as materialized (select id, policy_version from runs where state in ('running', 'cancelled'))
        select case
          when exists (select from open_attempts o join attempts a on a.id = o.attempt_id where a.state in ('INTENT', 'SENDING', 'ACCEPTED'))
            then 'an attempt is on its way'
          when exists (select from attempts a, t where a.sent_at is null and a.state in ('ENDED', 'DISPOSED', 'PARKED', 'UNKNOWN')
              and a.gated_at > t.now - ${`${POST_SECONDS} seconds`}::interval)
            then 'an answer may still be recorded'
          when exists (select from provider_events e where e.state = 'new') then 'the inbox is not empty'
          when exists (select from transcripts x where x.state = 'wanted') then 'a transcript is wanted'
          when exists (select from imports i where ${IMPORT_AT_WORK}) then 'a list is being read'
          when exists (select from answers_to_apply) then 'answers are to be applied'
          when exists (select from appointments a join programmes p on p.id = a.programme_id join living r on r.id = p.run_id
            where a.plan_version < r.policy_version) then 'appointments are to be planned again'
          when exists (select from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id and e.enabled, t
            where d.state = 'waiting' and d.try_at <= t.now) then 'somebody is to be told of events'
          when exists (select from contact_states s join living r on r.id = s.run_id where s.state = 'ready') then 'contacts are not planned yet'
          when exists (select from due d join living r on r.id = d.run_id, t where d.policy_version <> r.policy_version or d.roll_at <= t.now)
            then 'contacts are to be planned again'
          when exists (
            select from due d join living r on r.id = d.run_id join runs on runs.id = r.id join campaigns c on c.id = runs.campaign_id
              join provider_accounts p on p.id = (c.settings -> 'steps' -> d.step ->> 'accountId')::uuid, installation i, t
            where d.try_at <= t.now and (p.breaker_state = 'closed' or p.resume_at <= t.now) and p.stopped_at is null and i.stopped_at is null
              and coalesce(runs.blocked_reason, '') not in ('credit', 'budget', 'daily_cap')) then 'somebody is due now'
          when exists (select from open_attempts o, t where o.check_at <= t.now) then 'the provider is being asked'
        end as reason`,
  );
  return found?.reason ?? undefined;
}

async function nextMoment(
  tx: Transaction,
  untilMs: number | undefined,
): Promise<{ target: JumpTarget; atMs: number; nowMs: number } | undefined> {
  return await firstRow(
    tx,
    sql`with t as materialized (select outdial_now() as now),
          living as materialized (
            select r.id, c.settings from runs r join campaigns c on c.id = r.campaign_id where r.state in ('running', 'cancelled')
          ), moments as (
            select 'try_at' as target, min(d.try_at) as at from due d join living r on r.id = d.run_id, t where d.try_at > t.now
            union all select 'roll_at', min(d.roll_at) from due d join living r on r.id = d.run_id, t where d.roll_at > t.now
            union all select 'check_at', min(o.check_at) from open_attempts o join living r on r.id = o.run_id, t where o.check_at > t.now
            union all select 'resume_at', min(p.resume_at) from provider_accounts p, t
              where p.resume_at > t.now and p.breaker_state <> 'closed' and exists (
                select from living r, jsonb_array_elements(r.settings -> 'steps') step
                where (step ->> 'accountId')::uuid = p.id and exists (select from due d where d.run_id = r.id))
            union all select 'until', from_ms(${untilMs ?? null}::double precision) where ${untilMs ?? null}::double precision is not null
          )
        select m.target, to_ms(m.at) as "atMs", to_ms(t.now) as "nowMs" from moments m, t
        where m.at is not null order by m.at limit 1`,
  );
}

/** Whoever sleeps until a moment of the old clock looks at the new one. */
async function wakeAll(tx: Transaction): Promise<void> {
  const runs = await rows<{ id: string }>(
    tx,
    sql`update runs set next_turn_at = '-infinity' where state in ('running', 'cancelled') returning id`,
  );
  for (const { id } of runs) await notifyWork(tx, 'run', id);
  const accounts = await rows<{ id: string }>(tx, sql`select distinct account_id as id from open_attempts`);
  for (const { id } of accounts) await notifyWork(tx, 'reconcile', id);
}

const USAGE = `clock: moves the clock of a test database
  node --import tsx dev/clock.ts jump --database URL [--simulator URL]
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { database: { type: 'string' }, simulator: { type: 'string' } },
  });
  if (positionals[0] !== 'jump' || values.database === undefined) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const db = openDb({ url: values.database, maxConnections: 1, applicationName: 'outdial-clock' });
  try {
    const simulator = values.simulator === undefined ? {} : { simulator: createSimulatorControl(values.simulator) };
    const answer = await jumpClock({ db, ...simulator });
    console.log(JSON.stringify(answer));
    if (answer.kind !== 'jumped') process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof NotATestDatabaseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await db.$client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
