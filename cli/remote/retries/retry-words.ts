import type { z } from 'zod';
import { amount, count, instant, plural } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';
import type { API } from '../endpoints.ts';

export type Retry = z.output<(typeof API.showRetry)['response']>;

/** What a plan means: who is dialled, who is not and why, at what cost at most, and how long it takes. */
export function planWords({ id, plan, options, campaignName, plannedAt }: Retry): string {
  const { matches, willDial, outsideHours, nextWindowAt, exclusions } = plan;
  const left = exclusions.map((each) => `  ${count(each.count)}  ${each.words}`);
  const wait = outsideHours === 0 ? [] : [`${count(outsideHours)} of them wait for their hours${from(nextWindowAt)}.`];
  return [
    `${plural(matches, 'contact')} of "${campaignName}" match, frozen ${instant(plannedAt)}.`,
    ...(left.length === 0 ? [] : ['Not dialled:', ...left]),
    `${plural(willDial, 'contact')} will be dialled, once each.`,
    ...wait,
    `At most ${amount(plan.costAtMostMicros, plan.currency)}, about ${aboutWords(plan.durationSeconds)}${paceWords(options.pacePerSecond)}.`,
    ...canaryPlan(options.canary),
    `Nobody is dialled yet. Begin it within 24 hours: outdial retries start ${id}`,
  ].join('\n');
}

const from = (nextWindowAt: string | null): string =>
  nextWindowAt === null ? '' : `, the first ${instant(nextWindowAt)}`;
const paceWords = (perSecond: number | undefined): string =>
  perSecond === undefined ? '' : ` at ${perSecond} a second`;
const canaryPlan = (canary: Retry['options']['canary']): string[] =>
  canary === undefined
    ? []
    : [
        `${count(canary.count)} go first; should more than ${canary.stopAbovePercent} % of them fail, the rest waits for you.`,
      ];

/** "35 min", "2 h 10 min", "3 d 4 h": a forecast needs no seconds beyond the first minute. */
export function aboutWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A retry as it stands, and what became of its plan. */
export function retryFields(retry: Retry): string {
  const { plan, members, canary } = retry;
  return fields({
    name: retry.name,
    id: retry.id,
    state: retry.state,
    campaign: `${retry.campaignName} (${retry.campaignId})`,
    reason: retry.reason,
    paused: retry.pausedReason,
    'waits for': retry.blockedReason,
    planned: `${instant(retry.plannedAt)} by ${retry.plannedBy}`,
    started: retry.startedAt === null ? null : `${instant(retry.startedAt)} by ${retry.startedBy ?? ''}`,
    ended: instant(retry.endedAt),
    matched: count(plan.matches),
    'to be dialled': count(plan.willDial),
    now: memberWords(members),
    canary: canary === null ? null : canaryWords(canary),
    spent: `${amount(retry.spentMicros, plan.currency)} of at most ${amount(plan.costAtMostMicros, plan.currency)}`,
  });
}

function canaryWords({
  state,
  failed,
  open,
  done,
  stopAbovePercent,
  overridden,
}: NonNullable<Retry['canary']>): string {
  const words = `${state}: ${count(failed)} of ${count(open + done)} failed, the limit is ${stopAbovePercent} %`;
  if (overridden === null) return words;
  return `${words}; ${overridden.by} let the rest follow ${instant(overridden.at)}: ${overridden.reason}`;
}

/** Whom a resume dials, and for how much at most. */
export function resumeQuestion({ members, plan, spentMicros, canary }: Retry): string {
  const left = members.queued + members.waiting;
  const atMost = amount(Math.max(0, plan.costAtMostMicros - spentMicros), plan.currency);
  const failed =
    canary?.state === 'stopped' ? `The canary failed (${canary.failed} of ${canary.open + canary.done}). ` : '';
  return `${failed}Dial the ${plural(left, 'contact')} that are left, for at most ${atMost}?`;
}

const MEMBERS: readonly (readonly [keyof Retry['members'], string])[] = [
  ['planned', 'planned'],
  ['queued', 'queued'],
  ['waiting', 'waiting'],
  ['inFlight', 'in flight'],
  ['done', 'done'],
  ['givenBack', 'given back'],
  ['excluded', 'left out'],
];
export const memberWords = (members: Retry['members']): string =>
  MEMBERS.filter(([key]) => members[key] > 0)
    .map(([key, words]) => `${count(members[key])} ${words}`)
    .join(', ') || 'nobody';

/** Who is not dialled: those that the plan left out, and those that moved on since. */
export const exclusionTable = ({ plan }: Retry): string =>
  table(
    plan.exclusions,
    [
      { title: 'not dialled', value: (each) => count(each.count), right: true },
      { title: 'since the plan', value: (each) => count(each.since), right: true },
      { title: 'who', value: ({ words }) => words },
      { title: 'list them', value: ({ reason }) => `--exclusion ${reason}` },
    ],
    'Nobody is left out.',
  );

type Results = z.output<(typeof API.retryResults)['response']>['items'];

/** From what they had to what they have. */
export const resultTable = (results: Results): string =>
  table(
    results,
    [
      { title: 'contacts', value: (each) => count(each.count), right: true },
      { title: 'before', value: ({ beforeWords }) => beforeWords },
      { title: 'now', value: ({ afterWords }) => afterWords },
      { title: '', value: ({ failed }) => (failed ? 'failed again' : '') },
    ],
    'No results yet.',
  );
