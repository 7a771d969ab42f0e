import type { Channel } from '../../../domain/channel.ts';
import { sayReminderReason } from '../../../domain/reminders/say-reminder.ts';
import { sayStepOf } from '../../../domain/reminders/say-step.ts';
import type { SuppressionView } from '../../consent/list.ts';
import type { ReminderInList } from './current-plans.ts';
import type { ReminderAnswer, ReminderAttempt, ReminderMessageIn, TimelineFacts } from './timeline-facts.ts';
import type { AppointmentVersionView, PlanStep } from './versions.ts';

export const TIMELINE_KINDS = [
  'version',
  'skipped',
  'withdrawn',
  'missed',
  'held_back',
  'attempt',
  'answer',
  'message',
  'suppression',
  'lifted',
  'planned',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** One thing that happened, or that is to happen. */
export interface TimelineEntry {
  at: string;
  kind: TimelineKind;
  words: string;
  /** The step that it is about. */
  key?: string;
  version?: number;
  attempt?: ReminderAttempt;
  answer?: ReminderAnswer;
  message?: ReminderMessageIn;
  suppression?: SuppressionView;
}

/** Everything in the order of time; what was at the same moment, as it came about. */
export function timeline(
  versions: readonly AppointmentVersionView[],
  plan: readonly ReminderInList[],
  facts: TimelineFacts,
): TimelineEntry[] {
  const named = new Map(plan.map(({ key, says }) => [key, says]));
  const sayStep: SayStep = (step) => named.get(step.key) ?? sayStepOf([], step);
  const entries = [
    ...versions.flatMap((version, place) => [
      versionEntry(version),
      ...skippedOf(version, versions[place - 1], sayStep),
    ]),
    ...unsentEntries(facts, sayStep),
    ...facts.attempts.map((attempt) => attemptEntry(attempt, sayStep)),
    ...facts.messages.map((message): TimelineEntry => ({
      at: message.receivedAt,
      kind: 'message',
      words: `${message.phone} wrote: ${message.body}`,
      message,
    })),
    ...facts.answers.map(answerEntry),
    ...facts.suppressions.flatMap(suppressionEntries),
    ...plan.flatMap(plannedEntry),
  ];
  // A stable sort: kinds stand above in the order of cause and effect.
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

type SayStep = (step: { key: string; channel: Channel }) => string;

/** Codes that say little by themselves, beside those of a plan. */
const REASONS: Readonly<Record<string, string>> = {
  appointment_skipped: 'it was taken out',
  appointment_moved: 'the appointment was moved',
  appointment_confirmed: 'the appointment is confirmed',
  appointment_cancelled: 'the appointment was cancelled',
  appointment_answered: 'the person has answered',
};
const said = (code: string): string => REASONS[code] ?? code.replaceAll('_', ' ');
const because = (reason: string | null): string =>
  reason === null ? '' : `: ${sayReminderReason(reason) ?? said(reason)}`;

function versionEntry(version: AppointmentVersionView): TimelineEntry {
  const { change, cause, by, local, zone } = version;
  const why = cause === null ? '' : ` (${cause})`;
  return {
    at: version.createdAt,
    kind: 'version',
    words: `Version ${version.version}: ${said(change)} by ${by}${why}, ${local} in ${zone}, ${version.state}`,
    version: version.version,
  };
}

/** Steps that this version skips and the one before did not. */
function skippedOf(
  version: AppointmentVersionView,
  before: AppointmentVersionView | undefined,
  sayStep: SayStep,
): TimelineEntry[] {
  const was = new Map(before?.plan.map((step): [string, PlanStep] => [step.key, step]));
  return version.plan
    .filter(({ status, key, reason }) => status === 'skipped' && was.get(key)?.reason !== reason)
    .map(({ key, channel, reason }) => ({
      at: version.createdAt,
      kind: 'skipped',
      words: `${sayStep({ key, channel })}: not sent${because(reason)}`,
      key,
      version: version.version,
    }));
}

/** Messages that were taken back, came too late, or were held by the person's word. */
function unsentEntries({ unsent, attempts }: TimelineFacts, sayStep: SayStep): TimelineEntry[] {
  const tried = new Set(attempts.filter(({ sentAt }) => sentAt !== null).map(({ contactId }) => contactId));
  return unsent.map(({ contactId, key, channel, state, reason, dueAt, changedAt }) => {
    const what = `${sayStep({ key, channel })}${dueAt === null ? '' : ` (due ${dueAt})`}:`;
    const more = tried.has(contactId) ? ', nothing more is sent of it' : '';
    const base = { at: changedAt, key };
    if (state === 'cancelled')
      return { ...base, kind: 'withdrawn', words: `${what} taken back${because(reason)}${more}` };
    if (state === 'expired')
      return { ...base, kind: 'missed', words: `${what} missed its time${because(reason)}${more}` };
    return { ...base, kind: 'held_back', words: `${what} does not go out${because(reason ?? state)}${more}` };
  });
}

function attemptEntry(attempt: ReminderAttempt, sayStep: SayStep): TimelineEntry {
  const { key, channel, ordinal, state, outcome, reason, talkSeconds, sharedBy } = attempt;
  const talk = talkSeconds === null ? '' : `, ${talkSeconds} s`;
  const shared = sharedBy > 1 ? `, shared by ${sharedBy} appointments` : '';
  return {
    at: attempt.sentAt ?? attempt.createdAt,
    kind: 'attempt',
    words: `${sayStep({ key, channel })}: attempt ${ordinal}, ${said(outcome ?? state.toLowerCase())}${outcome === null ? because(reason) : ''}${talk}${shared}`,
    key,
    attempt,
  };
}

function answerEntry(answer: ReminderAnswer): TimelineEntry {
  const by = answer.digits === null ? (answer.said === null ? '' : `, "${answer.said}"`) : `, key ${answer.digits}`;
  const waits = answer.waits ? ', not applied yet' : '';
  return {
    at: answer.receivedAt,
    kind: 'answer',
    words: `Answered: ${said(answer.meaning)} by ${answer.source}${by}${waits}`,
    answer,
  };
}

function suppressionEntries(suppression: SuppressionView): TimelineEntry[] {
  const { phone, source, list, createdAt, liftedAt, liftedBy, liftedReason } = suppression;
  const origin = list === null ? `said no by ${source}` : `is on the list ${list}`;
  const entry: TimelineEntry = { at: createdAt, kind: 'suppression', words: `${phone} ${origin}`, suppression };
  if (liftedAt === null) return [entry];
  const words = `The no of ${phone} was lifted by ${liftedBy ?? ''}: ${liftedReason ?? ''}`;
  return [entry, { at: liftedAt, kind: 'lifted', words, suppression }];
}

/** What is to come: the dial or text that waits. */
function plannedEntry({ key, says, reason, next, sharedBy }: ReminderInList): TimelineEntry[] {
  if (!next) return [];
  const shared = sharedBy > 1 ? `, shared by ${sharedBy} appointments` : '';
  return [
    {
      at: next.at,
      kind: 'planned',
      words: `${says}: the ${next.channel === 'sms' ? 'text' : 'call'} goes out${because(reason)}${shared}`,
      key,
    },
  ];
}
