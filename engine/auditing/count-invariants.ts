import { sql, type SQL } from 'drizzle-orm';
import type { Invariant } from './invariants.ts';

/** Names under which counts differ from what is counted again, in one snapshot: rows of `real` and of `kept`. */
const differing = (real: SQL, kept: SQL, columns: SQL): SQL => sql`
  select concat_ws(' ', run_id, what, key, value) from (${real}) real full join (
    select run_id, what, key, value, sum(n) as n, sum(micros) as micros, sum(presumed) as presumed from live_counts
    where ${kept} group by 1, 2, 3, 4
  ) kept using (run_id, what, key, value)
  where ${columns}`;

const N = sql`coalesce(real.n, 0) <> coalesce(kept.n, 0)`;
const N_AND_MICROS = sql`(${N} or coalesce(real.micros, 0) <> coalesce(kept.micros, 0))`;

/** Counts are written by triggers beside what they count: these find a writer that went past them. */
export const COUNT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'contacts_are_counted',
    words: 'the kept counts of contacts by state, and of open failures by cause, are what counting them gives',
    offenders: differing(
      sql`
        select run_id, 'contact' as what, state as key, '' as value, count(*) as n from contact_states
        where run_id is not null group by 1, 3
        union all
        select run_id, 'cause_contact', cause, '', count(*) from contact_states
        where run_id is not null and cause is not null and resolution_id is null group by 1, 3`,
      sql`what in ('contact', 'cause_contact')`,
      N,
    ),
  },
  {
    name: 'attempts_are_counted',
    words: 'the kept counts and costs of attempts by state and outcome are what counting them gives',
    offenders: differing(
      sql`
        select run_id, 'attempt' as what, state as key, coalesce(outcome, '') as value, count(*) as n,
          coalesce(sum(cost_micros), 0) as micros, coalesce(sum(cost_micros) filter (where cost_presumed), 0) as presumed
        from attempts group by 1, 3, 4`,
      sql`what = 'attempt'`,
      sql`(${N_AND_MICROS} or coalesce(real.presumed, 0) <> coalesce(kept.presumed, 0))`,
    ),
  },
  {
    name: 'failures_are_counted',
    words: 'the kept counts of failed attempts, by cause and what they have in common, are what counting them gives',
    offenders: differing(
      sql`
        select a.run_id, 'failure' as what, a.cause as key, v.value, count(*) as n
        from attempts a, lateral (values ('all'), ('number:' || a.number_id), ('prefix:' || number_prefix(a.phone)),
          ('code:' || failure_code(a.provider_reason, a.reason)),
          ('hour:' || to_char(coalesce(a.ended_at, a.gated_at, a.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24'))) as v (value)
        where a.cause is not null group by 1, 3, 4`,
      sql`what = 'failure'`,
      N,
    ),
  },
  {
    name: 'ends_are_counted',
    words: 'the kept counts and costs of ends, by stretch of five minutes and outcome, are what counting them gives',
    offenders: differing(
      sql`
        select run_id, 'ended' as what,
          to_char(date_bin('5 minutes', ended_at, '2000-01-01Z') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as key,
          coalesce(outcome, 'unknown_end') as value, count(*) as n, coalesce(sum(cost_micros), 0) as micros
        from attempts where ended_at is not null group by 1, 3, 4`,
      sql`what = 'ended'`,
      N_AND_MICROS,
    ),
  },
];
