import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

/** While a campaign dials, an import rests this many times as long as it worked. */
const RESTS = 4;
const LONGEST_REST_MS = 2_000;

export interface Way {
  /** Whether a turn of any run is at work. */
  isWanted: () => Promise<boolean>;
  /** How many rows to send at once, as things are. */
  rowsAtOnce: () => Promise<number>;
  /** Lets it go first, for as long as it was kept waiting. */
  make: () => Promise<void>;
}

/** Rows that go to the database at once: alone, and beside dialing, which waits for each such statement. */
const ROWS_AT_ONCE = { alone: 20_000, beside: 5_000 };

/**
 * Lets dialing go first. An import alone may have the whole machine; beside a turn that is at work it takes small
 * bites and rests after each, because nothing else holds back the database that both of them need.
 */
export function createWay(deps: Pick<EngineDeps, 'db'>): Way {
  let workingSinceMs = performance.now();
  const isWanted = async (): Promise<boolean> => {
    const turn = await firstRow(
      deps.db,
      sql`select 1 as one from runs where turning_until > (select outdial_now()) limit 1`,
    );
    if (!turn) workingSinceMs = performance.now();
    return turn !== undefined;
  };
  return {
    isWanted,
    rowsAtOnce: async () => ((await isWanted()) ? ROWS_AT_ONCE.beside : ROWS_AT_ONCE.alone),
    make: async () => {
      await sleep(Math.min((performance.now() - workingSinceMs) * RESTS, LONGEST_REST_MS));
      workingSinceMs = performance.now();
    },
  };
}
