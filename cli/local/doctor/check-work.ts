import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../../engine/deps.ts';
import { IMPORT_AT_WORK } from '../../../engine/reading/import-at-work.ts';
import { listLiveWorkers } from '../../../engine/reading/workers.ts';
import { ok, problem, type Finding } from './finding.ts';
import { STUCK_REMINDERS } from './stuck-reminders.ts';
import type { Stuck } from './stuck.ts';

const MAX_SKEW_MS = 1_000;
const SHOWN = 20;

/** A worker of the first seconds has not heard of its servers yet. */
const YOUNG_SECONDS = 15;
const YOUNG_POLL_MS = 500;

/** Waits while a worker has only just started: right after `outdial up` everything would look broken. */
export async function untilWorkersKnow(deps: Pick<EngineDeps, 'readDb'>): Promise<void> {
  for (;;) {
    const young = await rows(
      deps.readDb,
      sql`select from workers where stopped_at is null and not (temporal_ok and redis_ok)
        and seen_at > clock_timestamp() - make_interval(secs => ${YOUNG_SECONDS})
        and started_at > clock_timestamp() - make_interval(secs => ${YOUNG_SECONDS})`,
    );
    if (young.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, YOUNG_POLL_MS));
  }
}

/** Heartbeats: who dials, and what they see of the servers. */
export async function checkWorkers(deps: Pick<EngineDeps, 'readDb'>): Promise<Finding[]> {
  const workers = await listLiveWorkers(deps);
  if (workers.length === 0) {
    return [
      problem(
        'workers',
        'none has reported within 15 s: nothing is dialled',
        'Run "outdial up", or start worker/main.ts.',
      ),
    ];
  }
  const blind = (part: string, ids: string[], repair: string): Finding[] =>
    ids.length === 0
      ? []
      : [problem('workers', `${ids.length} of ${workers.length} cannot reach ${part}`, repair, ids)];
  const ids = (broken: (worker: (typeof workers)[number]) => boolean): string[] =>
    workers.filter(broken).map(({ id }) => id);
  const skewed = ids(({ clockSkewMs }) => Math.abs(clockSkewMs) > MAX_SKEW_MS);
  return [
    ok('workers', `${workers.length} alive`),
    ...blind(
      'Temporal',
      ids(({ temporalOk }) => !temporalOk),
      'Check TEMPORAL_ADDRESS where the worker runs, and its log.',
    ),
    ...blind(
      'Redis',
      ids(({ redisOk }) => !redisOk),
      'Check REDIS_URL where the worker runs, and its log.',
    ),
    ...(skewed.length > 0
      ? [
          problem(
            'workers',
            `the clock of ${skewed.length} is off: they do not dial`,
            'Keep them in time (NTP).',
            skewed,
          ),
        ]
      : []),
  ];
}

/**
 * The relay's own questions, asked with patience: what is due for a moment is its daily work, what is due for longer
 * than these times is stuck.
 */
const STUCK: readonly Stuck[] = [
  {
    part: 'inbox',
    level: 'problem',
    offenders: sql`select e.id::text || coalesce(' (' || left(e.failure, 80) || ')', '') from provider_events e where e.state = 'quarantined'`,
    words: (count) => `${count} facts cannot be read and are set aside`,
    fine: 'no fact is set aside',
    repair: 'Look at them in provider_events by id; the attempts that they are about are asked for by the reconciler.',
  },
  {
    part: 'inbox',
    level: 'problem',
    offenders: sql`select e.id::text from provider_events e where e.state = 'new' and e.tries = 0 and e.fold_after < outdial_now() - interval '30 seconds'`,
    words: (count) => `${count} facts wait to be folded for more than 30 s`,
    fine: 'every fact is folded',
    repair: 'Look into the log of the worker for "fold failed".',
  },
  {
    part: 'runs',
    level: 'problem',
    offenders: sql`select r.id::text from runs r where r.next_turn_at <= outdial_now() - interval '30 seconds' and r.turning_until <= outdial_now()`,
    words: (count) => `${count} should turn and do not`,
    fine: 'every run turns that should',
    repair: 'Look at the workers and at Temporal above; then into the log of the worker.',
  },
  {
    part: 'reconciler',
    level: 'problem',
    offenders: sql`select o.attempt_id::text from open_attempts o where o.check_at < outdial_now() - interval '60 seconds'`,
    words: (count) => `${count} open attempts should have been asked for`,
    fine: 'no attempt is overdue',
    repair: 'Look at the workers and at Temporal above, and whether the provider answers: outdial accounts check',
  },
  {
    part: 'attempts',
    level: 'warning',
    offenders: sql`select a.id::text from attempts a where a.state = 'PARKED'`,
    words: (count) => `${count} are parked: whether they were dialled is for a person to find out`,
    fine: 'none is parked',
    repair: 'Look at the provider, then: outdial attempts resolve ID --dialled|--not-dialled --reason "..."',
  },
  {
    part: 'imports',
    level: 'problem',
    offenders: sql`select i.id::text from imports i where ${IMPORT_AT_WORK}
      and greatest(coalesce(i.working_until, i.created_at), i.changed_at) < outdial_now() - interval '60 seconds'`,
    words: (count) => `${count} wait for a job for more than a minute`,
    fine: 'none is stuck',
    repair: 'Look at the workers and at Redis above; then into the log of the worker.',
  },
  {
    part: 'orders',
    level: 'warning',
    offenders: sql`select o.id::text from orders o where o.state = 'unknown'
      or (o.state = 'sending' and o.created_at < outdial_now() - interval '5 minutes')`,
    words: (count) => `${count} may have happened at a provider`,
    fine: 'none is unknown',
    repair: 'Look at the provider, then: outdial orders resolve ID --happened|--did-not-happen --reason "..."',
  },
  ...STUCK_REMINDERS,
];

/** Everything that waits for longer than it should, with the first ids. */
export async function checkWork(deps: Pick<EngineDeps, 'readDb'>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { part, level, offenders, words, fine, repair } of STUCK) {
    const found = await rows<{ id: string; total: number }>(
      deps.readDb,
      sql`with offenders(id) as materialized (${offenders})
          select id, (select count(*) from offenders)::int as total from offenders order by id limit ${SHOWN}`,
    );
    const total = found[0]?.total ?? 0;
    if (total === 0) findings.push(ok(part, fine));
    else findings.push({ part, level, message: words(total), repair, ids: found.map(({ id }) => id), count: total });
  }
  return findings;
}
