import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Bench } from '../open-bench.ts';
import type { Filled } from './fill-campaign.ts';
import { quantile, rounded } from './quantile.ts';

export interface Spread {
  p50Ms: number;
  p95Ms: number;
}

export interface ListFigures {
  groups: Spread;
  group: Spread;
  contacts: Spread;
  /** In the middle of the list, by its cursor. */
  contactsDeep: Spread;
  failedContacts: Spread;
  progress: Spread;
  /** The same figures by going through the tables. */
  baseline: { groupByCauseMs: number; countContactsMs: number; countAttemptsMs: number };
  /** Time of the console's answer, of that of its baseline. */
  groupsToGroupBy: number;
  progressToCounts: number;
  /** What the kept counts and the tables say differs by so many. */
  countsOff: number;
}

const WARM_UP = 5;
const TIMES = 60;
const BASELINE_TIMES = 3;

/** How long the answers take over HTTP from which the console is drawn, beside counting the same rows. */
export async function readLists({ stack }: Bench, key: string, filled: Filled): Promise<ListFigures> {
  const time = async (path: string): Promise<Spread> => {
    const tookMs: number[] = [];
    for (let time = -WARM_UP; time < TIMES; time++) {
      const startedAtMs = performance.now();
      const answer = await fetch(`${stack.apiUrl}/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      await answer.text();
      if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
      if (time >= 0) tookMs.push(performance.now() - startedAtMs);
    }
    return { p50Ms: rounded(quantile(tookMs, 0.5), 1), p95Ms: rounded(quantile(tookMs, 0.95), 1) };
  };
  const timeSql = async (statement: SQL): Promise<number> => {
    const tookMs: number[] = [];
    for (let time = 0; time < BASELINE_TIMES; time++) {
      const startedAtMs = performance.now();
      await stack.readDb.execute(statement);
      tookMs.push(performance.now() - startedAtMs);
    }
    return rounded(quantile(tookMs, 0.5), 1);
  };
  const { campaignId, runId } = filled;
  const groups = await time(`/failures?campaignId=${campaignId}`);
  const group = await time(`/failures/no_answer?campaignId=${campaignId}`);
  const contacts = await time(`/campaigns/${campaignId}/contacts?limit=100`);
  const contactsDeep = await time(`/campaigns/${campaignId}/contacts?limit=100&cursor=${filled.middleContactId}`);
  const failedContacts = await time(`/failures/no_answer/contacts?campaignId=${campaignId}&limit=200`);
  const progress = await time(`/campaigns/${campaignId}/progress`);
  const groupByCauseMs = await timeSql(GROUP_BY_CAUSE(runId));
  const countContactsMs = await timeSql(
    sql`select state, count(*) from contact_states where run_id = ${runId} group by state`,
  );
  const countAttemptsMs = await timeSql(
    sql`select state, outcome, count(*), sum(cost_micros) from attempts where run_id = ${runId} group by 1, 2`,
  );
  return {
    groups,
    group,
    contacts,
    contactsDeep,
    failedContacts,
    progress,
    baseline: { groupByCauseMs, countContactsMs, countAttemptsMs },
    groupsToGroupBy: rounded(groups.p50Ms / groupByCauseMs, 3),
    progressToCounts: rounded(progress.p50Ms / (countContactsMs + countAttemptsMs), 3),
    countsOff: await countsOff(stack.readDb, runId),
  };
}

/** What a list of groups needs of the attempts: causes, their hours and words, first and last. */
const GROUP_BY_CAUSE = (runId: string): SQL => sql`
  select cause, date_trunc('hour', ended_at) as hour, failure_code(provider_reason, reason) as code, count(*), min(ended_at), max(ended_at)
  from attempts where run_id = ${runId} and cause is not null
  group by grouping sets ((cause), (cause, 2), (cause, 3))`;

async function countsOff(db: Bench['stack']['readDb'], runId: string): Promise<number> {
  const off = await rows<{ n: number }>(
    db,
    sql`select abs(coalesce(kept.n, 0) - coalesce(real.n, 0))::int as n
        from (select what, key, sum(n) as n from live_counts where run_id = ${runId}
            and (what = 'contact' or what = 'failure' and value = 'all') group by 1, 2) kept
          full join (
            select 'contact' as what, state as key, count(*) as n from contact_states where run_id = ${runId} group by 2
            union all
            select 'failure', cause, count(*) from attempts where run_id = ${runId} and cause is not null group by 2
          ) real using (what, key)`,
  );
  return off.reduce((sum, { n }) => sum + n, 0);
}
