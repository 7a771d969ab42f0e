import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { readProgrammes } from '../programmes/find-programme.ts';
import { readSeries } from './find-series.ts';
import { makeOccurrences, type MadeOccurrences } from './make-occurrences.ts';

type Deps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places' | 'log'>;

/** A programme that takes no appointments may take some again; one that fails must not stand before the others. */
const LATER = sql`outdial_now() + interval '1 hour'`;

/**
 * Makes further occurrences of series whose time for it has come, at most `batch` series. Each is locked while it is
 * extended, so two workers at once do no harm. Answers how many were extended.
 */
export async function extendSeries(deps: Deps, batch = 20): Promise<number> {
  const due = await rows<{ id: string }>(
    deps.db,
    sql`select id from series where extend_at <= (select outdial_now()) order by extend_at limit ${batch}`,
  );
  let extended = 0;
  for (const { id } of due) {
    try {
      const made = await extendOne(deps, id);
      if (made) extended++;
      const [problem] = made?.problems ?? [];
      if (problem) {
        const fields = { seriesId: id, count: made?.problems.length, code: problem.code };
        deps.log.warn(fields, 'occurrences of a series could not be booked; it tries again in an hour');
      }
    } catch (error) {
      // By its cause: a failed query would tell all its parameters.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const message = cause instanceof Error ? cause.message : String(cause);
      deps.log.warn({ seriesId: id, error: message }, 'a series could not be extended; it tries again in an hour');
      await deps.db.execute(
        sql`update series set extend_at = ${LATER} where id = ${id} and extend_at <= (select outdial_now())`,
      );
    }
  }
  return extended;
}

/** Undefined: somebody else is at it, or it is not due any more. */
async function extendOne(deps: Deps, seriesId: string): Promise<MadeOccurrences | undefined> {
  return await inTransaction(deps.db, async (tx) => {
    const which = sql`s.id = ${seriesId} and s.extend_at <= (select outdial_now())`;
    const [series] = await readSeries(tx, which, { lock: 'skip' });
    if (!series) return undefined;
    const [programme] = await readProgrammes(tx, deps, sql`p.id = ${series.programmeId}`);
    if (!programme || programme.archived) {
      await tx.execute(sql`update series set extend_at = ${LATER} where id = ${seriesId}`);
      return undefined;
    }
    const nowMs = await readNowMs(tx);
    return await makeOccurrences(tx, deps, { programme, series, nowMs, actor: 'system', mode: 'extend' });
  });
}
