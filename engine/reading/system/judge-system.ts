import type { SystemFacts, SystemHealth, Warning, WorkerHealth } from './system-health.ts';

/** What a person may do whatever is down, since these verbs write Postgres and nothing else. */
const ALWAYS = 'Pause, stop, cancel, suppress and reschedule work.';
const FOLD_LATE_SECONDS = 30;
const QUEUE_LATE_SECONDS = 120;

/** What the facts come to: whether anything is dialled, and every bad news with what waits for it. */
export function judgeSystem({ lastWorkerAt, rulesAreCurrent, ...facts }: SystemFacts): SystemHealth {
  const alive = facts.workers.filter(({ state }) => state !== 'silent');
  const able = alive.filter(({ state, temporalOk }) => state === 'alive' && temporalOk);
  return {
    ...facts,
    dialing: dialingOf(facts, alive, able, lastWorkerAt),
    temporal: seenBy(alive, ({ temporalOk }) => temporalOk, 'Temporal'),
    redis: seenBy(alive, ({ redisOk }) => redisOk, 'Redis'),
    warnings: [
      ...workerWarnings(facts, alive, lastWorkerAt),
      ...accountWarnings(facts),
      ...flowWarnings(facts),
      ...versionWarnings(facts, rulesAreCurrent),
    ].map((found) => ({ since: null, ...found })),
  };
}

/** What is wrong since nobody knows when says nothing of it. */
type Found = Omit<Warning, 'since'> & Partial<Pick<Warning, 'since'>>;

type Facts = Omit<SystemFacts, 'lastWorkerAt' | 'rulesAreCurrent'>;

function dialingOf(
  facts: Facts,
  alive: readonly WorkerHealth[],
  able: readonly WorkerHealth[],
  lastWorkerAt: string | null,
): SystemHealth['dialing'] {
  if (facts.stopped !== null) {
    const by = facts.stopped.by === null ? '' : ` by ${facts.stopped.by}`;
    return { state: 'stopped', words: `All dialing is stopped${by}.`, since: facts.stopped.at };
  }
  if (able.length === 0) {
    const words =
      alive.length === 0
        ? 'Nothing is dialing: no worker reports.'
        : 'Nothing is dialing: no worker both reaches Temporal and has the right time.';
    return { state: 'nothing_is_dialing', words, since: alive.length === 0 ? lastWorkerAt : null };
  }
  if (facts.inFlight === 0) return { state: 'idle', words: 'Nothing is under way.', since: null };
  return { state: 'dialing', words: `${facts.inFlight} under way.`, since: null };
}

function seenBy(
  alive: readonly WorkerHealth[],
  sees: (worker: WorkerHealth) => boolean,
  name: string,
): { ok: boolean; words: string } {
  if (alive.length === 0) return { ok: false, words: `Unknown: no worker reports.` };
  const seeing = alive.filter(sees).length;
  if (seeing === alive.length) return { ok: true, words: `${name} answers.` };
  return { ok: seeing > 0, words: `${alive.length - seeing} of ${alive.length} workers do not reach ${name}.` };
}

function workerWarnings(facts: Facts, alive: readonly WorkerHealth[], lastWorkerAt: string | null): Found[] {
  const warnings: Found[] = [];
  if (facts.stopped !== null) {
    warnings.push({
      code: 'stopped',
      words: `All dialing is stopped: ${facts.stopped.reason ?? 'no reason given'}`,
      since: facts.stopped.at,
      waits: 'Every campaign and every reminder.',
      works: `What is under way ends by itself. ${ALWAYS}`,
      repair: 'When that is over: start all dialing.',
    });
  }
  if (alive.length === 0) {
    warnings.push({
      code: 'worker_down',
      words: lastWorkerAt === null ? 'No worker has ever reported.' : 'No worker reports any more.',
      since: lastWorkerAt,
      waits: 'Dialing, reminders, imports, results of calls.',
      works: `Callbacks are kept and counted later. ${ALWAYS}`,
      repair: 'Start it: outdial up, or worker/main.ts.',
    });
    return warnings;
  }
  if (!alive.some(({ temporalOk }) => temporalOk)) {
    warnings.push({
      code: 'temporal_down',
      words: 'No worker reaches Temporal.',
      waits: 'New calls, recurring campaigns, questions to providers about open calls.',
      works: `Callbacks and results are taken. ${ALWAYS}`,
      repair: 'Start Temporal, or correct TEMPORAL_ADDRESS where the worker runs.',
    });
  }
  if (!alive.some(({ redisOk }) => redisOk)) {
    warnings.push({
      code: 'redis_down',
      words: 'No worker reaches Redis.',
      waits: 'Lists that are being read, transcripts, webhooks to other systems.',
      works: `Calls, reminders and results go on. ${ALWAYS}`,
      repair: 'Start Redis, or correct REDIS_URL where the worker runs.',
    });
  }
  const skewed = alive.filter(({ state }) => state === 'skewed');
  if (skewed.length > 0) {
    warnings.push({
      code: 'clock_skew',
      words: `The clock of ${skewed.map(({ host }) => host).join(', ')} differs from the database's by more than 1 s.`,
      waits: skewed.length === alive.length ? 'Every call: these workers do not dial.' : 'Nothing: other workers dial.',
      works: `Results are taken. ${ALWAYS}`,
      repair: 'Keep the machines in time (NTP).',
    });
  }
  return warnings;
}

function accountWarnings({ accounts }: Facts): Found[] {
  return accounts.flatMap(({ name, breaker, reason, resumeAt, stoppedAt, stoppedReason, callbacks }) => {
    const waits = `Calls and texts through ${name}.`;
    const works = `Other accounts go on. ${ALWAYS}`;
    const found: Found[] = [];
    if (stoppedAt !== null) {
      const words = `${name} is stopped: ${stoppedReason ?? 'no reason given'}`;
      found.push({
        code: 'account_stopped',
        words,
        since: stoppedAt,
        waits,
        works,
        repair: `outdial accounts start "${name}"`,
      });
    }
    if (breaker !== 'closed') {
      const words = `${name} is held back by its breaker: ${reason ?? 'no reason given'}.`;
      const command = `outdial accounts resume "${name}"`;
      const repair =
        resumeAt === null ? `Repair what it names, then: ${command}` : `It tries again by itself; sooner: ${command}`;
      found.push({ code: 'provider_degraded', words, waits, works, repair });
    }
    if (callbacks === 'silent') {
      found.push({
        code: 'callbacks_silent',
        words: `${name} calls back no more: results come by questions alone.`,
        waits: 'Nothing; results may lag by half a minute.',
        works: 'Everything.',
        repair: `Look at the public address, then: outdial accounts callbacks "${name}"`,
      });
    }
    return found;
  });
}

function flowWarnings({ fold, callbacks, queueAgeSeconds, stuck, oldestStuckAt, stopped }: Facts): Found[] {
  const warnings: Found[] = [];
  if (fold.oldestSeconds > FOLD_LATE_SECONDS) {
    warnings.push({
      code: 'results_lag',
      words: `${fold.waiting} results wait, the oldest for ${sayAge(fold.oldestSeconds)}.`,
      waits: 'States and costs of calls that have ended; retries that follow from them.',
      works: `Nothing is lost. ${ALWAYS}`,
      repair: 'Look at the workers; then into their log for "fold failed".',
    });
  }
  if (callbacks.quarantined > 0) {
    warnings.push({
      code: 'facts_quarantined',
      words: `${callbacks.quarantined} reports of providers cannot be read and are set aside.`,
      waits: 'Nothing: the attempts that they are about are asked for.',
      works: 'Everything.',
      repair: 'outdial doctor names them.',
    });
  }
  if (queueAgeSeconds > QUEUE_LATE_SECONDS && stopped === null) {
    warnings.push({
      code: 'queue_late',
      words: `The first in the queue should have been gone for ${sayAge(queueAgeSeconds)}.`,
      waits: 'Calls that are due: the pace, the slots, the credit or the workers do not suffice.',
      works: ALWAYS,
      repair: 'Look at what each running campaign waits for.',
    });
  }
  if (stuck > 0) {
    warnings.push({
      code: 'calls_stuck',
      words: `${stuck} calls have said nothing for too long.`,
      since: oldestStuckAt,
      waits: 'Their people and slots stay taken.',
      works: 'Everything else.',
      repair: 'Reconcile them with the provider.',
    });
  }
  return warnings;
}

/** `48 s`, `7 min`, `5 h`. */
function sayAge(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}

function versionWarnings({ pendingMigrations }: Facts, rulesAreCurrent: boolean): Found[] {
  const warnings: Found[] = [];
  if (pendingMigrations > 0) {
    warnings.push({
      code: 'migrations_pending',
      words: `${pendingMigrations} migrations are missing.`,
      waits: 'What this version needs of the database.',
      works: 'What an older version could do.',
      repair: 'outdial up, or npm run db:migrate.',
    });
  }
  if (!rulesAreCurrent) {
    warnings.push({
      code: 'rules_replaced',
      words: 'Rules of law or zones were replaced since this process started.',
      waits: 'Previews and checks of this api: they use the older rules.',
      works: 'Dialing, by the new rules.',
      repair: 'Restart the api.',
    });
  }
  return warnings;
}
