import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import type { EngineDeps } from '../../deps.ts';
import { numbersOf, personOf } from '../../dialing/person-numbers.ts';
import type { PageInput } from '../page.ts';
import type { SortInput } from '../sorting.ts';
import { allOf, when } from '../where.ts';
import type { ReminderState } from './current-plans.ts';
import { dayStarts, type DayStarts } from './days.ts';
import type { AppointmentSort } from './sorts.ts';
import { viewerZone } from './viewer-zone.ts';

/** `upcoming`: from the beginning of today on. */
export const APPOINTMENT_DAYS = ['today', 'tomorrow', 'later', 'past', 'upcoming', 'all'] as const;
export type DayWanted = (typeof APPOINTMENT_DAYS)[number];

export interface AppointmentFilter extends PageInput, SortInput<AppointmentSort> {
  /** Id or name. */
  programme?: string | undefined;
  /** Absent = upcoming, and all where a phone, person, series or external id is asked for. */
  day?: DayWanted | undefined;
  /** Start in it, half-open. */
  fromMs?: number | undefined;
  toMs?: number | undefined;
  /** E.164 digits. */
  phone?: number | undefined;
  /** Any number of the person who has this one. */
  person?: number | undefined;
  externalId?: string | undefined;
  seriesId?: string | undefined;
  state?: AppointmentState | undefined;
  /** Some step of the plan as it stands is there. */
  reminderState?: ReminderState | undefined;
  /** A part of the external id or the name. */
  text?: string | undefined;
  /** Whose calendar says what today is, and in which times are told too; absent = each appointment's own. */
  zone?: string | undefined;
}

export const dayWanted = (filter: AppointmentFilter): DayWanted =>
  filter.day ??
  ([filter.phone, filter.person, filter.externalId, filter.seriesId].some((one) => one !== undefined)
    ? 'all'
    : 'upcoming');

const HOUR_MS = 3_600_000;
/** Every zone's today lies within these of now, and so do its tomorrow and the beginning of what is later. */
const BAND = { beforeMs: 26 * HOUR_MS, afterMs: 51 * HOUR_MS };

/** Which day it is, in the zone of whoever asks or in that of each appointment. */
export interface Calendar {
  of: (zone: string) => DayStarts;
  /** Appointments whose day is one of these, from `a`. */
  among: (wanted: DayWanted) => SQL | undefined;
}

/** Throws EngineError `unknown_zone`. */
export async function calendarOf(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  input: { zone: string | undefined; nowMs: number; programmeIds: readonly string[] },
): Promise<Calendar> {
  const { nowMs } = input;
  const zone = viewerZone(deps.zones, input.zone);
  if (zone !== null) {
    const starts = dayStarts(deps.zones, zone, nowMs);
    return { of: () => starts, among: (wanted) => betweenMs(...boundsOf(wanted, starts)) };
  }
  const found = await zonesNear(deps, input);
  const startsOf = new Map(found.map((each) => [each, dayStarts(deps.zones, each, nowMs)]));
  const of = (each: string): DayStarts => startsOf.get(each) ?? remember(startsOf, deps.zones, each, nowMs);
  return { of, among: (wanted) => amongZones(wanted, found, of, nowMs) };
}

function remember(startsOf: Map<string, DayStarts>, table: ZoneTable, zone: string, nowMs: number): DayStarts {
  const starts = dayStarts(table, zone, nowMs);
  startsOf.set(zone, starts);
  return starts;
}

const betweenMs = (fromMs: number | null, toMs: number | null): SQL =>
  allOf(
    fromMs === null ? undefined : sql`a.starts_at >= from_ms(${fromMs}::double precision)`,
    toMs === null ? undefined : sql`a.starts_at < from_ms(${toMs}::double precision)`,
  );

function boundsOf(wanted: DayWanted, starts: DayStarts): [number | null, number | null] {
  switch (wanted) {
    case 'past':
      return [null, starts.todayMs];
    case 'today':
      return [starts.todayMs, starts.tomorrowMs];
    case 'tomorrow':
      return [starts.tomorrowMs, starts.laterMs];
    case 'later':
      return [starts.laterMs, null];
    case 'upcoming':
      return [starts.todayMs, null];
    case 'all':
      return [null, null];
  }
}

/**
 * Only around now does it matter whose calendar counts: a stretch of the index around now bounds the rows, and within
 * it each row is compared with the day of its zone.
 */
function amongZones(wanted: DayWanted, zones: readonly string[], of: (zone: string) => DayStarts, nowMs: number): SQL {
  const bounds = zones.map((zone): [string, [number | null, number | null]] => [zone, boundsOf(wanted, of(zone))]);
  const [hasFrom, hasTo] = boundsOf(wanted, { todayMs: 0, tomorrowMs: 0, laterMs: 0 }).map((bound) => bound !== null);
  const byZone = JSON.stringify(Object.fromEntries(bounds));
  const bound = (at: 0 | 1): SQL => sql`(${byZone}::jsonb -> a.zone ->> ${sql.raw(String(at))})::double precision`;
  return allOf(
    betweenMs(hasFrom ? nowMs - BAND.beforeMs : null, hasTo ? nowMs + BAND.afterMs : null),
    hasFrom ? sql`to_ms(a.starts_at) >= coalesce(${bound(0)}, '-infinity')` : undefined,
    hasTo ? sql`to_ms(a.starts_at) < coalesce(${bound(1)}, 'infinity')` : undefined,
  );
}

async function zonesNear(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  { nowMs, programmeIds }: { nowMs: number; programmeIds: readonly string[] },
): Promise<string[]> {
  const found = await rows<{ zone: string }>(
    deps.readDb,
    sql`select distinct a.zone from appointments a
        where a.programme_id = any(${sql.param([...programmeIds])}::uuid[])
          and ${betweenMs(nowMs - BAND.beforeMs, nowMs + BAND.afterMs)}`,
  );
  return found.map(({ zone }) => zone).filter((zone) => deps.zones.has(zone));
}

/** Conditions on `a` of all that is asked for but the day and the page. */
export async function conditionsOf(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: AppointmentFilter,
  runIds: readonly string[],
): Promise<SQL> {
  const sparse = await sparselyIn(deps, filter.reminderState, runIds);
  const person = filter.person === undefined ? undefined : await phonesOf(deps, filter.person);
  return allOf(
    when(filter.fromMs, (fromMs) => betweenMs(fromMs, null)),
    when(filter.toMs, (toMs) => betweenMs(null, toMs)),
    when(filter.phone, (phone) => sql`a.phone = ${phone}`),
    when(person, (phones) => sql`a.phone = any(${sql.param(phones)}::bigint[])`),
    when(filter.externalId, (id) => sql`a.external_id = ${id}`),
    when(filter.seriesId, (id) => sql`a.series_id = ${id}`),
    when(filter.state, (state) => sql`a.state = ${state}`),
    when(
      filter.text,
      (text) => sql`(strpos(lower(a.external_id), lower(${text})) > 0 or strpos(lower(a.name), lower(${text})) > 0)`,
    ),
    when(filter.reminderState, (state) => withReminder(state, sparse)),
  );
}

/** Some step of the plan as it stands is in that state; `among`: nobody else can have one, null = anybody may. */
function withReminder(state: ReminderState, among: readonly string[] | null): SQL {
  const current = sql`m.appointment_id = a.id and m.version = a.version`;
  if (state === 'skipped') return sql`exists (select from reminders m where ${current} and m.status = 'skipped')`;
  return allOf(
    among === null ? undefined : sql`a.id = any(${sql.param([...among])}::uuid[])`,
    sql`exists (select from reminders m join contact_states w on w.contact_id = m.contact_id
      where ${current} and m.status <> 'skipped' and w.state = ${state})`,
  );
}

const FEW = 5_000;

/**
 * The appointments with a message in a state that few are in. Looking for them appointment by appointment would read
 * all of a programme; a state that many are in is found soon. Null = many, or a state that no index knows.
 */
async function sparselyIn(
  deps: Pick<EngineDeps, 'readDb'>,
  state: ReminderState | undefined,
  runIds: readonly string[],
): Promise<string[] | null> {
  if (state === undefined || state === 'skipped' || state === 'cancelled') return null;
  const found = await rows<{ id: string }>(
    deps.readDb,
    sql`select m.appointment_id as id from (
          select contact_id from contact_states where run_id = any(${sql.param([...runIds])}::uuid[]) and state = ${state}
          limit ${FEW + 1}) w join reminders m on m.contact_id = w.contact_id
        limit ${FEW + 1}`,
  );
  return found.length > FEW ? null : [...new Set(found.map(({ id }) => id))];
}

async function phonesOf(deps: Pick<EngineDeps, 'readDb'>, phone: number): Promise<number[]> {
  const found = await firstRow<{ phones: number[] }>(
    deps.readDb,
    sql`select to_jsonb(${numbersOf(personOf(sql`${phone}::bigint`))}) as phones`,
  );
  return [...new Set([phone, ...(found?.phones ?? [])])];
}
