import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { rulesAreCurrent } from '../planning/adopt-rules.ts';
import { planReady } from '../planning/plan-ready.ts';
import { endReady, roll } from '../planning/roll.ts';
import { planStale } from '../reminders/plans/plan-stale.ts';
import { giveMembersBack } from '../retrying/give-members-back.ts';
import { planMembers } from '../retrying/plan-members.ts';
import type { Wakes } from '../wakes.ts';
import { claim, type ClaimLimit } from './claim.ts';
import { finishIfDone } from './finish-run.ts';
import { loadRun, type RunContext } from './run-context.ts';
import type { Sender } from './sender.ts';

/** What a turn tells its workflow: come again at once, come again later, or never. */
export type TurnAnswer =
  | { kind: 'more' }
  | { kind: 'later'; waitMs: number; reason: string }
  | { kind: 'done'; reason: string };

export type TurnDeps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'telephonyFor' | 'log'> & {
  sender: Sender;
  wakes: Wakes;
  /** False while this process's clock cannot be trusted: nothing is claimed then. */
  mayDial: () => boolean;
};

export interface TurnInput {
  runId: string;
  /** How long the turn may stay at work. */
  budgetMs: number;
  /** Called at least every two seconds while the turn lives. */
  heartbeat: () => void;
  signal?: AbortSignal;
}

/** Attempts that one sender carries at a time; beyond it a claim would only let leases run. */
const MAX_SENDER_LOAD = 256;
const LONGEST_WAIT_MS = 1_000;
/** How soon a run that is blocked (credit, stop flag, a person needed) looks again by itself. */
const BLOCKED_WAIT_MS = 60_000;
/** Every call that ends may free these: a turn waits for it inside, and one whose time is over comes again at once. */
const FREED_BY_CALLS: readonly (ClaimLimit | null)[] = ['slots', 'credit', 'budget'];
const TURN_LEASE_SECONDS = 10;
const REMINDER_GRACE_MS = 1_500;
/** Well within the time-out of a turn. */
const LONGEST_OVER_MS = 8_000;

/**
 * One turn of a run: plans and rolls what needs it, claims what pace, slots and credit allow, hands it to the sender,
 * waits inside for more, and answers when there is nothing to wait for or its time is over. It starts from the ledger
 * each round, so a turn that died is resumed by the next, and two at once are harmless.
 */
export async function turn(deps: TurnDeps, input: TurnInput): Promise<TurnAnswer> {
  const endsAtMs = performance.now() + input.budgetMs;
  for (;;) {
    input.heartbeat();
    await renewLease(deps, input.runId);
    const run = await loadRun(deps, input.runId).catch(asEngineError);
    if (run instanceof EngineError) return await pauseBroken(deps, input.runId, run);
    if (!run) return { kind: 'done', reason: 'no such run' };
    if (run.state !== 'running' && run.state !== 'cancelled') return await rest(deps, run, null, run.state);

    if (!deps.mayDial()) return await rest(deps, run, LONGEST_WAIT_MS * 5, 'clock_skew');
    if (!(await rulesAreCurrent(deps.db, deps))) {
      deps.log.error({ runId: run.runId }, 'the rules were replaced: restart this worker, it plans nothing any more');
      return await rest(deps, run, LONGEST_WAIT_MS * 5, 'rules_replaced');
    }
    if (run.campaignStands && run.state === 'running') return await rest(deps, run, BLOCKED_WAIT_MS, 'campaign_stands');
    const round = run.state === 'cancelled' ? await windDown(deps, run) : await goOn(deps, run);
    if (round.moved > 0 && performance.now() < endsAtMs && !input.signal?.aborted) continue;
    if (round.moved > 0) return await rest(deps, run, 0, 'more');

    if (await finishIfDone(deps, run)) return { kind: 'done', reason: 'every contact is finished' };
    // A limit is lifted by what nobody can foretell: the next row to roll, days away, is no reason to sleep until then.
    const longestMs = round.limit === null ? Infinity : BLOCKED_WAIT_MS;
    const waitMs = Math.min(round.againInMs ?? BLOCKED_WAIT_MS, longestMs);
    const freedByCalls = FREED_BY_CALLS.includes(round.limit);
    const leftMs = Math.max(endsAtMs - performance.now(), graceMs(run, performance.now() - endsAtMs));
    const canWaitInside = freedByCalls ? performance.now() < endsAtMs : waitMs <= leftMs;
    if (!canWaitInside || input.signal?.aborted) {
      // Longer would be a lull in every half minute of a campaign whose calls fill its slots.
      const restMs = freedByCalls ? LONGEST_WAIT_MS : Math.max(waitMs, LONGEST_WAIT_MS);
      return await rest(deps, run, restMs, round.limit ?? 'waiting');
    }
    await noteBlocked(deps, run, round.limit);
    await deps.wakes.wait(
      [`run:${run.runId}`, ...run.steps.map((step) => `slots:${step.accountId}`)],
      Math.min(waitMs, LONGEST_WAIT_MS, Math.max(leftMs, 1)),
      input.signal,
    );
  }
}

/**
 * A reminder that comes due in a moment is waited for beyond the budget: a timer of Temporal counts whole seconds, and
 * the way through it would make this one late.
 */
const graceMs = (run: RunContext, overMs: number): number =>
  run.kind === 'programme' ? Math.min(REMINDER_GRACE_MS, LONGEST_OVER_MS - overMs) : 0;

/** What a later turn may find repaired is thrown on; what only a person can repair is an answer. */
function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError && error.kind !== 'unavailable') return error;
  throw error;
}

/** A run that cannot be read (a key that does not open, a number that is gone) would fail for ever: it pauses and says why. */
async function pauseBroken(deps: TurnDeps, runId: string, error: EngineError): Promise<TurnAnswer> {
  const reason = `${error.code}: ${error.message}`;
  await inTransaction(deps.db, async (tx) => {
    const paused = await firstRow<{ kind: string; campaignId: string; state: string }>(
      tx,
      sql`update runs set state = case when state = 'running' then 'paused' else state end, paused_reason = ${reason},
            paused_by = 'system', paused_at = outdial_now(), next_turn_at = 'infinity', turning_until = '-infinity'
          where id = ${runId} and state in ('running', 'cancelled') returning kind, campaign_id as "campaignId", state`,
    );
    if (!paused) return;
    const { kind, campaignId, state } = paused;
    const subject = kind === 'campaign' ? `campaign:${campaignId}` : `run:${runId}`;
    await audit(tx, { actor: 'system', action: 'campaign.pause', subject, reason });
    if (kind === 'campaign' && state === 'paused') {
      await tellOfCampaign(tx, 'campaign.paused', campaignId, { by: 'system', rule: error.code });
    }
  });
  deps.log.error({ runId, code: error.code }, 'run paused: it cannot be read');
  return { kind: 'done', reason };
}

/** What can keep a run waiting: a limit of the claim, or this process's clock. */
type BlockedReason = ClaimLimit | 'clock_skew' | 'rules_replaced' | 'campaign_stands';

interface Round {
  /** Contacts planned, rolled or claimed. */
  moved: number;
  limit: ClaimLimit | null;
  againInMs: number | null;
}

async function goOn(deps: TurnDeps, run: RunContext): Promise<Round> {
  const planned = await plan(deps, run);
  let moved = planned.moved + (await roll(deps, run));
  let limit: ClaimLimit | null = null;
  let againInMs: number | null = planned.againInMs;
  for (const step of run.steps) {
    if (run.settings.steps[step.index]?.retired) continue;
    const room = MAX_SENDER_LOAD - deps.sender.load();
    if (room <= 0) {
      limit = 'slots';
      againInMs = least(againInMs, 20);
      continue;
    }
    const claimed = await claim(deps, { run, step, sender: deps.sender.id, batch: room });
    deps.sender.submit(run, step, claimed);
    // A paced claim is not "more at once": the next send time says when.
    if (claimed.attempts.length > 0 && claimed.maxLateMs === Infinity) moved += claimed.attempts.length;
    limit = claimed.limit === 'batch' ? limit : (claimed.limit ?? limit);
    if (claimed.limit !== null || claimed.attempts.length > 0) againInMs = least(againInMs, claimed.againInMs);
  }
  if (moved === 0) againInMs = least(againInMs, await nextDueInMs(deps, run, limit));
  return { moved, limit, againInMs };
}

async function plan(deps: TurnDeps, run: RunContext): Promise<{ moved: number; againInMs: number | null }> {
  if (run.kind === 'retry') return await planMembers(deps, run);
  const moved = run.kind === 'programme' ? await planStale(deps, run.runId) : await planReady(deps, run);
  return { moved, againInMs: null };
}

async function windDown(deps: TurnDeps, run: RunContext): Promise<Round> {
  const moved =
    run.kind === 'retry'
      ? await giveMembersBack(deps, run.runId)
      : (await roll(deps, run)) + (await endReady(deps, run));
  return { moved, limit: null, againInMs: moved > 0 ? null : BLOCKED_WAIT_MS };
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

/** When the next row of the run comes due or must be rolled. A limit that is at work already decides on due rows. */
async function nextDueInMs(deps: TurnDeps, run: RunContext, limit: ClaimLimit | null): Promise<number | null> {
  const next = await firstRow<{ tryInMs: number | null; rollInMs: number | null }>(
    deps.db,
    sql`with t as materialized (select outdial_now() as now)
        select to_ms((select min(first.try_at) from unnest(${sql.param(run.steps.map((step) => step.index))}::integer[]) as s(step),
            lateral (select min(try_at) as try_at from due where run_id = ${run.runId} and policy_version = ${run.policyVersion}
              and step = s.step) as first)) - to_ms(t.now) as "tryInMs",
          to_ms((select min(roll_at) from due where run_id = ${run.runId})) - to_ms(t.now) as "rollInMs"
        from t`,
  );
  const tryInMs = next?.tryInMs ?? null;
  const due = tryInMs === null || (limit !== null && tryInMs <= 0) ? null : Math.max(tryInMs, 0);
  return least(due, next?.rollInMs === null || next?.rollInMs === undefined ? null : Math.max(next.rollInMs, 0));
}

/** Takes the wakes of until now for heard; one that comes after it, `rest` will find. */
async function renewLease(deps: TurnDeps, runId: string): Promise<void> {
  await deps.db.execute(
    sql`update runs set last_turn_at = outdial_now(), next_turn_at = greatest(next_turn_at, outdial_now()), turning_until = outdial_now() + ${`${TURN_LEASE_SECONDS} seconds`}::interval
        where id = ${runId}`,
  );
}

async function noteBlocked(deps: TurnDeps, run: RunContext, limit: BlockedReason | null): Promise<void> {
  const reason = limit === null || limit === 'pace' || limit === 'batch' || limit === 'slots' ? null : limit;
  await deps.db.execute(
    sql`update runs set blocked_reason = ${reason} where id = ${run.runId} and blocked_reason is distinct from ${reason}`,
  );
}

/**
 * Leaves the run until later: the relay starts the next turn when its time comes, or earlier when a verb or the fold
 * brings work forward. `waitMs` null = until somebody changes the run. The run's row is locked before the queue is read,
 * whoever plans rows touches that row too, and a verb's wake (`-infinity`) stands until a round has begun after it: so
 * nothing that comes in at this very moment is slept over.
 */
async function rest(deps: TurnDeps, run: RunContext, waitMs: number | null, reason: string): Promise<TurnAnswer> {
  await noteBlocked(deps, run, isLimit(reason) ? reason : null);
  // A limit already answers for rows that are due now; without one they mean "come again".
  const skipDueNow = waitMs !== null && isLimit(reason);
  const steps = sql.param(run.steps.map((step) => step.index));
  const restMs = await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select id from runs where id = ${run.runId} for update`);
    const next = await firstRow<{ restMs: number | null }>(
      tx,
      sql`with t as materialized (select outdial_now() as now)
          update runs r set turning_until = '-infinity', next_turn_at = case
              when r.state not in ('running', 'cancelled') then 'infinity'
              when r.next_turn_at = '-infinity' then r.next_turn_at
              else least(t.now + ${waitMs ?? 0} * interval '1 millisecond',
                -- Step by step, so that the claim's index answers: whoever books waits for the run's row meanwhile.
                (select min(first.try_at) from unnest(${steps}::integer[]) as s(step), lateral (select d.try_at from due d
                  where d.run_id = r.id and d.step = s.step and d.policy_version = r.policy_version and (d.try_at > t.now or not ${skipDueNow})
                  order by d.try_at limit 1) as first),
                -- Of an older version: a fold was late with it, and only a turn makes it one of now.
                case when r.kind = 'programme' and exists (select from due d
                  where d.run_id = r.id and d.step = any(${steps}::integer[]) and d.policy_version < r.policy_version) then t.now end)
              end
          from t where r.id = ${run.runId}
          returning case when next_turn_at < 'infinity' then to_ms(next_turn_at) - to_ms(t.now) end as "restMs"`,
    );
    return next?.restMs ?? null;
  });
  if (restMs === null) return { kind: 'done', reason };
  if (waitMs === 0) return { kind: 'more' };
  return { kind: 'later', waitMs: Math.max(Math.ceil(restMs), LONGEST_WAIT_MS), reason };
}

const LIMITS: readonly string[] = [
  'clock_skew',
  'campaign_stands',
  'pace',
  'slots',
  'credit',
  'budget',
  'daily_cap',
  'breaker',
  'stopped',
] satisfies BlockedReason[];
const isLimit = (reason: string): reason is BlockedReason => LIMITS.includes(reason);
