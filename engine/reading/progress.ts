import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { ATTEMPT_STATES } from '../../domain/attempt-state.ts';
import { CONTACT_STATES, isTerminal } from '../../domain/contact-state.ts';
import { findRun, type RunState } from '../campaigns/find-run.ts';
import { runsOfCampaign } from '../counting/count-sql.ts';
import type { EngineDeps } from '../deps.ts';
import { BLOCKED_REASON } from './blocked-reason.ts';
import { endsPerMinute, type EndsPerMinute } from './ends-per-minute.ts';
import { iso } from './iso.ts';
import { sendsPerSecond } from './sends-per-second.ts';

export interface CampaignProgress extends EndsPerMinute {
  campaignId: string;
  runId: string;
  name: string;
  state: RunState;
  /** Every contact is in exactly one state: the states sum to the total. */
  contacts: { total: number; done: number; byState: Record<string, number> };
  /** Those of its retries too. */
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

/**
 * Where a campaign stands, from stored facts and kept counts: the cost does not grow with its contacts, except while
 * what waits is planned anew. Throws EngineError `unknown_campaign`.
 */
export async function campaignProgress(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { campaignId: string },
): Promise<CampaignProgress> {
  const run = await findRun(deps.readDb, input.campaignId);
  const [counts, rates, facts] = await Promise.all([
    readCounts(deps, input.campaignId, run.runId),
    endsPerMinute(deps, {
      runIds: runsOfCampaign(sql`${input.campaignId}`),
      since: sql`(select launched_at from runs where id = ${run.runId})`,
    }),
    readFacts(deps, run.runId),
  ]);
  const byState = zeroes(CONTACT_STATES);
  const byAttemptState = zeroes(ATTEMPT_STATES);
  const outcomes: Record<string, number> = {};
  let spentMicros = 0;
  let presumedMicros = 0;
  for (const row of counts) {
    if (row.what === 'contact') {
      byState[row.key] = row.n;
      continue;
    }
    byAttemptState[row.key] = (byAttemptState[row.key] ?? 0) + row.n;
    if (row.value !== '' && row.n !== 0) outcomes[row.value] = (outcomes[row.value] ?? 0) + row.n;
    spentMicros += row.micros;
    presumedMicros += row.presumed;
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
    ...rates,
    ...facts,
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Every state is listed, also the empty ones. */
const zeroes = (states: readonly string[]): Record<string, number> =>
  Object.fromEntries(states.map((state) => [state, 0]));

interface Count {
  what: 'contact' | 'attempt';
  /** The state. */
  key: string;
  /** An attempt's outcome; empty = none. */
  value: string;
  n: number;
  micros: number;
  presumed: number;
}

/** Contacts and attempts in one snapshot, so that one page never shows a call that nobody had. */
async function readCounts(deps: Pick<EngineDeps, 'readDb'>, campaignId: string, runId: string): Promise<Count[]> {
  return await rows(
    deps.readDb,
    sql`
      select 'contact' as what, key, value, sum(n)::int as n, 0::bigint as micros, 0::bigint as presumed
      from live_counts where run_id = ${runId} and what = 'contact' group by key, value
      union all
      select 'attempt', key, value, sum(n)::int, sum(micros)::bigint, sum(presumed)::bigint
      from live_counts where run_id = any(${runsOfCampaign(sql`${campaignId}`)}) and what = 'attempt' group by key, value`,
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
      with t as materialized (select outdial_now() as now),
        mine as materialized (
          select q.id, q.policy_version from runs q join runs own on own.campaign_id = q.campaign_id
          where own.id = ${runId} and q.kind in ('campaign', 'retry')
        )
      select
        (select coalesce(sum(o.hold_micros), 0)::bigint from open_attempts o
          where o.run_id = any(array(select id from mine))) as "heldMicros",
        coalesce((
          select a.currency from provider_accounts a
          where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), 'USD') as currency,
        ${sendsPerSecond(sql`array(select id from mine)`, sql`t.now`)} as "sendsPerSecond",
        ${iso(NEXT_DUE)} as "nextDueAt",
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

/**
 * The earliest row of each step and version: one look into the claim's index each, where a plain minimum would go
 * through all that waits. There are few versions at a time: rows of old ones are planned anew.
 */
const NEXT_DUE = sql`(
  select min(first.at) from mine m, generate_series(0, greatest(jsonb_array_length(c.settings -> 'steps'), 2) - 1) as s (step),
    lateral (
      with recursive versions (version) as (
        select min(d.policy_version) from due d where d.run_id = m.id and d.step = s.step
        union all
        select (select min(d.policy_version) from due d
          where d.run_id = m.id and d.step = s.step and d.policy_version > versions.version)
        from versions where versions.version is not null
      )
      select min(d.try_at) as at from versions v, lateral (
        select d.try_at from due d where d.run_id = m.id and d.step = s.step and d.policy_version = v.version
        order by d.try_at limit 1) d
    ) as first)`;

/** Counted step by step, which the claim's index answers; a cancel ends its rows instead. */
const REPLANNING = sql`(
  select case when stale.left > 0 then jsonb_build_object('left', stale.left, 'total', greatest(r.replan_total, stale.left)) end
  from (
    select count(*)::int as left from due d
    where d.run_id = r.id and d.policy_version < r.policy_version and r.state <> 'cancelled'
      and d.step = any(array(select generate_series(0, jsonb_array_length(c.settings -> 'steps') - 1)))
  ) as stale)`;
