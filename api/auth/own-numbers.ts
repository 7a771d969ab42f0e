import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../../engine/deps.ts';

const KEPT_MS = 10_000;
/** Nobody's: with it refusals say how a number is written. */
const EXAMPLE = '12025550123';

export interface OwnNumbers {
  /** As they were at most ten seconds ago. */
  load: () => Promise<ReadonlySet<string>>;
  /** As they were when last read, at once; reads them anew for the next time. */
  known: () => ReadonlySet<string>;
}

/** The numbers that we call from, as digits: nobody's secret. Kept for a moment, because every answer asks. */
export function createOwnNumbers(deps: Pick<EngineDeps, 'readDb' | 'log'>): OwnNumbers {
  let numbers: ReadonlySet<string> = new Set();
  let readAtMs = -Infinity;
  let reading: Promise<ReadonlySet<string>> | undefined;

  const read = async (): Promise<ReadonlySet<string>> => {
    const found = await rows<{ phone: string }>(deps.readDb, sql`select phone::text as phone from numbers`);
    numbers = new Set([EXAMPLE, ...found.map(({ phone }) => phone)]);
    readAtMs = performance.now();
    return numbers;
  };
  const load = async (): Promise<ReadonlySet<string>> => {
    if (performance.now() - readAtMs < KEPT_MS) return numbers;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return await reading;
  };
  return {
    load,
    known: () => {
      // Without the newest, one of our own numbers is masked too: nothing is shown that should not be.
      void load().catch((error: unknown) => deps.log.warn({ err: error }, 'our own numbers could not be read'));
      return numbers;
    },
  };
}
