import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { INVARIANTS } from './invariants.ts';

export interface InvariantResult {
  name: string;
  words: string;
  ok: boolean;
  /** How many offend; the first ids of them. */
  count: number;
  ids: string[];
}

const SHOWN = 20;

/** Runs every invariant over the database. Reads only; on a busy database each is one consistent query of its own. */
export async function auditLedger(deps: { readDb: Pick<Queryable, 'execute'> }): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const { name, words, offenders } of INVARIANTS) {
    const found = await rows<{ id: string; total: number }>(
      deps.readDb,
      sql`with offenders(id) as materialized (${offenders})
          select id, (select count(*) from offenders)::int as total from offenders order by id limit ${SHOWN}`,
    );
    results.push({ name, words, ok: found.length === 0, count: found[0]?.total ?? 0, ids: found.map(({ id }) => id) });
  }
  return results;
}
