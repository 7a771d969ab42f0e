import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';

/**
 * Members of retries that were not dialled stand again as they did before: nobody is on no list. Only who waits for the
 * retry is touched; who was dialled keeps what came of it, and who said no meanwhile keeps that.
 */
export async function giveStatesBack(
  tx: Pick<Queryable, 'execute'>,
  members: readonly { retryId: string; contactId: number }[],
): Promise<void> {
  if (members.length === 0) return;
  await tx.execute(sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as i("retryId" uuid, "contactId" bigint)
    ), given as (
      update run_members m set status = 'given_back', done_at = (select outdial_now())
      from wanted w where m.retry_id = w."retryId" and m.contact_id = w."contactId" and m.status in ('queued', 'waiting')
      returning m.*
    )
    update contact_states s set state = g.state_before, reason = g.reason_before, step = g.step_before, attempts_made = g.attempts_before,
      last_outcome = g.outcome_before, last_cause = g.cause_before, changed_at = g.changed_at
    from given g where s.contact_id = g.contact_id and s.state in ('waiting', 'in_flight')`);
}
