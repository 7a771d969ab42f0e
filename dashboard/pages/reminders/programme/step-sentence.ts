import type { ProgrammeStep } from '../shapes.ts';
import { channelWord } from '../words.ts';
import { sayDuration } from './say-duration.ts';

/** "24 hours before the start", "at 18:00 the day before", "at the booking". Pure. */
export function sayTiming(when: ProgrammeStep['when']): string {
  if (when.kind === 'booking')
    return when.afterSeconds === 0 ? 'at the booking' : `${sayDuration(when.afterSeconds)} after the booking`;
  if (when.kind === 'local') {
    const day = { 0: 'on the day', 1: 'the day before' }[when.daysBefore] ?? `${when.daysBefore} days before`;
    return `at ${when.at} ${day}`;
  }
  if (when.seconds === 0) return 'at the start';
  return when.seconds < 0
    ? `${sayDuration(-when.seconds)} after the start`
    : `${sayDuration(when.seconds)} before the start`;
}

/** What of a step is said: when it goes out, by what, and what follows. */
export interface SaidStep {
  when: ProgrammeStep['when'];
  actions: readonly Pick<ProgrammeStep['actions'][number], 'channel' | 'follows'>[];
}

type Follows = NonNullable<ProgrammeStep['actions'][number]['follows']>;

function sayFollows({ when, afterSeconds }: Follows): string {
  if (when === 'no_reply') return `when no reply came within ${sayDuration(afterSeconds)}`;
  return afterSeconds === 0 ? 'at once when it reached nobody' : `${sayDuration(afterSeconds)} after it reached nobody`;
}

/** "A call 2 hours before the start", then what follows: "a text 10 minutes after it reached nobody". Pure. */
export function stepSentences({ when, actions }: SaidStep): string[] {
  return actions.map(({ channel, follows }, at) =>
    at === 0 || follows === undefined
      ? `A ${channelWord(channel)} ${sayTiming(when)}`
      : `Then a ${channelWord(channel)}, ${sayFollows(follows)}`,
  );
}
