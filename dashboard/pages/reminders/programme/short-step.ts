import type { ProgrammeStep } from '../shapes.ts';
import { stepSentences, type SaidStep } from './step-sentence.ts';

type Channel = ProgrammeStep['actions'][number]['channel'];
type Follows = NonNullable<ProgrammeStep['actions'][number]['follows']>;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** "90m", "1d12h" -> seconds. */
function secondsOf(text: string): number | undefined {
  if (!/^(\d{1,9}[smhdw])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdw])/g)].reduce(
    (sum, [, value, unit = '']) => sum + Number(value) * (SECONDS[unit] ?? 0),
    0,
  );
}

function timingOf(text: string): ProgrammeStep['when'] | undefined {
  const [, days, at] = /^(\d{1,3})d@(\d{1,2}:\d\d)$/.exec(text) ?? [];
  if (days !== undefined && at !== undefined)
    return { kind: 'local', daysBefore: Number(days), at: at.padStart(5, '0') };
  if (text === 'booking') return { kind: 'booking', afterSeconds: 0 };
  const isBooking = text.startsWith('booking+');
  const isAfter = text.startsWith('-');
  const seconds = secondsOf(isBooking ? text.slice('booking+'.length) : isAfter ? text.slice(1) : text);
  if (seconds === undefined) return undefined;
  return isBooking
    ? { kind: 'booking', afterSeconds: seconds }
    : { kind: 'before', seconds: isAfter ? 0 - seconds : seconds };
}

function followsOf(text: string): Follows | undefined {
  if (text === 'failed') return { when: 'not_reached', afterSeconds: 0 };
  const isSilent = text.startsWith('noreply');
  const afterSeconds = secondsOf(isSilent ? text.slice('noreply'.length) : text);
  return afterSeconds === undefined ? undefined : { when: isSilent ? 'no_reply' : 'not_reached', afterSeconds };
}

const channelOf = (text: string): Channel | undefined => (text === 'call' || text === 'sms' ? text : undefined);

/** "2h:call" cut at its last colon: a time of day has one of its own. */
const cut = (text: string): [before: string, channel: Channel | undefined] => {
  const at = text.lastIndexOf(':');
  return [text.slice(0, Math.max(0, at)).trim(), channelOf(text.slice(at + 1).trim())];
};

/**
 * A step as `domain/reminders/read-step-short.ts` reads it; undefined where this cannot. The API alone judges what is
 * typed: this only shows in words, and in the plain form, what the API has read already. Pure.
 */
export function readShort(short: string): SaidStep | undefined {
  const [head = '', ...tails] = short.split('>');
  const [time, first] = cut(head);
  const when = timingOf(time);
  if (when === undefined || first === undefined) return undefined;
  const actions: SaidStep['actions'][number][] = [{ channel: first }];
  for (const tail of tails) {
    const [condition, channel] = cut(tail);
    const follows = followsOf(condition);
    if (follows === undefined || channel === undefined) return undefined;
    actions.push({ channel, follows });
  }
  return { when, actions };
}

function shortDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds > 0 && seconds % (SECONDS[name] ?? 1) === 0) ?? 's';
  // A day before is what people call 24 hours.
  return seconds === 86_400 ? '24h' : `${seconds / (SECONDS[unit] ?? 1)}${unit}`;
}

function shortTiming(when: ProgrammeStep['when']): string {
  if (when.kind === 'booking')
    return when.afterSeconds === 0 ? 'booking' : `booking+${shortDuration(when.afterSeconds)}`;
  if (when.kind === 'local') return `${when.daysBefore}d@${when.at}`;
  return when.seconds < 0 ? `-${shortDuration(-when.seconds)}` : shortDuration(when.seconds);
}

/** A step as people type it: "2h:call>10m:sms". Pure. */
export function shortOf({ when, actions }: SaidStep): string {
  const [first, ...rest] = actions;
  const tails = rest.map(({ channel, follows }) => {
    const { when: after, afterSeconds } = follows ?? { when: 'not_reached', afterSeconds: 0 };
    if (after === 'no_reply') return `>noreply${shortDuration(afterSeconds)}:${channel}`;
    return `>${afterSeconds === 0 ? 'failed' : shortDuration(afterSeconds)}:${channel}`;
  });
  return `${shortTiming(when)}:${first?.channel ?? 'sms'}${tails.join('')}`;
}

/** "A call 2 hours before the start, then a text, 10 minutes after it reached nobody"; what is not read stays. Pure. */
export function sayShort(short: string): string {
  const step = readShort(short);
  if (step === undefined) return short;
  return stepSentences(step)
    .map((sentence, at) => (at === 0 ? sentence : `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`))
    .join(', ');
}
