import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { localText } from '../../../domain/wall-instants.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { fetchLimit, toPage, type Page } from '../page.ts';
import {
  behindKey,
  keyText,
  readSortedCursor,
  sortedBy,
  sortingOf,
  writeSortedCursor,
  type Sorting,
} from '../sorting.ts';
import { allOf } from '../where.ts';
import {
  APPOINTMENT_COLUMNS,
  toAppointmentView,
  type AppointmentRow,
  type AppointmentView,
} from './appointment-row.ts';
import {
  byAppointment,
  countReminders,
  currentPlans,
  type ReminderCounts,
  type ReminderInList,
} from './current-plans.ts';
import { dayOf, type AppointmentDay } from './days.ts';
import { behind, readCursor, writeCursor } from './cursor.ts';
import {
  calendarOf,
  conditionsOf,
  dayWanted,
  type AppointmentFilter,
  type Calendar,
  type DayWanted,
} from './filter.ts';
import { heldUp, type HoldUp } from './held-up.ts';
import { programmesToRead } from './programmes-to-read.ts';
import { APPOINTMENT_SORTS } from './sorts.ts';

export interface AppointmentInList extends AppointmentView {
  day: AppointmentDay;
  /** The message that goes out next; null = none is planned. */
  next: { key: string; says: string; channel: 'call' | 'sms'; at: string; local: string; until: string } | null;
  reminders: ReminderCounts;
  heldUp: HoldUp[];
}

/** How many there are by day; more than 10,000 are told as 10,001. */
export type DayCounts = Record<'today' | 'tomorrow' | 'later', number>;

export interface AppointmentPage extends Page<AppointmentInList> {
  at: string;
  /** Under the same filter; only with the first page of what is to come, and not where counting would read everything. */
  counts: DayCounts | null;
}

const MOST_COUNTED = 10_001;

type ListDeps = Pick<EngineDeps, 'readDb' | 'zones'>;

/** Days of different zones overlap: what is to come is read day by day, each in the order of the starts. */
const GROUPS: Partial<Record<DayWanted, readonly DayWanted[]>> = { upcoming: ['today', 'tomorrow', 'later'] };

/**
 * Appointments of all programmes or one, in the order of their starts (the past: latest first; what is to come: day by
 * day), or sorted; each with its day by its own zone or by `zone`. Throws EngineError `unknown_programme`,
 * `programme_name_unclear`, `unknown_zone`, `direction_without_sort`, `cursor_of_another_sort`, `bad_cursor`.
 */
export async function listAppointments(deps: ListDeps, filter: AppointmentFilter = {}): Promise<AppointmentPage> {
  const sorting = sortingOf(filter, APPOINTMENT_SORTS);
  const given = filter.cursor === undefined ? undefined : readSortedCursor(filter.cursor, sorting);
  const cursor = given && readCursor(given.own);
  const [programmes, readMs] = await Promise.all([
    programmesToRead(deps.readDb, filter.programme),
    readNowMs(deps.readDb),
  ]);
  const nowMs = cursor?.nowMs ?? readMs;
  const programmeIds = programmes.map(({ id }) => id);
  const calendar = await calendarOf(deps, { zone: filter.zone, nowMs, programmeIds });
  const asked = await conditionsOf(
    deps,
    filter,
    programmes.map(({ runId }) => runId),
  );
  const wanted = dayWanted(filter);
  const groups = (sorting === undefined ? GROUPS[wanted] : undefined) ?? [wanted];
  const found: Found[] = [];
  for (const group of groups.slice(Math.max(0, groups.indexOf(cursor?.group ?? wanted)))) {
    const limit = fetchLimit(filter) - found.length;
    if (limit <= 0) break;
    const backwards = group === 'past' && sorting === undefined;
    const ownAfter = cursor?.group === group ? behind(cursor, backwards) : undefined;
    const after = sorting && ownAfter ? behindKey(sorting.key.by, sorting, given?.key ?? null, ownAfter) : ownAfter;
    const where = allOf(calendar.among(group), asked, after);
    const read = await readPage(deps, { programmeIds, where, backwards, sorting, limit });
    found.push(...read.map((row) => ({ ...row, group })));
  }
  const page = toPage(found, filter, (row) => writeSortedCursor(writeCursor({ ...row, nowMs }), sorting, row.sortKey));
  const isGrouped = wanted === 'upcoming' && sorting === undefined;
  const counts =
    cursor === undefined && isGrouped && filter.text === undefined && filter.reminderState === undefined
      ? await countDays(deps, programmeIds, (day) => allOf(calendar.among(day), asked))
      : null;
  const items = await toItems(deps, page.items, { calendar, viewerZone: filter.zone ?? null });
  return { items, nextCursor: page.nextCursor, at: new Date(readMs).toISOString(), counts };
}

type ReadRow = AppointmentRow & { sortKey: string | null };
type Found = ReadRow & { group: DayWanted };

async function toItems(
  deps: ListDeps,
  found: readonly Found[],
  { calendar, viewerZone }: { calendar: Calendar; viewerZone: string | null },
): Promise<AppointmentInList[]> {
  const ids = found.map(({ id }) => id);
  const plans = byAppointment(await currentPlans(deps, ids));
  const notes = await heldUp(deps, found, plans);
  return found.map((row) => ({
    ...toAppointmentView(withoutPlace(row), { table: deps.zones, viewerZone }),
    day: dayOf(calendar.of(row.zone), row.startsAtMs),
    next: nextOf(deps, row, plans.get(row.id) ?? []),
    reminders: countReminders(plans.get(row.id) ?? []),
    heldUp: notes.get(row.id) ?? [],
  }));
}

function withoutPlace(found: Found): AppointmentRow {
  const { group: _, sortKey: __, ...row } = found;
  return row;
}

/** Programme by programme, so that each is a stretch of the index in order; then the first of all. */
async function readPage(
  deps: ListDeps,
  input: {
    programmeIds: readonly string[];
    where: SQL;
    backwards: boolean;
    sorting: Sorting | undefined;
    limit: number;
  },
): Promise<ReadRow[]> {
  const { sorting } = input;
  const byStart = input.backwards ? sql`a.starts_at desc, a.id desc` : sql`a.starts_at, a.id`;
  const order = sorting ? sortedBy(sorting.key.by, sorting, byStart) : byStart;
  return await rows(
    deps.readDb,
    sql`
      select ${APPOINTMENT_COLUMNS}, ${sorting ? keyText(sorting, sorting.key.by) : sql`null`} as "sortKey"
      from programmes p join runs r on r.id = p.run_id cross join lateral (
        select a.* from appointments a where a.programme_id = p.id and ${input.where} order by ${order} limit ${input.limit}) a
      where p.id = any(${sql.param([...input.programmeIds])}::uuid[])
      order by ${order} limit ${input.limit}`,
  );
}

async function countDays(
  deps: ListDeps,
  programmeIds: readonly string[],
  where: (day: keyof DayCounts) => SQL,
): Promise<DayCounts> {
  const count = async (day: keyof DayCounts): Promise<number> => {
    const [found] = await rows<{ count: number }>(
      deps.readDb,
      sql`select count(*)::int as count from (
            select from appointments a where a.programme_id = any(${sql.param([...programmeIds])}::uuid[]) and ${where(day)}
            limit ${MOST_COUNTED}) a`,
    );
    return found?.count ?? 0;
  };
  const [today, tomorrow, later] = await Promise.all([count('today'), count('tomorrow'), count('later')]);
  return { today, tomorrow, later };
}

function nextOf(deps: ListDeps, row: AppointmentRow, plan: readonly ReminderInList[]): AppointmentInList['next'] {
  const waiting = plan.flatMap(({ key, says, next }) => (next ? [{ key, says, next }] : []));
  const first = waiting.toSorted((a, b) => (a.next.at < b.next.at ? -1 : Number(a.next.at > b.next.at)))[0];
  if (!first) return null;
  const { channel, at, until } = first.next;
  return {
    key: first.key,
    says: first.says,
    channel,
    at,
    local: localText(deps.zones, row.zone, Date.parse(at)),
    until,
  };
}
