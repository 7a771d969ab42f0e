import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { changeAppointments } from '../plans/change-appointments.ts';
import { findProgramme, type Programme } from '../programmes/find-programme.ts';
import { findSeries, type Series, type SeriesState } from './find-series.ts';
import { makeOccurrences, type MadeOccurrences } from './make-occurrences.ts';
import type { SeriesAnswer } from './put-series.ts';
import { viewSeries } from './view-series.ts';

type Deps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>;

export interface WhichSeries {
  /** Id or name of the programme. */
  programmeId: string;
  externalId: string;
  reason?: string | undefined;
  actor: string;
}

/**
 * Pauses a series: its occurrences stand, but nothing goes out for them until it is resumed; those that were edited by
 * themselves go on. Paused twice, it stays as it is. Throws EngineError `unknown_series`, `series_ended`.
 */
export const pauseSeries = async (deps: Deps, input: WhichSeries): Promise<SeriesAnswer> =>
  await setState(deps, input, 'paused');

/** Lets a paused series go on; steps whose time has passed meanwhile stay out. Throws as pauseSeries does. */
export const resumeSeries = async (deps: Deps, input: WhichSeries): Promise<SeriesAnswer> =>
  await setState(deps, input, 'active');

/**
 * Ends a series: all its occurrences that are still to come are cancelled, also those that were edited by themselves.
 * Throws EngineError `unknown_programme`, `unknown_series`.
 */
export const endSeries = async (deps: Deps, input: WhichSeries): Promise<SeriesAnswer> =>
  await setState(deps, input, 'ended');

const CHANGE = { paused: 'paused', active: 'resumed', ended: 'ended' } as const;
const VERB = { paused: 'pause', active: 'resume', ended: 'end' } as const;

async function setState(deps: Deps, input: WhichSeries, state: SeriesState): Promise<SeriesAnswer> {
  return await inTransaction(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    const nowMs = await readNowMs(tx);
    const before = await findSeries(tx, { ...input, programmeId: programme.programmeId, lock: true });
    if (before.state === state) {
      return { ...(await viewSeries(tx, deps, programme, before, nowMs)), change: 'unchanged', occurrences: NONE };
    }
    if (before.state === 'ended') {
      throw new EngineError('conflict', 'series_ended', `The series "${before.externalId}" has ended.`, {
        repair: 'PUT it again to begin it anew.',
      });
    }
    await tx.execute(
      sql`update series set state = ${state}, version = version + 1, changed_at = from_ms(${nowMs}::double precision)
          where id = ${before.seriesId}`,
    );
    const series = { ...before, state, version: before.version + 1, changedAtMs: nowMs };
    const { actor, reason } = input;
    await audit(tx, { actor, action: `series.${VERB[state]}`, subject: `series:${series.seriesId}`, reason });
    const occurrences =
      state === 'ended'
        ? await makeOccurrences(tx, deps, { programme, series, nowMs, actor, mode: 'edit' })
        : await replan(tx, deps, { programme, series, nowMs, actor });
    return { ...(await viewSeries(tx, deps, programme, series, nowMs)), change: CHANGE[state], occurrences };
  });
}

export const NONE: MadeOccurrences = { booked: 0, changed: 0, cancelled: 0, inFlight: [], problems: [] };

/** What goes out follows from the state of the series, so its occurrences are only planned anew. */
async function replan(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { programme, series, nowMs, actor }: { programme: Programme; series: Series; nowMs: number; actor: string },
): Promise<MadeOccurrences> {
  const found = await rows<{ id: string }>(
    tx,
    sql`select id from appointments where series_id = ${series.seriesId} and state <> 'cancelled'
          and starts_at > from_ms(${nowMs}::double precision) order by id`,
  );
  const ids = found.map(({ id }) => id);
  const changed = await changeAppointments(tx, deps, { programme, changes: [], replan: ids, nowMs, actor });
  const inFlight = changed.flatMap((one) =>
    one.inFlight.map(({ attemptId, key, channel }) => ({ attemptId, step: key, channel })),
  );
  return { ...NONE, changed: ids.length, inFlight };
}
