import { sql } from 'drizzle-orm';
import { notifyLive } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { FailureFilter } from '../../../domain/retries/failure-filter.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { anyMatches, filterBrief, matchingAfter, STILL_FAILED, type FrozenFilter } from '../matching.ts';
import { checkScope } from '../scope.ts';

/** Short enough that a fold waits for none of them. */
const BATCH = 2_000;

/**
 * Declares the contacts that match now done with: they leave the failures, and no retry takes them. Whoever is no longer
 * failed when its turn comes is left alone. Asked twice, the second finds nobody and makes no resolution (null).
 * Throws EngineError `unknown_campaign`, `unknown_country`.
 */
export async function resolveFailures(
  deps: Pick<EngineDeps, 'db' | 'places'>,
  input: { filter: FailureFilter; reason: string; actor: string },
): Promise<{ resolutionId: string | null; count: number }> {
  const { filter, reason, actor } = input;
  await checkScope(deps.db, filter);
  const frozen = { filter, places: deps.places, atMs: await readNowMs(deps.db) };
  if (!(await anyMatches(deps.db, frozen))) return { resolutionId: null, count: 0 };
  const resolution = await firstRow<{ id: string }>(
    deps.db,
    sql`insert into resolutions (filter, reason, contacts, created_by)
        values (${JSON.stringify(filter)}::jsonb, ${reason}, 0, ${actor}) returning id`,
  );
  if (!resolution) throw new Error('the resolution was not written');
  let count = 0;
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    const batch = await inTransaction(deps.db, (tx) => resolveBatch(tx, resolution.id, frozen, from));
    count += batch.resolved;
    after = batch.last;
  }
  await inTransaction(deps.db, async (tx) => {
    const details = { ...filterBrief(filter), contacts: count };
    await audit(tx, { actor, action: 'failure.resolve', subject: `resolution:${resolution.id}`, reason, details });
    await notifyLive(tx, 'failures');
  });
  return { resolutionId: resolution.id, count };
}

/** Each batch is counted with what it did, so that one whose process dies says how far it came. */
async function resolveBatch(
  tx: Transaction,
  resolutionId: string,
  frozen: FrozenFilter,
  after: number,
): Promise<{ resolved: number; last: number | null }> {
  // Against an undo that comes before the end: what it took back is not taken again.
  const open = await firstRow(
    tx,
    sql`select from resolutions where id = ${resolutionId} and undone_at is null for update`,
  );
  if (!open) return { resolved: 0, last: null };
  const batch = await firstRow<{ resolved: number; last: number | null }>(
    tx,
    sql`with chosen as materialized (${matchingAfter(frozen, after, BATCH)}),
        -- In the order of their ids, as everybody locks them.
        held as materialized (
          select s.contact_id from contact_states s
          where s.contact_id in (select contact_id from chosen) and ${STILL_FAILED(frozen.atMs)}
          order by s.contact_id for update
        ), done as (
          update contact_states s set resolution_id = ${resolutionId} from held
          where s.contact_id = held.contact_id and ${STILL_FAILED(frozen.atMs)} returning 1
        ), counted as (
          update resolutions set contacts = contacts + (select count(*) from done) where id = ${resolutionId}
        )
        select (select count(*)::int from done) as resolved, (select max(contact_id) from chosen) as last`,
  );
  return batch ?? { resolved: 0, last: null };
}
