import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { SuppressionScope } from '../../../domain/suppression-scope.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { iso } from '../../reading/iso.ts';

export interface SuppressionListView extends SuppressionScope {
  id: number;
  name: string;
  source: string;
  /** YYYY-MM-DD. */
  asOf: string | null;
  ageDays: number | null;
  /** Too old to be relied on; `staleRule` says by which rule. */
  stale: boolean;
  staleRule: string | null;
  fileName: string;
  sha256: string;
  state: 'loading' | 'done' | 'failed' | 'replaced' | 'removed';
  failure: string | null;
  rowsRead: number;
  rowsRejected: number;
  numbers: number;
  createdBy: string;
  createdAt: string;
  doneAt: string | null;
}

/**
 * The version of the national registry that is used must have been obtained no more than 31 days before a call.
 * A list of one's own has no day as of which it was published, and does not age.
 */
const FRESH_DAYS = 31;
const STALE_RULE = '47 CFR 64.1200(c)(2)(i)(D)';

/** Every list by its name: the load that counts, or else the last one. */
export async function listSuppressionLists(deps: Pick<EngineDeps, 'readDb'>): Promise<SuppressionListView[]> {
  return await readLists(
    deps,
    sql`l.id in (select distinct on (name) id from suppression_lists order by name, (state = 'done') desc, id desc)`,
    sql`l.name`,
  );
}

/** One list, with every load of its name, newest first. Throws EngineError `unknown_list`. */
export async function getSuppressionList(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { name: string },
): Promise<SuppressionListView & { loads: SuppressionListView[] }> {
  const loads = await readLists(deps, sql`l.name = ${input.name}`, sql`l.id desc`);
  const shown = loads.find(({ state }) => state === 'done') ?? loads[0];
  if (!shown) throw unknownList(input.name);
  return { ...shown, loads };
}

export const unknownList = (name: string): EngineError =>
  new EngineError('not_found', 'unknown_list', `There is no suppression list "${name}".`, {
    repair: 'List the suppression lists to find its name.',
  });

async function readLists(deps: Pick<EngineDeps, 'readDb'>, where: SQL, order: SQL): Promise<SuppressionListView[]> {
  return await rows(
    deps.readDb,
    sql`
      select l.id, l.name, l.purpose, l.channel, l.source, l.as_of::text as "asOf", age.days as "ageDays",
        coalesce(l.state = 'done' and age.days > ${FRESH_DAYS}, false) as stale,
        case when l.state = 'done' and age.days > ${FRESH_DAYS} then ${STALE_RULE} end as "staleRule",
        l.file_name as "fileName", l.sha256, l.state, l.failure, l.rows_read as "rowsRead",
        l.rows_rejected as "rowsRejected", l.numbers, l.created_by as "createdBy", ${iso(sql`l.created_at`)} as "createdAt",
        ${iso(sql`l.done_at`)} as "doneAt"
      from suppression_lists l,
        lateral (select (outdial_now() at time zone 'UTC')::date - l.as_of as days) age
      where ${where} order by ${order}`,
  );
}
