import type { InvariantResult } from '../../../engine/auditing/audit-ledger.ts';
import type { Say } from '../say.ts';
import type { Breaches, Lateness } from './judge.ts';

/** What `--json` prints. */
export interface RemindersResult {
  appointments: number;
  /** What was told over the API, by kind of change. */
  changes: Record<string, number>;
  refused: number;
  /** How the appointments stand at the end, by the clinic's own record. */
  states: Record<string, number>;
  /** What patients answered, by the events that the clinic was sent. */
  events: Record<string, number>;
  eventsRepeated: number;
  reviewsDecided: number;
  preview: Record<string, number>;
  messages: number;
  calls: number;
  texts: number;
  notices: number;
  merged: number;
  bySteps: Record<string, Record<string, number>>;
  /** Every step of every appointment by what became of it. */
  outcomes: Record<string, number>;
  inFlightAtChange: number;
  lateness: Lateness;
  /** The latest messages, in words. */
  latest: string[];
  latenessAtRestart: Lateness;
  breaches: Record<keyof Breaches, number>;
  costMicros: number;
  ledgerDriftMicros: number;
  clockJumps: number;
  /** Seconds of real time that the clock could not jump over, by reason. */
  waitedFor: Record<string, number>;
  seconds: number;
  seed: number;
  failures: string[];
}

/** What was found, before it is judged. */
export interface RemindersFindings extends Omit<RemindersResult, 'breaches' | 'failures'> {
  breaches: Breaches;
  driftIds: string[];
  invariants: readonly InvariantResult[];
  /** Events of the feed that never arrived at the clinic's address, and requests there that nobody had signed. */
  eventsLost: number;
  eventsForged: number;
}

const PROMISES: Record<keyof Breaches, string> = {
  oldPlan: 'told of a cancelled appointment or an old time',
  afterConfirm: 'went to who had confirmed',
  afterStop: 'went to who had said STOP',
  afterCutoff: 'came after the cut-off or the start',
  early: 'came too early',
  late: 'came later than the policy allows',
  wrongHour: 'came at the wrong hour',
  twice: 'came twice',
  withoutOutcome: 'steps without exactly one outcome',
  missing: 'messages that nothing stood against never came',
};

const SHOWN = 5;
const some = (words: readonly string[]): string =>
  `${words.slice(0, SHOWN).join('; ')}${words.length > SHOWN ? '; ...' : ''}`;

/** The findings with every promise that was broken, and by what. */
export function resultOf(found: RemindersFindings): RemindersResult {
  const { breaches, driftIds, invariants, eventsLost, eventsForged, ...rest } = found;
  const failures = breachKinds().flatMap((kind) =>
    breaches[kind].length === 0 ? [] : [`${breaches[kind].length} ${PROMISES[kind]}: ${some(breaches[kind])}`],
  );
  if (driftIds.length > 0) failures.push(`the ledger is off by ${rest.ledgerDriftMicros} micros: ${some(driftIds)}`);
  if (eventsLost > 0) failures.push(`${eventsLost} events never arrived`);
  if (eventsForged > 0) failures.push(`${eventsForged} requests came to the clinic without a good signature`);
  for (const { ok, name, words, count, ids } of invariants) {
    if (!ok) failures.push(`${name}: ${count} against "${words}": ${some(ids)}`);
  }
  const { oldPlan, afterConfirm, afterStop, afterCutoff, early, late, wrongHour, twice, withoutOutcome, missing } =
    breaches;
  return {
    ...rest,
    breaches: {
      oldPlan: oldPlan.length,
      afterConfirm: afterConfirm.length,
      afterStop: afterStop.length,
      afterCutoff: afterCutoff.length,
      early: early.length,
      late: late.length,
      wrongHour: wrongHour.length,
      twice: twice.length,
      withoutOutcome: withoutOutcome.length,
      missing: missing.length,
    },
    failures,
  };
}

const breachKinds = (): readonly (keyof Breaches)[] => [
  'oldPlan',
  'afterConfirm',
  'afterStop',
  'afterCutoff',
  'early',
  'late',
  'wrongHour',
  'twice',
  'withoutOutcome',
  'missing',
];

const list = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ') || 'none';

export function sayReminders(say: Say, result: RemindersResult): void {
  const line = (name: string, words: string): void => say.line(`  ${name.padEnd(31)}${words}`);
  line('told over the API', `${list(result.changes)}; ${result.refused} refused with the nearest times`);
  line('appointments', `${result.appointments}: ${list(result.states)}`);
  line('events to the clinic', list(result.events));
  line('read by a person', `${result.reviewsDecided} unclear answers`);
  say.line('');
  for (const [step, outcomes] of Object.entries(result.bySteps)) line(step, list(outcomes));
  if (result.notices > 0) line('answers to STOP', String(result.notices));
  line(
    'together',
    `${result.calls} calls and ${result.texts} texts, ${result.merged} of them for two appointments at once`,
  );
  line('every step', list(result.outcomes));
  say.line('');
  const { p50Ms, p99Ms, maxMs } = result.lateness;
  line(
    'after its moment',
    `p50 ${p50Ms} ms, p99 ${p99Ms} ms, at most ${maxMs} ms, with the waking of the worker; due while the worker was away: ${result.latenessAtRestart.maxMs} ms`,
  );
  const { breaches } = result;
  line(
    'of a cancelled or old',
    `${breaches.oldPlan}; ${result.inFlightAtChange} were on their way when the plan changed, and were named`,
  );
  line('early, after cut-off', `${breaches.early}, ${breaches.afterCutoff}`);
  line('twice, without outcome', `${breaches.twice}, ${breaches.withoutOutcome}; never came: ${breaches.missing}`);
  const dollars = (result.costMicros / 1e6).toFixed(4);
  line('cost', `$${dollars}, off by ${result.ledgerDriftMicros} micros from what the providers charged`);
  line('took', `${result.seconds} s for two and a half days, ${result.clockJumps} jumps of the clock`);
}
