import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { parsePhone } from '../../../domain/phone.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { findProgramme, type Programme } from '../programmes/find-programme.ts';
import { inTrial } from '../booking/in-trial.ts';
import { sameVariables } from '../plans/plan-messages.ts';
import { readSeries, type Series } from './find-series.ts';
import { makeOccurrences, type MadeOccurrences } from './make-occurrences.ts';
import { readSeriesTimes, type ReadTimes, type SeriesTimes } from './read-series-times.ts';
import { viewSeries, type SeriesView } from './view-series.ts';

export interface PutSeries extends SeriesTimes {
  /** Id or name. */
  programmeId: string;
  externalId: string;
  /** E.164. */
  phone: string;
  name?: string | undefined;
  variables?: Record<string, string> | undefined;
  /** Answer what it would do, and do nothing. */
  dryRun?: boolean | undefined;
  actor: string;
}

export type SeriesChange = 'created' | 'edited' | 'restarted' | 'unchanged';

export interface SeriesAnswer extends SeriesView {
  change: SeriesChange | 'paused' | 'resumed' | 'ended' | 'split';
  occurrences: MadeOccurrences;
}

type Deps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>;

/**
 * Creates a series, or makes one that is there say this from now on: the same request twice changes nothing, an ended
 * one begins again, a paused one stays paused. Its occurrences of the next weeks are booked with it.
 * Throws EngineError `unknown_programme`, `programme_archived`, what is wrong with the rule, its first time, zone or
 * number (with a pointer), and the problem of an occurrence that cannot be booked.
 */
export async function putSeries(deps: Deps, input: PutSeries): Promise<SeriesAnswer> {
  const phone = parsePhone(input.phone);
  if (!phone.ok) {
    const errors = [{ pointer: '/phone', message: phone.message }];
    throw new EngineError('invalid', phone.code, phone.message, {
      repair: 'Give the number with its country code, like +12025550123.',
      details: { errors },
    });
  }
  const carryOut = input.dryRun ? inTrial : inTransaction;
  return await carryOut(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    refuseArchived(programme);
    const nowMs = await readNowMs(tx);
    const { programmeId } = programme;
    const which = sql`s.programme_id = ${programmeId} and s.external_id = ${input.externalId}`;
    const [before] = await readSeries(tx, which, { lock: 'wait' });
    const times = readSeriesTimes(deps, before ? keeping(before, input) : input, {
      phone: phone.digits,
      programmeZone: programme.settings.zone,
      nowMs,
    });
    const told = { ...times, phone: phone.digits, name: input.name ?? null, variables: input.variables ?? {} };
    const change = changeOf(before, told);
    const { actor, externalId } = input;
    const series = await storeSeries(tx, { programmeId, externalId, before, told, change, nowMs, actor });
    const mode = change === 'created' ? 'new' : change === 'unchanged' ? 'extend' : 'edit';
    const occurrences = await makeOccurrences(tx, deps, { programme, series, nowMs, actor, mode });
    refuseProblems(occurrences, change);
    return { ...(await viewSeries(tx, deps, programme, series, nowMs)), change, occurrences };
  });
}

export function refuseArchived(programme: Programme): void {
  if (!programme.archived) return;
  throw new EngineError('conflict', 'programme_archived', `"${programme.name}" takes no appointments any more.`, {
    repair: 'Use another programme.',
  });
}

/** What a request does not say of when a series takes place stays as it is: it may be sent every night. */
function keeping(before: Series, { rule, first, zone = before.zone }: SeriesTimes): SeriesTimes {
  const [day = '', at] = before.firstLocal.split('T');
  // The rule may say the time of day, also another one than before.
  return { rule, first: first ?? day, zone, at };
}

interface Told extends ReadTimes {
  phone: number;
  name: string | null;
  variables: Record<string, string>;
}

function changeOf(before: Series | undefined, told: Told): SeriesChange {
  if (!before) return 'created';
  if (before.state === 'ended') return 'restarted';
  const same =
    before.rrule === told.rrule &&
    before.firstLocal === told.firstLocal &&
    before.zone === told.zone &&
    before.phone === told.phone &&
    before.name === told.name &&
    sameVariables(before.variables, told.variables);
  return same ? 'unchanged' : 'edited';
}

interface ToStore {
  programmeId: string;
  externalId: string;
  before: Series | undefined;
  told: Told;
  change: SeriesChange;
  nowMs: number;
  actor: string;
}

async function storeSeries(tx: Transaction, input: ToStore): Promise<Series> {
  const { programmeId, externalId, before, told, change, nowMs, actor } = input;
  if (before && change === 'unchanged') return before;
  const now = sql`from_ms(${nowMs}::double precision)`;
  const variables = sql`${storableJson(told.variables)}::json`;
  const stored = await firstRow<{ id: string }>(
    tx,
    before
      ? sql`update series set rrule = ${told.rrule}, first_local = ${told.firstLocal}, zone = ${told.zone}, phone = ${told.phone},
              name = ${told.name}, variables = ${variables}, version = version + 1, changed_at = ${now},
              state = case when state = 'ended' then 'active' else state end
            where id = ${before.seriesId} returning id`
      : sql`insert into series (programme_id, external_id, rrule, first_local, zone, phone, name, variables, made_until, extend_at, created_by, changed_at)
            values (${programmeId}, ${externalId}, ${told.rrule}, ${told.firstLocal}, ${told.zone}, ${told.phone}, ${told.name}, ${variables},
              ${now}, ${now}, ${actor}, ${now})
            on conflict do nothing returning id`,
  );
  if (!stored) {
    throw new EngineError('conflict', 'series_changed_meanwhile', `"${externalId}" was created a moment ago.`, {
      repair: 'Send the request again.',
    });
  }
  await audit(tx, {
    actor,
    action: `series.${change === 'created' ? 'create' : 'edit'}`,
    subject: `series:${stored.id}`,
    details: { externalId, rrule: told.rrule, firstLocal: told.firstLocal, zone: told.zone },
  });
  const [series] = await readSeries(tx, sql`s.id = ${stored.id}`);
  if (!series) throw new Error('the series that was stored is not there');
  return series;
}

/** Nothing is stored of a series none of whose occurrences would be as it says. */
export function refuseProblems({ problems }: MadeOccurrences, change: SeriesAnswer['change']): void {
  const [first] = problems;
  if (!first || change === 'unchanged') return;
  throw new EngineError('invalid', first.code, `Occurrence "${first.externalId}": ${first.message}`, {
    details: { errors: problems.map(({ externalId, message }) => ({ pointer: `/${externalId}`, message })) },
  });
}
