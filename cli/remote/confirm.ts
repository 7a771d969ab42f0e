import { createInterface } from 'node:readline/promises';
import { CliError } from '../cli-error.ts';
import type { Context } from '../verb.ts';

/** For commands that cannot be taken back. Without somebody at a terminal the command itself is the decision. */
export const YES_FLAG = { flags: '-y, --yes', help: 'do not ask' } as const;

/** Asks yes or no, at a terminal only. Throws CliError `declined`. */
export async function confirm({ io, json }: Context, yes: boolean | undefined, question: string): Promise<void> {
  if (yes || json || !io.mayAsk) return;
  const asking = createInterface({ input: io.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `, { signal: io.interrupted() });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    asking.close();
  }
  throw new CliError('declined', 'Nothing was done.');
}
