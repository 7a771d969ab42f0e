import { sql } from 'drizzle-orm';
import type { Stuck } from './stuck.ts';

/**
 * A change that its own worker has not carried on: plans, starts, answers, and what other systems are told.
 * Each is asked with the patience of a minute, since the wake-up comes within seconds; webhooks have an hour of retries.
 */
export const STUCK_REMINDERS: readonly Stuck[] = [
  {
    part: 'programmes',
    level: 'problem',
    // Rules that were replaced make plans stale, too, and leave no time with the run.
    offenders: sql`select p.id::text || ' (' || p.name || ')' from programmes p join runs r on r.id = p.run_id and r.state = 'running'
      where exists (select from appointments a where a.programme_id = p.id and a.plan_version < r.policy_version and a.starts_at > outdial_now())
        and greatest(r.replan_at, (select max(created_at) from audit_entries where subject = 'rules')) < outdial_now() - interval '1 minute'`,
    words: (count) => `${count} have appointments whose steps wait to be planned anew for more than a minute`,
    fine: 'every plan is one of its programme as it stands',
    repair:
      'Nothing of a stale plan goes out. Very many appointments take some minutes; else see that every worker has the same rule and zone files, then look at the runs above and into the log of the worker.',
  },
  {
    part: 'schedules',
    level: 'problem',
    offenders: sql`select s.id::text || ' (' || s.name || ')' from schedules s where s.synced_version < s.version
      and coalesce((select max(created_at) from audit_entries where subject = 'schedule:' || s.id), s.created_at)
        < outdial_now() - interval '1 minute'`,
    words: (count) => `${count} were changed more than a minute ago, and Temporal starts them as they were before`,
    fine: 'Temporal knows every recurring campaign as it stands',
    repair: 'Look at Temporal and at the workers above; the relay of a worker tells it, so its log says why it cannot.',
  },
  {
    part: 'answers',
    level: 'problem',
    offenders: sql`select q.answer_id::text from answers_to_apply q where q.created_at < outdial_now() - interval '1 minute'`,
    words: (count) => `${count} wait for more than a minute: their appointments are reminded as if nobody had answered`,
    fine: 'every answer has reached its appointment',
    repair:
      'Look at the workers above and into their log; until then: see it in "outdial appointments show ID" and cancel by hand where it says so.',
  },
  {
    part: 'webhooks',
    level: 'warning',
    // Somebody who turned an endpoint off by hand knows of it.
    offenders: sql`select e.id::text || ' (' || coalesce(e.disabled_reason, 'no reason kept') || ')' from webhook_endpoints e
      where not e.enabled and e.removed_at is null and exists (select from audit_entries o
        where o.subject = 'webhook_endpoint:' || e.id and o.action = 'webhook_endpoint.disable'
          and not exists (select from audit_entries l where l.subject = o.subject and l.id > o.id and l.details ? 'enabled'))`,
    words: (count) => `${count} were turned off, since they failed`,
    fine: 'none was turned off for failing',
    repair:
      'Repair the address, then: outdial webhooks change ID --enable. What was not told meanwhile: outdial webhooks retry ID EVENT',
  },
  {
    part: 'webhooks',
    level: 'warning',
    offenders: sql`select d.endpoint_id::text || ' (' || count(*) || ' waiting)' from webhook_deliveries d join events v on v.id = d.event_id
      where d.state = 'waiting' and v.created_at < outdial_now() - interval '1 hour' group by d.endpoint_id`,
    words: (count) => `${count} have not been told of events that are more than an hour old`,
    fine: 'no event waits for long',
    repair:
      'See what they answered: outdial webhooks deliveries ID. A dead address is put right by: outdial webhooks change ID',
  },
];
