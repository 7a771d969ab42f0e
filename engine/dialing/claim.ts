import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { grantSends, GRANT_HORIZON_MS, type Grant, type PacerState } from '../../domain/pacing.ts';
import type { EngineDeps } from '../deps.ts';
import { isDueRow } from '../planning/is-due-row.ts';
import type { ClockReading } from './ledger-clock.ts';
import { lockPurses } from './lock-order.ts';
import type { RunContext, StepContext } from './run-context.ts';

/** An attempt in state INTENT: committed, its cost held, its send time granted; nothing has left yet. */
export interface ClaimedAttempt {
  attemptId: string;
  contactId: number;
  phone: number;
  name: string | null;
  externalId: string | null;
  /** The agent that its row asks for in place of the step's. */
  agentRef: string | null;
  /** It tells of a moved appointment. */
  moved: boolean;
  variables: Record<string, string>;
  /** The send time that the pacer granted, by Outdial's clock. */
  grantedAtMs: number;
}

export interface ClaimResult {
  attempts: ClaimedAttempt[];
  /** Outdial's clock, as the claim read it. */
  reading: ClockReading;
  /** Sends are spaced: one that is later than this is given up instead of sent. Infinity = they are not. */
  maxLateMs: number;
  /** What kept the claim from taking more; null = nothing is due. */
  limit: ClaimLimit | null;
  /** In how long it is worth to claim again; null = only a wake-up can tell. */
  againInMs: number | null;
}

export type ClaimLimit = 'batch' | 'pace' | 'slots' | 'credit' | 'budget' | 'daily_cap' | 'breaker' | 'stopped';

interface Room {
  nowMs: number;
  stopped: boolean;
  breakerState: 'closed' | 'open' | 'probing';
  resumeAtMs: number | null;
  liveOfAccount: number;
  liveOfRun: number;
  unsettledProbes: number;
  heldOfAccount: number;
  heldOfCampaign: number;
  spentTodayOfAccount: number;
  spentTodayOfCampaign: number;
}

/** The first send of a paced claim is granted this far ahead, so that its commit does not make it late. */
const GRANT_LEAD_MS = 50;

/** How soon to look again at a probe that is on its way; 0 would ask the ledger without a breath. */
const PROBE_LOOK_MS = 250;

/** How long an INTENT belongs to its sender; past it the relay gives it back. */
export const LEASE_MS = 15_000;

/**
 * Takes the earliest due rows of one step: in one transaction the purses and pacers are locked, then (in a second
 * statement, because the first one's snapshot is older than its wait) slots and holds are counted, and as many rows
 * as all limits allow become attempts in INTENT with their hold.
 */
export async function claim(
  deps: Pick<EngineDeps, 'db'>,
  input: { run: RunContext; step: StepContext; sender: string; batch: number },
): Promise<ClaimResult> {
  return await inTransaction(deps.db, async (tx): Promise<ClaimResult> => {
    const { run, step } = input;
    const pacers = await lockPacers(tx, run, step);
    const purses = await lockPurses(tx, { accountIds: [step.accountId], campaignIds: [run.campaignId] });
    const room = await countRoom(tx, run, step);
    const reading: ClockReading = { ledgerMs: room.nowMs, localMs: performance.now() };
    const bound = boundOf(room, run, step, purses, input.batch);
    if (bound.count <= 0) {
      const againInMs =
        bound.limit === 'breaker' && room.resumeAtMs !== null
          ? Math.max(room.resumeAtMs - room.nowMs, PROBE_LOOK_MS)
          : null;
      return { attempts: [], reading, maxLateMs: Infinity, limit: bound.limit, againInMs };
    }
    const leadMs = pacers.length > 0 ? GRANT_LEAD_MS : 0;
    const grant = grantSends(pacers, room.nowMs + leadMs, GRANT_HORIZON_MS[run.kind] - leadMs, bound.count);
    if (grant.count === 0)
      return {
        attempts: [],
        reading,
        maxLateMs: grant.maxLateMs,
        limit: 'pace',
        againInMs: againIn(grant, room.nowMs, run),
      };
    const attempts = await take(tx, input, grant, room.nowMs);
    if (attempts.length > 0) {
      await advancePacers(tx, grant);
      if (room.breakerState === 'open') {
        await tx.execute(sql`update provider_accounts set breaker_state = 'probing' where id = ${step.accountId}`);
      }
    }
    const more = attempts.length === grant.count;
    return {
      attempts,
      reading,
      maxLateMs: grant.maxLateMs,
      limit: !more ? null : grant.count < bound.count ? 'pace' : bound.limit,
      againInMs: more && grant.spacingMs > 0 ? againIn(grant, room.nowMs, run) : null,
    };
  });
}

/** When the next free send time comes within reach of a claim. */
const againIn = (grant: Grant, nowMs: number, run: RunContext): number =>
  Math.max(grant.freeAtMs - GRANT_HORIZON_MS[run.kind] - nowMs, 0);

async function lockPacers(tx: Transaction, run: RunContext, step: StepContext): Promise<PacerState[]> {
  return await rows(
    tx,
    sql`select id, max_count as "maxCount", window_ms as "windowMs", to_ms(next_at) as "nextAtMs"
        from pacers
        where (run_id = ${run.runId} or (account_id = ${step.accountId} and (number_id is null or number_id = ${step.numberId})))
          and (channel is null or channel = ${step.channel})
        order by id
        for update`,
  );
}

async function countRoom(tx: Transaction, run: RunContext, step: StepContext): Promise<Room> {
  const room = await firstRow<Room>(
    tx,
    sql`with t as materialized (select outdial_now() as now)
        select to_ms(t.now) as "nowMs",
          i.stopped_at is not null or a.stopped_at is not null as "stopped",
          a.breaker_state as "breakerState", to_ms(a.resume_at) as "resumeAtMs",
          o.live_of_account as "liveOfAccount",
          -- One probe at a time: what is on its way to an answer. Calls that are being talked in say nothing about now.
          case when a.breaker_state = 'closed' then 0 else (select count(*) from open_attempts u join attempts s on s.id = u.attempt_id
            where u.account_id = a.id and s.state in ('INTENT', 'SENDING')) end as "unsettledProbes", o.held_of_account as "heldOfAccount",
          r.live_of_run as "liveOfRun", r.held_of_campaign as "heldOfCampaign",
          coalesce((select spent_micros from spend_days d join credit_accounts c on c.id = d.credit_account_id
            where c.account_id = a.id and c.kind = 'available' and d.day = (t.now at time zone 'UTC')::date), 0) as "spentTodayOfAccount",
          coalesce((select spent_micros from spend_days d join credit_accounts c on c.id = d.credit_account_id
            where c.campaign_id = ${run.campaignId} and c.kind = 'available' and d.day = (t.now at time zone 'UTC')::date), 0) as "spentTodayOfCampaign"
        from t, installation i, provider_accounts a,
          lateral (select count(*) filter (where channel = 'call' and phase = 'live') as live_of_account,
              coalesce(sum(hold_micros), 0)::bigint as held_of_account
            from open_attempts where account_id = a.id) o,
          lateral (select count(*) filter (where channel = 'call' and phase = 'live') as live_of_run,
              coalesce(sum(hold_micros), 0)::bigint as held_of_campaign
            from open_attempts where run_id in (select id from runs where campaign_id = ${run.campaignId})) r
        where a.id = ${step.accountId}`,
  );
  if (!room) throw new Error(`provider account ${step.accountId} does not exist`);
  return room;
}

/** The least of all limits, and which one it was. */
function boundOf(
  room: Room,
  run: RunContext,
  step: StepContext,
  purses: readonly { accountId: string | null; balanceMicros: number }[],
  batch: number,
): { count: number; limit: ClaimLimit } {
  if (room.stopped) return { count: 0, limit: 'stopped' };
  let probe = false;
  if (room.breakerState !== 'closed') {
    const mayProbe = room.resumeAtMs !== null && room.resumeAtMs <= room.nowMs && room.unsettledProbes === 0;
    if (!mayProbe) return { count: 0, limit: 'breaker' };
    probe = true;
  }
  const affordable = (availableMicros: number): number =>
    step.holdMicros === 0 ? batch : Math.floor(availableMicros / step.holdMicros);
  const limits: [number, ClaimLimit][] = [[probe ? 1 : batch, probe ? 'breaker' : 'batch']];
  if (step.channel === 'call') {
    limits.push(
      [step.maxConcurrentCalls - room.liveOfAccount, 'slots'],
      [run.settings.maxConcurrent - room.liveOfRun, 'slots'],
    );
  }
  for (const purse of purses) {
    // A campaign with a daily cap alone has purses too: they count what was spent, and limit nothing.
    if (purse.accountId === null && run.settings.budgetMicros === null) continue;
    const held = purse.accountId === null ? room.heldOfCampaign : room.heldOfAccount;
    limits.push([affordable(purse.balanceMicros - held), purse.accountId === null ? 'budget' : 'credit']);
  }
  if (step.dailyCapMicros !== null) {
    limits.push([affordable(step.dailyCapMicros - room.spentTodayOfAccount - room.heldOfAccount), 'daily_cap']);
  }
  if (run.settings.dailyCapMicros !== null) {
    limits.push([
      affordable(run.settings.dailyCapMicros - room.spentTodayOfCampaign - room.heldOfCampaign),
      'daily_cap',
    ]);
  }
  return limits
    .map(([count, limit]) => ({ count, limit }))
    .reduce((least, next) => (next.count < least.count ? next : least));
}

/**
 * Due rows -> attempts, in one statement. Whose number it is, is asked now: a person may have been joined since the
 * row was planned. One row per person; rows whose person is taken by a live attempt, be it under the id of another of
 * its numbers, wait 5-15 s. Inserting in the order of persons keeps two claimers of one person from waiting for each
 * other in a ring.
 */
async function take(
  tx: Transaction,
  { run, step, sender }: { run: RunContext; step: StepContext; sender: string },
  grant: Grant,
  nowMs: number,
): Promise<ClaimedAttempt[]> {
  return await rows(
    tx,
    sql`with picked as (
          select d.contact_id, d.subject, d.phone, d.due_at, d.closes_at, d.expires_at, d.try_at, d.law_id
          from due d
          where d.run_id = ${run.runId} and d.step = ${step.index} and d.policy_version = ${run.policyVersion}
            and d.try_at <= from_ms(${nowMs}::double precision) and d.roll_at > from_ms(${nowMs}::double precision)
          order by d.try_at
          limit ${grant.count}
          for update skip locked
        ), known as materialized (
          select p.*, (select n.person_id from person_phones n where n.phone = p.phone) as joined from picked p
        ), free as (
          select k.*, coalesce(k.joined, k.phone) as person_id from known k
          -- Not "not exists": that becomes a hash of everybody who shares a person, made anew by each claim.
          where k.joined is null or (select o.attempt_id from person_phones n join open_attempts o on o.person_id = n.phone
            where n.person_id = k.joined limit 1) is null
        ), ranked as (
          select f.*, row_number() over (partition by f.person_id order by f.try_at, f.contact_id, f.subject) as place from free f
        ), chosen as (
          select r.*, uuidv7() as attempt_id, row_number() over (order by r.try_at, r.contact_id, r.subject) - 1 as slot
          from ranked r where r.place = 1
        ), opened as (
          insert into open_attempts (attempt_id, person_id, account_id, number_id, run_id, channel, phase, hold_micros, check_at)
          select attempt_id, person_id, ${step.accountId}::uuid, ${step.numberId}::uuid, ${run.runId}::uuid, ${step.channel}, 'live',
            ${step.holdMicros}, from_ms(${nowMs + LEASE_MS}::double precision)
          from chosen order by person_id
          on conflict do nothing
          returning attempt_id
        ), won as (
          -- "Is true" keeps it a hash: the planner expects one row, and would compare each with each.
          select c.* from chosen c where (c.attempt_id in (select attempt_id from opened)) is true
        ), made as (
          insert into attempts (id, run_id, contact_id, person_id, account_id, number_id, subject, step, ordinal, channel, phone, state,
            sender, lease_until, granted_at, due_at, closes_at, expires_at, policy_version, law_id, hold_micros)
          select w.attempt_id, ${run.runId}::uuid, w.contact_id, w.person_id, ${step.accountId}::uuid, ${step.numberId}::uuid, w.subject,
            ${step.index}, case when s.step = ${step.index} then s.attempts_made else 0 end + 1, ${step.channel}, w.phone, 'INTENT',
            ${sender}::uuid, from_ms(${nowMs + LEASE_MS}::double precision),
            from_ms(${grant.firstAtMs}::double precision + w.slot * ${grant.spacingMs}::double precision),
            w.due_at, w.closes_at, w.expires_at, ${run.policyVersion}, w.law_id, ${step.holdMicros}
          from won w join contact_states s on s.contact_id = w.contact_id
        ), gone as (
          delete from due d using won w
          where ${isDueRow(sql`w`, run.runId, step.index)}
        ), lost as (
          update due d set try_at = from_ms(${nowMs}::double precision + 5000 + random() * 10000)
          from (select contact_id, subject from picked except select contact_id, subject from won) l
          where ${isDueRow(sql`l`, run.runId, step.index)}
        ), moved as (
          update contact_states s set state = 'in_flight', reason = null, step = ${step.index}, changed_at = from_ms(${nowMs}::double precision)
          from won w where s.contact_id = w.contact_id
        )
        select w.attempt_id as "attemptId", w.contact_id as "contactId", w.phone, c.name, c.external_id as "externalId",
          c.overrides ->> 'agent' as "agentRef", coalesce((c.overrides ->> 'moved')::boolean, false) as moved, c.variables,
          (${grant.firstAtMs}::double precision + w.slot * ${grant.spacingMs}::double precision) as "grantedAtMs"
        from won w join contacts c on c.id = w.contact_id
        order by w.slot`,
  );
}

async function advancePacers(tx: Transaction, grant: Grant): Promise<void> {
  if (grant.nextAtMs.length === 0) return;
  await tx.execute(
    sql`update pacers p set next_at = from_ms(n.next_at_ms)
        from jsonb_to_recordset(${JSON.stringify(grant.nextAtMs.map((n) => ({ id: n.id, next_at_ms: n.nextAtMs })))}::jsonb)
          as n(id uuid, next_at_ms double precision)
        where p.id = n.id`,
  );
}
