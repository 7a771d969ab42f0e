import { oneLine } from '../print/table.ts';
import type { Context } from '../verb.ts';

/** Says what the API warns of, beside the result. */
export function warn({ io }: Context, warnings: readonly { message: string }[]): void {
  for (const { message } of warnings) io.err(`Warning: ${oneLine(message)}\n`);
}
