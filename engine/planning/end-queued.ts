import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Queryable } from '../../db/client.ts';

/**
 * The steps by which contacts are taken out of the queue by hand, in this order and in one transaction of
 * `inTransaction`; undo-batch.ts says why nobody can be dialled in between.
 */
const among = (ids: readonly number[]) => sql`any(${sql.param([...ids])}::bigint[])`;

/** Takes the due rows of contacts away. Waits for a claim that has one: then it has none, but an attempt. */
export async function deleteDueOf(tx: Pick<Queryable, 'execute'>, ids: readonly number[]): Promise<void> {
  await tx.execute(sql`
    with locked as (
      select contact_id, run_id, subject, step from due where contact_id = ${among(ids)}
      order by contact_id, run_id, subject, step for update
    )
    delete from due d using locked l
    where d.contact_id = l.contact_id and d.run_id = l.run_id and d.subject = l.subject and d.step = l.step`);
}

/** Waits for whoever plans these contacts or records what became of them; nobody plans them afterwards. */
export async function lockStatesOf(tx: Pick<Queryable, 'execute'>, ids: readonly number[]): Promise<void> {
  await tx.execute(sql`
    select from contact_states where contact_id = ${among(ids)} order by contact_id for update`);
}

/** Takes away what was planned meanwhile. Throws lock_not_available, which is repeated, where a claim was quicker. */
export async function deleteLateDueOf(tx: Pick<Queryable, 'execute'>, ids: readonly number[]): Promise<void> {
  await tx.execute(sql`
    with locked as (
      select contact_id, run_id, subject, step from due where contact_id = ${among(ids)} for update nowait
    )
    delete from due d using locked l
    where d.contact_id = l.contact_id and d.run_id = l.run_id and d.subject = l.subject and d.step = l.step`);
}

/**
 * Ends contacts whose states are locked and whose due rows are gone: `cancelled` with the reason. Who is in flight keeps
 * its attempt and carries the reason: the plan ends it instead of trying again (replan.ts). Answers how many of each.
 */
export async function endUndialled(
  tx: Pick<Queryable, 'execute'>,
  ids: readonly number[],
  reason: string,
): Promise<{ ended: number; inFlight: number }> {
  const counted = await firstRow<{ ended: number; inFlight: number }>(
    tx,
    sql`
      with ended as (
        update contact_states set state = 'cancelled', reason = ${reason}, changed_at = (select outdial_now())
        where contact_id = ${among(ids)} and state in ('ready', 'waiting', 'unknown_zone', 'no_consent')
        returning 1
      ), marked as (
        update contact_states set reason = ${reason} where contact_id = ${among(ids)} and state = 'in_flight'
        returning 1
      )
      select (select count(*) from ended)::int as ended, (select count(*) from marked)::int as "inFlight"`,
  );
  return counted ?? { ended: 0, inFlight: 0 };
}
