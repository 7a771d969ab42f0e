import type { Channel } from '../channel.ts';
import type { ProgrammeAction, ProgrammeStep, StepTiming } from './programme.ts';

/** `90` -> `90s`, `5400` -> `90m`, `86400` -> `24h`, `172800` -> `2d`: the largest unit that divides it. */
export function sayDuration(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'm'],
  ] as const;
  // A day before is what people call 24 hours; more than that they count in days.
  const unit = units.find(([size, name]) => seconds > 0 && seconds % size === 0 && !(name === 'd' && seconds === size));
  return unit ? `${seconds / unit[0]}${unit[1]}` : `${seconds}s`;
}

/** A timing as its short form says it: `24h`, `-1h`, `booking`, `booking+10m`, `1d@18:00`. */
export function sayTiming(when: StepTiming): string {
  if (when.kind === 'booking') return when.afterSeconds === 0 ? 'booking' : `booking+${sayDuration(when.afterSeconds)}`;
  if (when.kind === 'local') return `${when.daysBefore}d@${when.at}`;
  return when.seconds < 0 ? `-${sayDuration(-when.seconds)}` : sayDuration(when.seconds);
}

/** The key of a step that nobody named: what people type (`24h:sms`) without signs that need quoting in a URL or shell. */
export function keyOfStep(when: StepTiming, channel: Channel | undefined): string {
  const words = sayTiming(when)
    .replace(/^-/, 'after-')
    .replace('booking+', 'booking-')
    .replace('@', '-')
    .replace(':', '');
  return channel === undefined ? words : `${words}-${channel}`;
}

/** The keys of steps in their order: those given, and one of its own for each step without. */
export function keysOfSteps(
  steps: readonly { key?: string | undefined; when: StepTiming; actions: readonly { channel: Channel }[] }[],
): string[] {
  const taken = new Set(steps.flatMap(({ key }) => key ?? []));
  return steps.map(({ key, when, actions }) => {
    if (key !== undefined) return key;
    const wanted = keyOfStep(when, actions[0]?.channel);
    let made = wanted;
    for (let number = 2; taken.has(made); number++) made = `${wanted}-${number}`;
    taken.add(made);
    return made;
  });
}

/** A step as `readStepShort` reads it: `24h:sms>failed:call`. */
export function sayStep({ when, actions }: Pick<ProgrammeStep, 'when' | 'actions'>): string {
  const [first, ...rest] = actions;
  const follows = rest.map(({ channel, follows: { when: kind, afterSeconds } = NOW }) => {
    const wait = afterSeconds === 0 ? '0s' : sayDuration(afterSeconds);
    if (kind === 'no_reply') return `>noreply${wait}:${channel}`;
    return `>${afterSeconds === 0 ? 'failed' : wait}:${channel}`;
  });
  return `${sayTiming(when)}:${first?.channel ?? ''}${follows.join('')}`;
}

const NOW: NonNullable<ProgrammeAction['follows']> = { when: 'not_reached', afterSeconds: 0 };
