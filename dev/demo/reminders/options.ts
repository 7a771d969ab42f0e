import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from '../options.ts';

export interface RemindersOptions {
  appointments: number;
  seed: number;
  json: boolean;
  exit: boolean;
}

export const REMINDERS_USAGE = `demo reminders: a clinic's appointments, their reminders and what people answer, on simulated providers
  --appointments N   booked in the morning; default 150
  --seed S           same seed, same patients, answers and changes; default 1
  --json             the last line is one JSON object
  --exit             stop when it is over, instead of keeping everything open to look at
Exit code 1 when a promise was broken.`;

/** Fewer could not hold every kind of patient. */
const [FEWEST, MOST] = [30, 2_000];

/** Reads the flags behind `reminders`. Throws UsageError. */
export function readRemindersOptions(args: readonly string[]): RemindersOptions | 'help' {
  const { appointments, seed, help, ...flags } = parse(args);
  if (help) return 'help';
  return {
    appointments: wholeNumber('appointments', appointments, FEWEST, MOST),
    seed: wholeNumber('seed', seed, 0, 2 ** 31),
    ...flags,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        appointments: { type: 'string', default: '150' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
