import type { Channel } from '../channel.ts';
import type { ProgrammeStep, StepTiming } from './programme.ts';

const UNITS = [
  [86_400, 'days'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** `24 h`, `2 days`, `90 min`: in the largest unit that it is a whole number of; a day is 24 h. */
function duration(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds % size === 0 && !(size === 86_400 && seconds === size));
  return unit ? `${seconds / unit[0]} ${unit[1]}` : `${seconds} s`;
}

function timing(when: StepTiming): string {
  if (when.kind === 'booking') {
    return when.afterSeconds === 0 ? 'at the booking' : `${duration(when.afterSeconds)} after the booking`;
  }
  if (when.kind === 'local') {
    const day = { 0: 'on the day', 1: 'the day before' }[when.daysBefore] ?? `${when.daysBefore} days before`;
    return `at ${when.at} ${day}`;
  }
  if (when.seconds === 0) return 'at the start';
  return when.seconds < 0 ? `${duration(-when.seconds)} after the start` : `${duration(when.seconds)} before`;
}

/**
 * What people call a step: `Text, 24 h before`, `Call, at 18:00 the day before`. By its timing, as its key may tell of
 * another one that it had once; a step that the programme has no longer goes by its key.
 */
export function sayStepOf(
  steps: readonly Pick<ProgrammeStep, 'key' | 'when'>[],
  { key, channel }: { key: string; channel: Channel },
): string {
  const when = steps.find((step) => step.key === key)?.when;
  return `${channel === 'sms' ? 'Text' : 'Call'}, ${when === undefined ? key : timing(when)}`;
}
