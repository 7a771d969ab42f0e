import type { ZoneTable } from '../../domain/zone-table.ts';
import { decideCase } from './decide-case.ts';
import { readCase } from './read-case.ts';

/** The answer to a line, as JSON; what is wrong with it; or nothing for an empty line. */
export type Answer = { json: string } | { problem: string } | undefined;

/** Answers one line of cases; `line` is undefined when it was too long to be read. */
export function answerLine(line: string | undefined, table: ZoneTable): Answer {
  if (line === undefined) return { problem: 'too long: write one case per line' };
  if (line.trim() === '') return undefined;
  const read = readCase(line);
  if (typeof read === 'string') return { problem: read };
  const { allowed, reason, nextOpenMs } = decideCase(read.asked, table);
  const nextOpen = nextOpenMs === null ? null : read.writeInstant(nextOpenMs);
  return { json: JSON.stringify({ id: read.id, allowed, reason, nextOpen }) };
}
