import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../iso.ts';
import type { AccountHealth } from './system-health.ts';

/** Attempts that latency is measured on: the newest of the last quarter of an hour. */
const MEASURED = 2_000;
/** Facts that tell whether callbacks come. */
const LOOKED_AT = 2_000;
/** So many ends that only a question brought, and no callback beside them: callbacks do not arrive. */
const ENDS_WITHOUT_CALLBACK = 3;

/** Accounts with their breakers, credit, latency, and whether their callbacks arrive. */
export async function readAccounts(deps: Pick<EngineDeps, 'readDb'>): Promise<AccountHealth[]> {
  return await rows(
    deps.readDb,
    sql`
      with lately as materialized (
        select account_id, extract(epoch from accepted_at - sent_at) * 1000 as ms
        from (select account_id, sent_at, accepted_at from attempts where id > (select uuidv7(interval '-15 minutes'))
          order by id desc limit ${MEASURED}) a
        where accepted_at > sent_at
      ), latency as materialized (
        select account_id, percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.95) within group (order by ms) as p95
        from lately group by account_id
      ), told as materialized (
        select account_id, max(received_at) filter (where source = 'webhook') as "callbackAt",
          count(*) filter (where source = 'read' and fact ->> 'kind' = 'ended' and received_at > (select outdial_now()) - interval '15 minutes') as ends,
          count(*) filter (where source = 'webhook' and received_at > (select outdial_now()) - interval '15 minutes') as callbacks
        from (select account_id, source, fact, received_at from provider_events order by id desc limit ${LOOKED_AT}) e
        group by account_id
      )
      select a.id, a.name, a.provider, a.mode, ${iso(sql`a.stopped_at`)} as "stoppedAt", a.stopped_reason as "stoppedReason",
        a.breaker_state as breaker, a.breaker_reason as reason, ${iso(sql`a.resume_at`)} as "resumeAt",
        case when a.breaker_state <> 'closed' then
          ${iso(sql`(a.resume_at - a.breaker_wait_ms * interval '1 millisecond')`)} end as since,
        (coalesce((select c.balance_micros from credit_accounts c where c.account_id = a.id and c.kind = 'available'), 0)
          - coalesce((select sum(o.hold_micros) from open_attempts o where o.account_id = a.id), 0))::bigint as "balanceMicros",
        a.currency, round(l.p50)::int as "latencyP50Ms", round(l.p95)::int as "latencyP95Ms",
        case when a.webhook_ref is null then 'polling'
          when t.ends >= ${ENDS_WITHOUT_CALLBACK} and t.callbacks = 0 then 'silent' else 'registered' end as callbacks,
        ${iso(sql`t."callbackAt"`)} as "lastCallbackAt"
      from provider_accounts a left join latency l on l.account_id = a.id left join told t on t.account_id = a.id
      order by a.id`,
  );
}
