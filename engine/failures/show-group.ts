import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { insightsOf, sharesOf, type Insight } from '../../domain/failures/insight.ts';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { readNowMs } from '../read-now.ts';
import { readAssignments } from './assignments.ts';
import { countryOfPrefix } from './country-of-prefix.ts';
import { readDialsBy, type DialsBy } from './dials-by.ts';
import { readFailedContacts, type FailedContact } from './list-contacts.ts';
import { groupsOf, lastHours, valuesOf, type FailureGroup } from './list-groups.ts';
import { noFailures } from './no-failures.ts';
import { nameOfCounted, placeOfPrefix } from './place-of-prefix.ts';
import { readCauseCounts, readFailureCounts, readOpenContacts, type FailureCount } from './read-counts.ts';
import { checkScope, type FailureScope } from './scope.ts';
import { readSnoozes } from './snoozes.ts';

export interface FailureSample extends FailedContact {
  /** What was said of its last attempt, as the provider put it where a callback brought it; the newest last. */
  events: { id: number; source: string; receivedAt: string; raw: unknown; fact: unknown }[];
}

export interface FailureBreakdown {
  numbers: { numberId: string; phone: string; label: string | null; attempts: number }[];
  prefixes: { prefix: string; place: string | null; attempts: number }[];
  /** What the prefixes add up to; without numbers of no country, as toll-free ones. */
  countries: { country: string; name: string; attempts: number }[];
  codes: { code: string; attempts: number }[];
  /** Hours in UTC, the oldest first. */
  hours: { hour: string; attempts: number }[];
}

export interface FailureGroupDetail {
  at: string;
  group: FailureGroup;
  breakdown: FailureBreakdown;
  insights: Insight[];
  samples: FailureSample[];
}

const SHOWN_VALUES = 50;
/** A week; failures of longer ago are in the totals. */
const SHOWN_HOURS = 168;
const SAMPLES = 5;
const EVENTS = 10;

/**
 * One cause: what it means, where it comes from, what stands out, and samples with the provider's own answer. Throws
 * EngineError `unknown_campaign`, `no_failures` where no attempt and no contact has that cause.
 */
export async function showFailureGroup(
  deps: Pick<EngineDeps, 'readDb' | 'places'>,
  input: FailureScope & { cause: string },
): Promise<FailureGroupDetail> {
  return await deps.readDb.transaction(
    async (tx) => {
      await checkScope(tx, input);
      const nowMs = await readNowMs(tx);
      const hours = lastHours(nowMs);
      const counts = await readCauseCounts(tx, input, input.cause);
      const all = await readFailureCounts(tx, input, []);
      const failed = all.reduce((sum, { value, count }) => sum + (value === 'all' ? count : 0), 0);
      const open = await readOpenContacts(tx, input, input.cause);
      const snoozes = await readSnoozes(tx, input);
      const assignments = await readAssignments(tx, input);
      const [group] = groupsOf({ counts, open, snoozes, assignments, hours, failed });
      if (!group) throw noFailures(input.cause);
      const breakdown = await breakdownOf(tx, counts, deps.places);
      const dials = await readDialsBy(
        tx,
        input,
        breakdown.hours.map(({ hour }) => hour),
      );
      const samples = await readSamples(tx, deps.places, input);
      const insights = insightsFrom(breakdown, dials);
      return { at: new Date(nowMs).toISOString(), group, breakdown, insights, samples };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function breakdownOf(
  db: Pick<Queryable, 'execute'>,
  counts: readonly FailureCount[],
  places: PlaceBook,
): Promise<FailureBreakdown> {
  const byNumber = valuesOf(counts, 'number:').slice(0, SHOWN_VALUES);
  const numbers = await rows<{ id: string; phone: string; label: string | null }>(
    db,
    sql`select id, '+' || phone as phone, label from numbers
        where id = any(${sql.param(byNumber.map(({ value }) => value))}::uuid[])`,
  );
  const byPrefix = valuesOf(counts, 'prefix:');
  const known = new Map(numbers.map((number) => [number.id, number]));
  return {
    numbers: byNumber.flatMap(({ value, count }) => {
      const number = known.get(value);
      return number ? [{ numberId: value, phone: number.phone, label: number.label, attempts: count }] : [];
    }),
    prefixes: byPrefix
      .slice(0, SHOWN_VALUES)
      .map(({ value, count }) => ({ prefix: value, place: placeOfPrefix(value, places), attempts: count })),
    countries: countriesOf(byPrefix, places).slice(0, SHOWN_VALUES),
    codes: valuesOf(counts, 'code:')
      .slice(0, SHOWN_VALUES)
      .map(({ value, count }) => ({ code: value, attempts: count })),
    hours: valuesOf(counts, 'hour:')
      .map(({ value, count }) => ({ hour: value, attempts: count }))
      .toSorted((a, b) => (a.hour < b.hour ? -1 : 1))
      .slice(-SHOWN_HOURS),
  };
}

function countriesOf(
  byPrefix: readonly { value: string; count: number }[],
  places: PlaceBook,
): FailureBreakdown['countries'] {
  const attempts = new Map<string, number>();
  for (const { value, count } of byPrefix) {
    const country = countryOfPrefix(value, places);
    if (country !== null) attempts.set(country, (attempts.get(country) ?? 0) + count);
  }
  return [...attempts]
    .map(([country, count]) => ({ country, name: nameOfCounted(country, places), attempts: count }))
    .toSorted((a, b) => b.attempts - a.attempts || (a.country < b.country ? -1 : 1));
}

function insightsFrom({ numbers, prefixes, hours }: FailureBreakdown, dials: DialsBy): Insight[] {
  return insightsOf([
    ...sharesOf(
      'number',
      numbers.map(({ numberId, phone, attempts }) => ({ value: numberId, label: phone, count: attempts })),
      dials.number,
    ),
    ...sharesOf(
      'prefix',
      prefixes.map(({ prefix, place, attempts }) => ({
        value: prefix,
        label: prefixLabel(prefix, place),
        count: attempts,
      })),
      dials.prefix,
    ),
    ...sharesOf(
      'hour',
      hours.map(({ hour, attempts }) => ({ value: hour, label: `${hour.replace('T', ' ')}:00 UTC`, count: attempts })),
      dials.hour,
    ),
  ]);
}

const prefixLabel = (prefix: string, place: string | null): string => {
  const digits = prefix.length === 4 && prefix.startsWith('1') ? `+1 ${prefix.slice(1)}` : `+${prefix}`;
  return place === null ? digits : `${digits} (${place})`;
};

async function readSamples(
  db: Pick<Queryable, 'execute'>,
  places: PlaceBook,
  input: FailureScope & { cause: string },
): Promise<FailureSample[]> {
  const { items } = await readFailedContacts(db, places, { ...input, limit: SAMPLES });
  const events = await rows<FailureSample['events'][number] & { attemptId: string }>(
    db,
    sql`select e.attempt_id as "attemptId", e.id, e.source, ${iso(sql`e.received_at`)} as "receivedAt", e.raw, e.fact
        from unnest(${sql.param(items.flatMap(({ attemptId }) => attemptId ?? []))}::uuid[]) as wanted(id),
          lateral (select * from provider_events p where p.attempt_id = wanted.id order by p.id desc limit ${EVENTS}) e
        order by e.id`,
  );
  return items.map((contact) => ({
    ...contact,
    events: events.flatMap(({ attemptId, ...event }) => (attemptId === contact.attemptId ? [event] : [])),
  }));
}
