import { wholeNumber } from '../parse/whole-number.ts';
import { z } from 'zod';

/** Flags of every list that comes in pages. */
export const PAGE_FLAGS = [
  { flags: '--limit <rows>', help: 'rows of a page, at most 500 (default 50)' },
  { flags: '--cursor <cursor>', help: 'the page after: what the last one gave' },
] as const;
export const pageInput = { limit: wholeNumber.optional(), cursor: z.string().optional() };

/** Says how to see the rest. */
export function withMore(text: string, nextCursor: string | null): string {
  return nextCursor === null ? text : `${text}\nThere are more: --cursor ${nextCursor}`;
}
