import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { describeCause } from '../../../domain/cause.ts';
import { isOutcome, outcomeClass } from '../../../domain/outcome.ts';
import { findRun } from '../../campaigns/find-run.ts';
import { runsOfCampaign } from '../../counting/count-sql.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { iso } from '../iso.ts';
import {
  answerRateByHour,
  bucketSeconds,
  KEPT_SECONDS,
  mergeBuckets,
  type Ended,
  type HourOfDay,
} from './merge-buckets.ts';

export interface CampaignCharts {
  campaignId: string;
  from: string | null;
  to: string | null;
  zone: string;
  bucketSeconds: number;
  /** Of all points, the most frequent first: the columns of a table. */
  outcomeNames: string[];
  outcomes: { at: string; ended: number; byOutcome: Record<string, number> }[];
  /** Failed attempts of these hours, by cause, the most frequent first. */
  failures: { cause: string; words: string; attempts: number; share: number }[];
  answerRateByHour: HourOfDay[];
  /** What calls that ended had cost by the end of each stretch. Parked calls have no end: they are in the totals alone. */
  spend: { at: string; spentMicros: number }[];
  spentMicros: number;
  presumedMicros: number;
  heldMicros: number;
  budgetMicros: number | null;
  currency: string;
  at: string;
}

export interface ChartsInput {
  campaignId: string;
  /** Absent = from the first end on. */
  fromMs?: number | undefined;
  /** Not at or after; absent = up to the last end. */
  toMs?: number | undefined;
  /** Whose clock hours are read on; absent = UTC. */
  zone?: string | undefined;
}

/**
 * How a campaign and its retries went, from kept counts in stretches of five minutes, merged to at most 300 points.
 * Throws EngineError `unknown_campaign`, `unknown_zone`.
 */
export async function campaignCharts(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  { campaignId, fromMs, toMs, zone = 'UTC' }: ChartsInput,
): Promise<CampaignCharts> {
  if (!deps.zones.has(zone)) {
    throw new EngineError('invalid', 'unknown_zone', `There is no time zone "${zone}".`, {
      repair: 'Write it like America/Chicago.',
    });
  }
  const { runId } = await findRun(deps.readDb, campaignId);
  const [ended, failures, totals] = await Promise.all([
    readEnded(deps, campaignId, toMs),
    readFailures(deps, campaignId, fromMs, toMs),
    readTotals(deps, campaignId, runId),
  ]);
  const firstMs = fromMs === undefined ? (ended[0]?.atMs ?? 0) : kept(fromMs);
  const shown = ended.filter(({ atMs }) => atMs >= firstMs);
  const lastMs = toMs ?? (shown.at(-1)?.atMs ?? firstMs) + (shown.length > 0 ? KEPT_SECONDS * 1_000 : 0);
  const seconds = bucketSeconds(firstMs, lastMs);
  const points = mergeBuckets(shown, firstMs, lastMs, seconds);
  let spentMicros = ended.filter(({ atMs }) => atMs < firstMs).reduce((sum, { micros }) => sum + micros, 0);
  return {
    campaignId,
    from: points.length > 0 ? isoOf(firstMs) : null,
    to: points.length > 0 ? isoOf(lastMs) : null,
    zone,
    bucketSeconds: seconds,
    outcomeNames: byFrequency(shown),
    outcomes: points.map(({ atMs, byOutcome }) => ({
      at: isoOf(atMs),
      ended: Object.values(byOutcome).reduce((sum, n) => sum + n, 0),
      byOutcome,
    })),
    failures,
    answerRateByHour: answerRateByHour(
      shown,
      (outcome) => isOutcome(outcome) && outcomeClass(outcome) === 'success',
      (atMs) => deps.zones.offsetMinutesAt(zone, atMs),
    ),
    spend: points.map(({ atMs, micros }) => ({ at: isoOf(atMs), spentMicros: (spentMicros += micros) })),
    ...totals,
  };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
const kept = (ms: number): number => Math.floor(ms / (KEPT_SECONDS * 1_000)) * KEPT_SECONDS * 1_000;
/** As the counts name their stretches, `2026-11-26T14:05Z`: the order of these texts is that of time. */
const keyOf = (ms: number): string => `${isoOf(ms).slice(0, 16)}Z`;
const hourOf = (ms: number): string => `hour:${isoOf(ms).slice(0, 13)}`;

function byFrequency(ended: readonly Ended[]): string[] {
  const totals = new Map<string, number>();
  for (const { outcome, n } of ended) totals.set(outcome, (totals.get(outcome) ?? 0) + n);
  return [...totals]
    .filter(([, n]) => n > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([outcome]) => outcome);
}

/** Also what lies before the time that is looked at: what was spent by then counts. */
async function readEnded(
  deps: Pick<EngineDeps, 'readDb'>,
  campaignId: string,
  toMs: number | undefined,
): Promise<Ended[]> {
  return await rows(
    deps.readDb,
    sql`
      select to_ms(key::timestamptz) as "atMs", value as outcome, sum(n)::int as n, sum(micros)::bigint as micros
      from live_counts
      where run_id = any(${runsOfCampaign(sql`${campaignId}`)}) and what = 'ended'
        and ${toMs === undefined ? sql`true` : sql`key collate "C" < ${keyOf(toMs)}`}
      group by key, value having sum(n) <> 0 or sum(micros) <> 0 order by key`,
  );
}

async function readFailures(
  deps: Pick<EngineDeps, 'readDb'>,
  campaignId: string,
  fromMs: number | undefined,
  toMs: number | undefined,
): Promise<CampaignCharts['failures']> {
  const found = await rows<{ cause: string; attempts: number }>(
    deps.readDb,
    sql`
      select key as cause, sum(n)::int as attempts from live_counts
      where run_id = any(${runsOfCampaign(sql`${campaignId}`)}) and what = 'failure'
        and value like 'hour:%' and value collate "C" >= ${fromMs === undefined ? 'hour:' : hourOf(fromMs)}
        and value collate "C" <= ${toMs === undefined ? 'hour:9999' : hourOf(toMs - 1)}
      group by key having sum(n) > 0 order by 2 desc, 1`,
  );
  const all = found.reduce((sum, { attempts }) => sum + attempts, 0);
  return found.map(({ cause, attempts }) => ({
    cause,
    words: describeCause(cause).words,
    attempts,
    share: attempts / all,
  }));
}

type Totals = Pick<
  CampaignCharts,
  'spentMicros' | 'presumedMicros' | 'heldMicros' | 'budgetMicros' | 'currency' | 'at'
>;

async function readTotals(deps: Pick<EngineDeps, 'readDb'>, campaignId: string, runId: string): Promise<Totals> {
  const mine = runsOfCampaign(sql`${campaignId}`);
  const totals = await firstRow<Totals>(
    deps.readDb,
    sql`
      select
        coalesce((select sum(micros) from live_counts where run_id = any(${mine}) and what = 'attempt'), 0)::bigint as "spentMicros",
        coalesce((select sum(presumed) from live_counts where run_id = any(${mine}) and what = 'attempt'), 0)::bigint as "presumedMicros",
        coalesce((select sum(o.hold_micros) from open_attempts o where o.run_id = any(${mine})), 0)::bigint as "heldMicros",
        (c.settings ->> 'budgetMicros')::bigint as "budgetMicros",
        coalesce((select a.currency from provider_accounts a
          where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), 'USD') as currency,
        ${iso(sql`(select outdial_now())`)} as at
      from runs r join campaigns c on c.id = r.campaign_id where r.id = ${runId}`,
  );
  if (!totals) throw new Error(`run ${runId} is gone`);
  return totals;
}
