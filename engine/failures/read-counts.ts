import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { iso } from '../reading/iso.ts';
import { runsOf, type FailureScope } from './scope.ts';

type Reader = Pick<Queryable, 'execute'>;

export interface FailureCount {
  cause: string;
  /** `all`, `code:...`, `hour:...`, `number:...` or `prefix:...`. */
  value: string;
  count: number;
  firstAt: string | null;
  lastAt: string | null;
}

/** Failed attempts by cause: all of them, by provider's word, and by the hours asked for. */
export const readFailureCounts = async (
  db: Reader,
  scope: FailureScope,
  hours: readonly string[],
): Promise<FailureCount[]> => await rows(db, failureCounts(scope, hours));

/** Reads counts alone, by their index, however many attempts there are. */
export function failureCounts(scope: FailureScope, hours: readonly string[]): SQL {
  const wanted = ['all', ...hours.map((hour) => `hour:${hour}`)];
  return sql`
    select key as cause, value, sum(n)::int as count, ${iso(sql`min(first_at)`)} as "firstAt", ${iso(sql`max(last_at)`)} as "lastAt"
    from live_counts
    where run_id = any(${runsOf(scope)}) and what = 'failure'
      and (value = any(${sql.param(wanted)}::text[]) or value like 'code:%')
    group by key, value having sum(n) > 0`;
}

/** The same of one cause, by everything that is counted. */
export async function readCauseCounts(db: Reader, scope: FailureScope, cause: string): Promise<FailureCount[]> {
  return await rows(
    db,
    sql`select key as cause, value, sum(n)::int as count, ${iso(sql`min(first_at)`)} as "firstAt", ${iso(sql`max(last_at)`)} as "lastAt"
        from live_counts
        where run_id = any(${runsOf(scope)}) and what = 'failure' and key = ${cause}
        group by key, value having sum(n) > 0`,
  );
}

export interface OpenContacts {
  cause: string;
  campaignId: string;
  name: string;
  /** Set where the contacts are messages of reminders. */
  programmeId: string | null;
  kind: 'campaign' | 'programme';
  count: number;
}

/** Contacts that ended with a cause and are not resolved, by campaign; the most first. */
export async function readOpenContacts(db: Reader, scope: FailureScope, cause?: string): Promise<OpenContacts[]> {
  return await rows(
    db,
    sql`select c.key as cause, r.campaign_id as "campaignId", k.name, p.id as "programmeId", r.kind, c.count
        from (
          select run_id, key, sum(n)::int as count from live_counts
          where run_id = any(${runsOf(scope)}) and what = 'cause_contact'
            ${cause === undefined ? sql`` : sql`and key = ${cause}`}
          group by run_id, key having sum(n) > 0
        ) c
          join runs r on r.id = c.run_id join campaigns k on k.id = r.campaign_id
          left join programmes p on p.campaign_id = k.id
        where r.kind in ('campaign', 'programme')
        order by c.count desc, r.campaign_id desc`,
  );
}

/** Attempts that left Outdial or were refused; what was given back unsent is none. */
export async function readDials(db: Reader, scope: FailureScope): Promise<number> {
  const [totals] = await rows<{ dials: number }>(
    db,
    sql`select coalesce(sum(n), 0)::int as dials from live_counts
        where run_id = any(${runsOf(scope)}) and what = 'attempt' and key not in ('INTENT', 'VOID')`,
  );
  return totals?.dials ?? 0;
}
