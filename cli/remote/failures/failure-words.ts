import type { z } from 'zod';
import { count, instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import type { FAILURES } from './endpoints.ts';

export type Groups = z.output<(typeof FAILURES.list)['response']>;
export type Detail = z.output<(typeof FAILURES.show)['response']>;

const CLASS_WORDS = { retry: 'try again', change: 'change first', never: 'never' } as const;
const BARS = [...' ▁▂▃▄▅▆▇█'];

export const share = (part: number): string => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;

/** Counts as bars, the highest one full; a count that is not 0 is never invisible. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((value) => BARS[value === 0 ? 0 : Math.max(1, Math.round((value / most) * 8))] ?? ' ').join('');
}

export function groupsText({ items, totals, snoozed, stuck }: Groups): string {
  const none = `0 failures in ${plural(totals.attempts, 'attempt')}.`;
  const list = table(
    items,
    [
      { title: 'cause', value: ({ cause }) => cause },
      { title: 'means', value: ({ words }) => words },
      { title: 'class', value: (group) => CLASS_WORDS[group.class] },
      { title: 'open', value: ({ openContacts }) => count(openContacts), right: true },
      { title: 'failed', value: ({ attempts }) => count(attempts), right: true },
      { title: 'share', value: (group) => share(group.share), right: true },
      { title: '24 hours', value: ({ hours }) => sparkline(hours) },
      { title: 'last', value: ({ lastAt }) => instant(lastAt) },
      { title: 'looked after by', value: ({ assignments }) => assignments.map(assignedIn).join(', ') },
      { title: 'snoozed until', value: ({ snooze }) => snooze && snoozeEnd(snooze) },
    ],
    totals.failed === 0 ? none : 'Every group is snoozed, done with or left out.',
  );
  const total = `${plural(totals.failed, 'failed attempt')} of ${count(totals.attempts)}.`;
  return [
    list,
    ...(items.length > 0 ? [total] : []),
    ...(snoozed > 0 ? [`${plural(snoozed, 'group is', 'groups are')} snoozed: --snoozed shows them.`] : []),
    ...(stuck.count > 0
      ? [`${plural(stuck.count, 'call or text is', 'calls and texts are')} stuck: outdial failures stuck`]
      : []),
  ].join('\n');
}

type Assignment = Groups['items'][number]['assignments'][number];

/** One who cannot sign in any more looks after nothing. */
export const assigneeWords = ({ user }: Pick<Assignment, 'user'>): string =>
  user.disabled ? `${user.name} (disabled)` : user.name;
const assignedIn = (assignment: Assignment): string =>
  assignment.campaignName === null
    ? assigneeWords(assignment)
    : `${assigneeWords(assignment)} in ${assignment.campaignName}`;

export const snoozeEnd = ({ untilAt, untilCount }: { untilAt: string | null; untilCount: number | null }): string =>
  [
    ...(untilAt === null ? [] : [instant(untilAt)]),
    ...(untilCount === null ? [] : [`${count(untilCount)} failed`]),
  ].join(' or ');

export function detailText({ group, breakdown, insights, samples }: Detail): string {
  const part = (attempts: number) => share(group.attempts === 0 ? 0 : attempts / group.attempts);
  const top = <Row extends { attempts: number }>(title: string, rows: readonly Row[], name: (row: Row) => string) =>
    rows.length === 0
      ? []
      : [
          '',
          table(rows.slice(0, 5), [
            { title, value: name },
            { title: 'failed', value: ({ attempts }) => count(attempts), right: true },
            { title: 'share', value: ({ attempts }) => part(attempts), right: true },
          ]),
        ];
  return [
    `${group.words} (${CLASS_WORDS[group.class]}): ${plural(group.attempts, 'failed attempt')}, ${plural(group.openContacts, 'open contact')}.`,
    `${group.means} ${group.fix}`,
    ...group.assignments.map(
      (assignment) =>
        `Looked after by ${assignedIn(assignment)}, says ${assignment.by}${assignment.note === null ? '' : `: ${assignment.note}`}`,
    ),
    ...insights.map(({ words }) => `! ${words}`),
    ...top('from', breakdown.numbers, ({ phone, label }) => (label === null ? phone : `${phone} (${label})`)),
    ...top('to', breakdown.prefixes, ({ prefix, place }) => (place === null ? `+${prefix}` : `+${prefix} (${place})`)),
    ...top('country', breakdown.countries, ({ country, name }) => `${name} (${country})`),
    ...top('provider code', breakdown.codes, ({ code }) => code),
    ...(samples.length === 0 ? [] : ['', sampleTable(samples)]),
    ...(group.whyNotRetryable === null ? [] : ['', group.whyNotRetryable]),
  ].join('\n');
}

const sampleTable = (samples: Detail['samples']): string =>
  table(samples, [
    { title: 'for example', value: ({ phone }) => phone },
    { title: 'ended', value: ({ endedAt }) => instant(endedAt) },
    { title: 'the provider said', value: ({ providerReason, events }) => providerReason ?? rawOf(events) },
    { title: 'contact', value: ({ contactId }) => contactId, right: true },
  ]);

function rawOf(events: Detail['samples'][number]['events']): string {
  const raw = events.findLast((event) => event.raw !== null)?.raw;
  return raw === undefined ? '' : JSON.stringify(raw).slice(0, 80);
}

type Queues = z.output<(typeof FAILURES.queues)['response']>;

export function queuesText({ total, totals, campaigns }: Queues): string {
  if (total === 0) return 'Nothing waits for a person.';
  const cell = (value: number): string => (value === 0 ? '' : count(value));
  const list = table(
    [...campaigns, { name: 'in all', counts: totals }],
    [
      { title: 'campaign', value: ({ name }) => name ?? '(none of ours)' },
      { title: 'parked', value: ({ counts }) => cell(counts.parked), right: true },
      { title: 'maybe no', value: ({ counts }) => cell(counts.doubtfulOptOuts), right: true },
      { title: 'unclear answers', value: ({ counts }) => cell(counts.unclearAnswers), right: true },
      { title: 'no zone', value: ({ counts }) => cell(counts.unknownZones), right: true },
      { title: 'no consent', value: ({ counts }) => cell(counts.noConsent), right: true },
    ],
  );
  const where = [
    totals.parked > 0 ? 'outdial attempts list --state PARKED' : '',
    totals.doubtfulOptOuts + totals.unclearAnswers > 0 ? 'outdial reviews list' : '',
    totals.unknownZones > 0 ? 'outdial review zones CAMPAIGN' : '',
    totals.noConsent > 0 ? 'outdial review consent CAMPAIGN' : '',
  ].filter((command) => command !== '');
  return `${list}\nSee ${where.join(', ')}.`;
}
