import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { describeCause } from '../../domain/cause.ts';
import type { CanarySeen } from '../../domain/retries/canary-verdict.ts';
import { sayExclusion } from '../../domain/retries/say-exclusion.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { sendsPerSecond } from '../reading/sends-per-second.ts';
import { readCanary } from './close-members.ts';
import type { CanaryState, LockedRetry } from './lock-retry.ts';
import { unknownRetry } from './lock-retry.ts';

export interface RetryView {
  id: string;
  name: string;
  reason: string;
  campaignId: string;
  campaignName: string;
  campaignState: string;
  state: LockedRetry['state'];
  pausedReason: string | null;
  blockedReason: string | null;
  plannedAt: string;
  plannedBy: string;
  startedAt: string | null;
  startedBy: string | null;
  /** Until then an abort takes it back as if nothing had been. */
  startsAt: string | null;
  endedAt: string | null;
  filter: ShownFilter;
  options: ShownOptions;
  plan: {
    matches: number;
    willDial: number;
    outsideHours: number;
    nextWindowAt: string | null;
    /** `since`: left out only after the plan was made, of `count`. */
    exclusions: { reason: string; words: string; count: number; since: number }[];
    costAtMostMicros: number;
    currency: string;
    durationSeconds: number;
  };
  members: Record<'planned' | 'queued' | 'waiting' | 'inFlight' | 'done' | 'givenBack' | 'excluded', number>;
  canary: null | {
    count: number;
    stopAbovePercent: number;
    /** `overridden`: it stopped the retry, and a person let the rest follow. */
    state: CanaryState | 'overridden';
    /** `open` and `done` are all of it that may be dialled: shares are of both. */
    open: number;
    done: number;
    failed: number;
    overridden: null | { by: string; at: string; reason: string };
  };
  spentMicros: number;
  sendsPerSecond: number;
  at: string;
}

/** As it was asked for; of long lists of contacts how many. */
interface ShownFilter extends Omit<FailureFilter, 'endedFromMs' | 'endedToMs' | 'contactIds' | 'exceptContactIds'> {
  endedFrom?: string;
  endedTo?: string;
  chosenContacts?: number;
  exceptContacts?: number;
}

interface ShownOptions extends Omit<RetryOptions, 'startAtMs' | 'canaryOverride'> {
  startAt?: string;
}

interface Row extends Omit<RetryView, 'plan' | 'members' | 'canary' | 'filter' | 'options'> {
  filter: FailureFilter;
  options: RetryOptions;
  matches: number;
  willDial: number;
  outsideHours: number;
  nextWindowAt: string | null;
  costAtMostMicros: number;
  currency: string;
  durationSeconds: number;
  canaryState: CanaryState;
  inFlight: number;
  over: number;
}

interface MemberCount {
  status: string;
  exclusion: string | null;
  /** Was left out after the plan was made, as far as its row tells. */
  late: boolean;
  count: number;
}

const RETRY_COLUMNS = sql`
  t.id, t.name, t.reason, t.campaign_id as "campaignId", c.name as "campaignName", own.state as "campaignState", t.state,
  r.paused_reason as "pausedReason", r.blocked_reason as "blockedReason", ${iso(sql`t.planned_at`)} as "plannedAt",
  t.planned_by as "plannedBy", ${iso(sql`t.started_at`)} as "startedAt", t.started_by as "startedBy",
  ${iso(sql`t.starts_at`)} as "startsAt", ${iso(sql`t.ended_at`)} as "endedAt", t.filter, t.options, t.matches,
  t.will_dial as "willDial", t.outside_hours as "outsideHours", ${iso(sql`t.next_window_at`)} as "nextWindowAt",
  t.cost_at_most_micros as "costAtMostMicros", t.duration_seconds as "durationSeconds", t.canary_state as "canaryState",
  coalesce((select a.currency from provider_accounts a where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), 'USD') as currency,
  coalesce((select sum(l.micros) from live_counts l where l.run_id = t.run_id and l.what = 'attempt'), 0)::bigint as "spentMicros",
  coalesce((select sum(l.n) from live_counts l where l.run_id = t.run_id and l.what = 'attempt'
    and l.key in ('DISPOSED', 'REFUSED', 'PARKED')), 0)::int as over,
  (select count(*)::int from open_attempts o where o.run_id = t.run_id) as "inFlight",
  ${sendsPerSecond(sql`array[t.run_id]`, sql`(select outdial_now())`)} as "sendsPerSecond",
  ${iso(sql`outdial_now()`)} as at`;

const FROM = sql`retries t join campaigns c on c.id = t.campaign_id join runs own on own.campaign_id = t.campaign_id
  and own.kind = 'campaign' left join runs r on r.id = t.run_id`;

/** A retry with its plan as it was shown, and how far it is. Throws EngineError `unknown_retry`. */
export async function showRetry(deps: Pick<EngineDeps, 'readDb'>, input: { retryId: string }): Promise<RetryView> {
  const [row] = await readRetries(deps, sql`t.id = ${input.retryId}`, 1);
  if (!row) throw unknownRetry(input.retryId);
  return row;
}

/** Retries that fit a condition on `t` (retries), newest first. */
export async function readRetries(deps: Pick<EngineDeps, 'readDb'>, where: SQL, limit: number): Promise<RetryView[]> {
  const found = await rows<Row>(
    deps.readDb,
    sql`select ${RETRY_COLUMNS} from ${FROM} where ${where} order by t.id desc limit ${limit}`,
  );
  return await Promise.all(
    found.map(async (row) => {
      const counts = await countMembers(deps, row.id);
      return toView(row, counts, row.options.canary ? await readCanary(deps.readDb, row.id) : null);
    }),
  );
}

async function countMembers(deps: Pick<EngineDeps, 'readDb'>, retryId: string): Promise<MemberCount[]> {
  return await rows(
    deps.readDb,
    sql`select status, exclusion, (done_at is not null or exclusion = 'changed_since') as late, count(*)::int as count
        from run_members where retry_id = ${retryId} group by 1, 2, 3`,
  );
}

function toView(row: Row, counts: readonly MemberCount[], seen: CanarySeen | null): RetryView {
  const { matches, willDial, outsideHours, nextWindowAt, costAtMostMicros, currency, durationSeconds, ...rest } = row;
  const { canaryState, inFlight, over, filter, options, ...view } = rest;
  const of = (status: string): number =>
    counts.filter((each) => each.status === status).reduce((sum, { count }) => sum + count, 0);
  const booked = of('dialled');
  // What the turn has not booked yet is over all the same.
  const done = Math.max(booked, Math.min(over, booked + of('waiting')));
  return {
    ...view,
    filter: shownFilter(filter),
    options: shownOptions(options),
    plan: {
      matches,
      willDial,
      outsideHours,
      nextWindowAt,
      exclusions: exclusionsOf(counts, matches - willDial),
      costAtMostMicros,
      currency,
      durationSeconds,
    },
    members: {
      planned: of('planned'),
      queued: of('queued'),
      waiting: Math.max(0, of('waiting') - inFlight - (done - booked)),
      inFlight,
      done,
      givenBack: of('given_back'),
      excluded: of('excluded'),
    },
    canary: canaryOf(options, canaryState, seen),
  };
}

function canaryOf(options: RetryOptions, state: CanaryState, seen: CanarySeen | null): RetryView['canary'] {
  const { canary, canaryOverride } = options;
  if (!canary || !seen) return null;
  if (!canaryOverride) return { ...canary, state, ...seen, overridden: null };
  const { by, atMs, reason } = canaryOverride;
  return { ...canary, state: 'overridden', ...seen, overridden: { by, at: new Date(atMs).toISOString(), reason } };
}

/** Why members are not dialled, the most first. `planned`: how many were left out when the plan was made. */
function exclusionsOf(counts: readonly MemberCount[], planned: number): RetryView['plan']['exclusions'] {
  const found = new Map<string, { count: number; since: number }>();
  for (const { status, exclusion, late, count } of counts) {
    if (status !== 'excluded' || exclusion === null) continue;
    const known = found.get(exclusion) ?? { count: 0, since: 0 };
    found.set(exclusion, { count: known.count + count, since: known.since + (late ? count : 0) });
  }
  const all = [...found.values()].reduce((sum, { count }) => sum + count, 0);
  const late = [...found.values()].reduce((sum, { since }) => sum + since, 0);
  // The start leaves out who is in another retry by then, and marks them as the plan does: the rest are these.
  const taken = found.get('in_other_retry');
  if (taken) taken.since = Math.min(taken.count, Math.max(0, all - planned - late));
  return [...found]
    .map(([reason, numbers]) => ({ reason, words: sayExclusion(reason), ...numbers }))
    .sort((a, b) => b.count - a.count);
}

const shownFilter = ({
  endedFromMs,
  endedToMs,
  contactIds,
  exceptContactIds,
  ...filter
}: FailureFilter): ShownFilter => ({
  ...filter,
  ...(endedFromMs === undefined ? {} : { endedFrom: new Date(endedFromMs).toISOString() }),
  ...(endedToMs === undefined ? {} : { endedTo: new Date(endedToMs).toISOString() }),
  ...(contactIds === undefined ? {} : { chosenContacts: contactIds.length }),
  ...(exceptContactIds === undefined ? {} : { exceptContacts: exceptContactIds.length }),
});

const shownOptions = ({ startAtMs, canaryOverride: _kept, ...options }: RetryOptions): ShownOptions => ({
  ...options,
  ...(startAtMs === undefined ? {} : { startAt: new Date(startAtMs).toISOString() }),
});

/** What members had, and what they have now. */
export interface RetryResult {
  before: string;
  beforeWords: string;
  /** A cause, or the outcome that is none. */
  after: string;
  afterWords: string;
  failed: boolean;
  count: number;
}

const GOOD: Record<string, string> = { answered: 'Answered', sms_sent: 'Text accepted' };

/** Results of a retry, old to new, of those that are over. Throws EngineError `unknown_retry`. */
export async function retryResults(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { retryId: string },
): Promise<{ items: RetryResult[] }> {
  await showRetry(deps, input);
  const found = await rows<{ before: string | null; after: string; count: number }>(
    deps.readDb,
    // Who is over is told at once: the turn books it moments later.
    sql`with over as (
          select cause_before, reason_before, state_before, result from run_members
          where retry_id = ${input.retryId} and status = 'dialled' and result is not null
          union all
          select m.cause_before, m.reason_before, m.state_before, coalesce(last.cause, last.outcome, s.state)
          from run_members m join retries t on t.id = m.retry_id
            join contact_states s on s.contact_id = m.contact_id and s.state not in ('waiting', 'in_flight'),
            lateral (select a.cause, a.outcome from attempts a
              where a.contact_id = m.contact_id and a.run_id = t.run_id and a.state <> 'VOID' order by a.id desc limit 1) last
          where m.retry_id = ${input.retryId} and m.status = 'waiting'
        )
        select coalesce(cause_before, reason_before, state_before) as before, result as after, count(*)::int as count
        from over group by 1, 2 order by 3 desc`,
  );
  return {
    items: found.map(({ before, after, count }) => ({
      before: before ?? 'unknown',
      beforeWords: describeCause(before ?? 'unknown').words,
      after,
      afterWords: GOOD[after] ?? describeCause(after).words,
      failed: !(after in GOOD),
      count,
    })),
  };
}
