import { parseArgs } from 'node:util';

export interface DemoOptions {
  contacts: number;
  seed: number;
  faults: boolean;
  json: boolean;
  exit: boolean;
}

export const USAGE = `demo: a real campaign from a CSV to a settled ledger, on simulated providers
  reminders      in its place a clinic's day of reminders; see demo reminders --help
  --contacts N   rows that are good; default 200
  --seed S       same seed, same people and faults; default 1
  --faults       every provider fault, and SIGKILL for worker, api, Temporal and Redis while it runs
  --json         the last line is one JSON object
  --exit         stop when it is over, instead of keeping everything open to look at
Exit code 1 when a promise was broken.`;

const MOST_CONTACTS = 100_000;

/** A flag that cannot be used. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the flags. Throws UsageError. */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { contacts, seed, help, ...flags } = parse(args);
  if (help) return 'help';
  return {
    contacts: wholeNumber('contacts', contacts, 20, MOST_CONTACTS),
    seed: wholeNumber('seed', seed, 0, 2 ** 31),
    ...flags,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        contacts: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        faults: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A number of the command line. Throws UsageError. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`--${name} ${text}: give a whole number from ${least} to ${most}`);
  }
  return value;
}
