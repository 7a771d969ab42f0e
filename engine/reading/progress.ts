import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { ATTEMPT_STATES, type AttemptState } from '../../domain/attempt-state.ts';
import { CONTACT_STATES, isTerminal, type ContactState } from '../../domain/contact-state.ts';
import { findRun, type RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { BLOCKED_REASON } from './blocked-reason.ts';
import { iso } from './iso.ts';

export interface CampaignProgress {
  campaignId: string;
  runId: string;
  name: string;
  state: RunState;
  /** Every contact is in exactly one state: the states sum to the total. */
  contacts: { total: number; done: number; byState: Record<string, number> };
  attempts: { total: number; byState: Record<string, number> };
  /** Ended attempts by what became of them. */
  outcomes: Record<string, number>;
  spentMicros: number;
  /** The part of it that is only presumed: parked attempts. */
  presumedMicros: number;
  heldMicros: number;
  currency: string;
  /** Sends in the last minute, a second. */
  sendsPerSecond: number;
  nextDueAt: string | null;
  /** Set while due rows of an older plan are planned anew, after a change of the settings. */
  replanning: { left: number; total: number } | null;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: string | null;
  blockedReason: string | null;
  /** Set while accounts or the whole installation hold it up. */
  stopped: boolean;
  lastTurnAt: string | null;
  /** When this was read, by Outdial's clock. */
  at: string;
}

/** Where a campaign stands, from stored facts. Throws EngineError `unknown_campaign`. */
export async function campaignProgress(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { campaignId: string },
): Promise<CampaignProgress> {
  const run = await findRun(deps.readDb, input.campaignId);
  const [contactCounts, attemptCounts, facts] = await Promise.all([
    countContacts(deps, run.runId),
    countAttempts(deps, run.runId),
    readFacts(deps, run.runId),
  ]);
  const byState = zeroes(CONTACT_STATES);
  for (const { state, count } of contactCounts) byState[state] = count;
  const byAttemptState = zeroes(ATTEMPT_STATES);
  const outcomes: Record<string, number> = {};
  let spentMicros = 0;
  let presumedMicros = 0;
  for (const row of attemptCounts) {
    byAttemptState[row.state] = (byAttemptState[row.state] ?? 0) + row.count;
    if (row.outcome !== null) outcomes[row.outcome] = (outcomes[row.outcome] ?? 0) + row.count;
    spentMicros += row.costMicros;
    presumedMicros += row.presumedMicros;
  }
  const total = sum(Object.values(byState));
  return {
    campaignId: input.campaignId,
    ...run,
    contacts: { total, done: sum(CONTACT_STATES.filter(isTerminal).map((state) => byState[state] ?? 0)), byState },
    attempts: { total: sum(Object.values(byAttemptState)), byState: byAttemptState },
    outcomes,
    spentMicros,
    presumedMicros,
    ...facts,
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Every state is listed, also the empty ones. */
const zeroes = (states: readonly string[]): Record<string, number> =>
  Object.fromEntries(states.map((state) => [state, 0]));

async function countContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  runId: string,
): Promise<{ state: ContactState; count: number }[]> {
  return await rows(
    deps.readDb,
    sql`select state, count(*)::int as count from contact_states where run_id = ${runId} group by state`,
  );
}

interface AttemptCount {
  state: AttemptState;
  outcome: string | null;
  count: number;
  costMicros: number;
  presumedMicros: number;
}

async function countAttempts(deps: Pick<EngineDeps, 'readDb'>, runId: string): Promise<AttemptCount[]> {
  return await rows(
    deps.readDb,
    sql`
      select state, outcome, count(*)::int as count, coalesce(sum(cost_micros), 0)::bigint as "costMicros",
        coalesce(sum(cost_micros) filter (where cost_presumed), 0)::bigint as "presumedMicros"
      from attempts where run_id = ${runId} group by state, outcome`,
  );
}

type RunFacts = Pick<
  CampaignProgress,
  | 'heldMicros'
  | 'currency'
  | 'sendsPerSecond'
  | 'nextDueAt'
  | 'replanning'
  | 'pausedReason'
  | 'pausedBy'
  | 'pausedAt'
  | 'blockedReason'
  | 'stopped'
  | 'lastTurnAt'
  | 'at'
>;

async function readFacts(deps: Pick<EngineDeps, 'readDb'>, runId: string): Promise<RunFacts> {
  const facts = await firstRow<RunFacts>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now)
      select
        (select coalesce(sum(o.hold_micros), 0)::bigint from open_attempts o where o.run_id = r.id) as "heldMicros",
        coalesce((
          select a.currency from provider_accounts a
          where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), 'USD') as currency,
        (select count(*)::float8 / 60 from attempts x
          where x.run_id = r.id and x.id > ${uuidOfMinuteAgo} and x.sent_at > t.now - interval '1 minute') as "sendsPerSecond",
        ${iso(sql`(select min(d.try_at) from due d where d.run_id = r.id)`)} as "nextDueAt",
        ${REPLANNING} as replanning,
        r.paused_reason as "pausedReason", r.paused_by as "pausedBy", ${iso(sql`r.paused_at`)} as "pausedAt",
        ${BLOCKED_REASON} as "blockedReason",
        exists (select from installation where stopped_at is not null) or exists (
          select from provider_accounts a, jsonb_array_elements(c.settings -> 'steps') as step
          where a.id = (step ->> 'accountId')::uuid and a.stopped_at is not null) as stopped,
        ${iso(sql`r.last_turn_at`)} as "lastTurnAt", ${iso(sql`t.now`)} as at
      from t, runs r join campaigns c on c.id = r.campaign_id
      where r.id = ${runId}`,
  );
  if (!facts) throw new Error(`run ${runId} is gone`);
  return facts;
}

/** Counted step by step, which the claim's index answers; a cancel ends its rows instead. */
const REPLANNING = sql`(
  select case when stale.left > 0 then jsonb_build_object('left', stale.left, 'total', greatest(r.replan_total, stale.left)) end
  from (
    select count(*)::int as left from due d
    where d.run_id = r.id and d.policy_version < r.policy_version and r.state <> 'cancelled'
      and d.step = any(array(select generate_series(0, jsonb_array_length(c.settings -> 'steps') - 1)))
  ) as stale)`;

/**
 * Attempt ids are ordered by the real time of their claim: the latest few minutes are a short stretch of the index.
 * Real time, not outdial_now(): ids do not know of a moved clock.
 */
const uuidOfMinuteAgo = sql`uuidv7(interval '-5 minutes')`;
