import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { parsePhone } from '../../../domain/phone.ts';
import { occurrencesOf, type Occurrence } from '../../../domain/recurrence/occurrences.ts';
import { endRuleBefore, restOfRule } from '../../../domain/recurrence/split-rule.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { findProgramme, type Programme } from '../programmes/find-programme.ts';
import { inTrial } from '../booking/in-trial.ts';
import type { WhichSeries } from './change-series.ts';
import { findSeries, readSeries, type Series } from './find-series.ts';
import { makeOccurrences } from './make-occurrences.ts';
import { refuseArchived, refuseProblems, type SeriesAnswer } from './put-series.ts';
import { readSeriesTimes } from './read-series-times.ts';
import { viewSeries } from './view-series.ts';

type Deps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>;

export interface SplitSeries extends WhichSeries {
  /** The local date of the occurrence with which the new series begins. */
  from: string;
  /** Left out = the old one with `@<date>` behind it. */
  newExternalId?: string | undefined;
  /** What is to be otherwise from then on. */
  rule?: string | undefined;
  first?: string | undefined;
  zone?: string | undefined;
  phone?: string | undefined;
  name?: string | null | undefined;
  variables?: Record<string, string> | undefined;
  /** Answer what it would do, and do nothing. */
  dryRun?: boolean | undefined;
}

/**
 * Edits an occurrence and all that follow: the series ends before it, and another one goes on from there. What is
 * booked goes over to it with its external ids, so what was sent is not sent again, and what was edited, skipped or
 * cancelled by itself stays so. Answers the new series.
 * Throws EngineError `unknown_series`, `unknown_occurrence`, `first_occurrence`, `series_exists`, and as putSeries.
 */
export async function splitSeries(deps: Deps, input: SplitSeries): Promise<SeriesAnswer> {
  const carryOut = input.dryRun ? inTrial : inTransaction;
  return await carryOut(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    refuseArchived(programme);
    const nowMs = await readNowMs(tx);
    const old = await findSeries(tx, { ...input, programmeId: programme.programmeId, lock: true });
    const from = occurrenceOn(deps, old, input.from, nowMs);
    const { series, rest } = await storeRest(tx, deps, programme, { old, input, nowMs });
    await tx.execute(
      sql`update series set rrule = ${endRuleBefore(old.rrule, input.from)}, extend_at = 'infinity', version = version + 1,
            changed_at = from_ms(${nowMs}::double precision)
          where id = ${old.seriesId}`,
    );
    await tx.execute(
      sql`update appointments set series_id = ${series.seriesId}
          where series_id = ${old.seriesId} and occurrence_at >= from_ms(${from.atMs}::double precision)`,
    );
    const { actor } = input;
    await audit(tx, {
      actor,
      action: 'series.split',
      subject: `series:${old.seriesId}`,
      reason: input.reason,
      details: { from: input.from, into: series.seriesId, rrule: rest.rrule },
    });
    const occurrences = await makeOccurrences(tx, deps, { programme, series, nowMs, actor, mode: 'edit' });
    refuseProblems(occurrences, 'split');
    return { ...(await viewSeries(tx, deps, programme, series, nowMs)), change: 'split', occurrences };
  });
}

/** The occurrence of a date. It must be to come, and not the first: then there is nothing to leave behind. */
function occurrenceOn({ zones }: Pick<EngineDeps, 'zones'>, series: Series, date: string, nowMs: number): Occurrence {
  const rule = { ...series, table: zones };
  const onOrAfter = occurrencesOf({ ...rule, afterMs: Math.max(nowMs, startOf(date)), count: 5 });
  const found = onOrAfter.find(({ local }) => local.slice(0, 10) === date);
  if (!found || series.state === 'ended') {
    const next = occurrencesOf({ ...rule, afterMs: nowMs, count: 3 }).map(({ local }) => local.slice(0, 10));
    throw new EngineError('not_found', 'unknown_occurrence', `"${series.externalId}" has nothing to come on ${date}.`, {
      repair: series.state === 'ended' ? 'The series has ended.' : `Its next dates are ${next.join(', ')}.`,
    });
  }
  const [first] = occurrencesOf({ ...rule, afterMs: Number.NEGATIVE_INFINITY, count: 1 });
  if (first?.atMs !== found.atMs) return found;
  throw new EngineError('conflict', 'first_occurrence', `${date} is the first of "${series.externalId}".`, {
    repair: 'PUT the series itself: that changes all of it.',
  });
}

/** Before any clock shows that date. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) - 86_400_000;

async function storeRest(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone'>,
  programme: Programme,
  { old, input, nowMs }: { old: Series; input: SplitSeries; nowMs: number },
): Promise<{ series: Series; rest: { rrule: string } }> {
  const phone = input.phone === undefined ? old.phone : digitsOf(input.phone);
  const [, time] = old.firstLocal.split('T');
  const rest = readSeriesTimes(
    deps,
    {
      rule: input.rule ?? restOfRule(old.rrule, old.firstLocal, input.from),
      first: input.first ?? input.from,
      zone: input.zone ?? old.zone,
      at: time,
    },
    { phone, programmeZone: programme.settings.zone, nowMs },
  );
  if (rest.firstLocal.slice(0, 10) < input.from) {
    const message = `The new series begins on ${rest.firstLocal.slice(0, 10)}, before ${input.from}.`;
    throw new EngineError('invalid', 'first_before_split', message, { repair: 'Split at an earlier date.' });
  }
  const externalId = input.newExternalId ?? `${old.externalId}@${input.from}`;
  const now = sql`from_ms(${nowMs}::double precision)`;
  const stored = await firstRow<{ id: string }>(
    tx,
    sql`insert into series (programme_id, external_id, state, rrule, first_local, zone, phone, name, variables, made_until, extend_at, created_by, changed_at)
        values (${old.programmeId}, ${externalId}, ${old.state}, ${rest.rrule}, ${rest.firstLocal}, ${rest.zone}, ${phone},
          ${input.name === undefined ? old.name : input.name}, ${storableJson(input.variables ?? old.variables)}::json, ${now}, ${now},
          ${input.actor}, ${now})
        on conflict do nothing returning id`,
  );
  if (!stored) {
    throw new EngineError('conflict', 'series_exists', `There is a series "${externalId}" in this programme already.`, {
      repair: 'Give another newExternalId.',
    });
  }
  const [series] = await readSeries(tx, sql`s.id = ${stored.id}`);
  if (!series) throw new Error('the series that was stored is not there');
  return { series, rest };
}

function digitsOf(text: string): number {
  const phone = parsePhone(text);
  if (phone.ok) return phone.digits;
  throw new EngineError('invalid', phone.code, phone.message, {
    repair: 'Give the number with its country code, like +12025550123.',
    details: { errors: [{ pointer: '/phone', message: phone.message }] },
  });
}
