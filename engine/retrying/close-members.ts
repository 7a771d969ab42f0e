import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Queryable } from '../../db/client.ts';
import type { CanarySeen } from '../../domain/retries/canary-verdict.ts';

/** Outcomes after which nobody needs to try again. */
const GOOD = sql`('answered', 'sms_sent')`;

/**
 * Books what came of members that wait for nothing any more: dialled, with its cause or outcome; or not, because the plan
 * of the last moment ended them (a no, no consent, no hour), with that reason.
 */
export async function closeMembers(tx: Pick<Queryable, 'execute'>, runId: string): Promise<void> {
  await tx.execute(sql`
    with over as (
      select m.retry_id, m.contact_id, s.state, s.reason, last.id as attempt_id, coalesce(last.cause, last.outcome, s.state) as result
      from retries t join run_members m on m.retry_id = t.id and m.status = 'waiting'
        join contact_states s on s.contact_id = m.contact_id and s.state not in ('waiting', 'in_flight')
        left join lateral (select a.id, a.cause, a.outcome from attempts a
          where a.contact_id = m.contact_id and a.run_id = t.run_id and a.state <> 'VOID' order by a.id desc limit 1) last on true
      where t.run_id = ${runId}
      order by m.contact_id limit 5000 for update of m
    )
    update run_members m set status = case when o.attempt_id is null then 'excluded' else 'dialled' end,
      result = case when o.attempt_id is null then null else o.result end,
      exclusion = case when o.attempt_id is null then coalesce(o.reason, o.state) end, done_at = (select outdial_now())
    from over o where m.retry_id = o.retry_id and m.contact_id = o.contact_id`);
}

/**
 * How the first few of a retry did. Who is over counts at once: a turn books it moments later, and none does while the
 * retry is paused.
 */
export async function readCanary(tx: Pick<Queryable, 'execute'>, retryId: string): Promise<CanarySeen> {
  const seen = await firstRow<CanarySeen>(
    tx,
    sql`with member as (
          select m.status, coalesce(m.result, last.result) as result from retries t
            join run_members m on m.retry_id = t.id and m.is_canary and m.status in ('queued', 'waiting', 'dialled')
            left join contact_states s on s.contact_id = m.contact_id and m.status = 'waiting' and s.state not in ('waiting', 'in_flight')
            left join lateral (select coalesce(a.cause, a.outcome, s.state) as result from attempts a
              where s.contact_id is not null and a.contact_id = m.contact_id and a.run_id = t.run_id and a.state <> 'VOID'
              order by a.id desc limit 1) last on true
          where t.id = ${retryId}
        )
        select count(*) filter (where result is null)::int as open, count(*) filter (where result is not null)::int as done,
          count(*) filter (where result not in ${GOOD})::int as failed
        from member`,
  );
  return seen ?? { open: 0, done: 0, failed: 0 };
}
