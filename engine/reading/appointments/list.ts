import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { fetchLimit, toPage, type Page } from '../page.ts';
import { allOf, when } from '../where.ts';
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
import { dayOf, localText, type AppointmentDay } from './days.ts';
import {
  behind,
  calendarOf,
  conditionsOf,
  cursorOf,
  dayWanted,
  isBackwards,
  type AppointmentFilter,
} from './filter.ts';
import { heldUp, type HoldUp } from './held-up.ts';
import { programmesToRead } from './programmes-to-read.ts';

export interface AppointmentInList extends AppointmentView {
  day: AppointmentDay;
  /** The message that goes out next; null = none is planned. */
  next: { key: string; channel: 'call' | 'sms'; at: string; local: string; until: string } | null;
  reminders: ReminderCounts;
  heldUp: HoldUp[];
}

/** How many there are by day; more than 10,000 are told as 10,001. */
export type DayCounts = Record<'today' | 'tomorrow' | 'later', number>;

export interface AppointmentPage extends Page<AppointmentInList> {
  at: string;
  /** Under the same filter; only with the first page, and null where no days are asked for. */
  counts: DayCounts | null;
}

const MOST_COUNTED = 10_001;

type ListDeps = Pick<EngineDeps, 'readDb' | 'zones'>;

/**
 * Appointments of all programmes or one, in the order of their starts (the past: latest first), each with its day by its
 * own zone or by `zone`. Throws EngineError `unknown_programme`, `programme_name_unclear`, `unknown_zone`, `bad_cursor`.
 */
export async function listAppointments(deps: ListDeps, filter: AppointmentFilter = {}): Promise<AppointmentPage> {
  const [programmes, nowMs] = await Promise.all([
    programmesToRead(deps.readDb, filter.programme),
    readNowMs(deps.readDb),
  ]);
  const programmeIds = programmes.map(({ id }) => id);
  const calendar = await calendarOf(deps, { zone: filter.zone, nowMs, programmeIds });
  const asked = await conditionsOf(deps, filter);
  const wanted = dayWanted(filter);
  const backwards = isBackwards(filter);
  const [found, counts] = await Promise.all([
    readPage(deps, {
      programmeIds,
      where: allOf(
        calendar.among(wanted),
        asked,
        when(filter.cursor, (cursor) => behind(cursor, backwards)),
      ),
      backwards,
      limit: fetchLimit(filter),
    }),
    filter.cursor === undefined && wanted === 'upcoming'
      ? countDays(deps, programmeIds, (day) => allOf(calendar.among(day), asked))
      : null,
  ]);
  const page = toPage(found, filter, cursorOf);
  const plans = byAppointment(
    await currentPlans(
      deps,
      page.items.map(({ id }) => id),
    ),
  );
  const notes = await heldUp(deps, page.items, plans);
  return {
    items: page.items.map((row) => ({
      ...toAppointmentView(row, { table: deps.zones, viewerZone: filter.zone ?? null }),
      day: dayOf(calendar.of(row.zone), row.startsAtMs),
      next: nextOf(deps, row, plans.get(row.id) ?? []),
      reminders: countReminders(plans.get(row.id) ?? []),
      heldUp: notes.get(row.id) ?? [],
    })),
    nextCursor: page.nextCursor,
    at: new Date(nowMs).toISOString(),
    counts,
  };
}

/** Programme by programme, so that each is a stretch of the index in order; then the first of all. */
async function readPage(
  deps: ListDeps,
  input: { programmeIds: readonly string[]; where: SQL; backwards: boolean; limit: number },
): Promise<AppointmentRow[]> {
  const order = input.backwards ? sql`a.starts_at desc, a.id desc` : sql`a.starts_at, a.id`;
  return await rows(
    deps.readDb,
    sql`
      select ${APPOINTMENT_COLUMNS}
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
  const waiting = plan.flatMap(({ key, next }) => (next ? [{ key, next }] : []));
  const first = waiting.toSorted((a, b) => (a.next.at < b.next.at ? -1 : Number(a.next.at > b.next.at)))[0];
  if (!first) return null;
  const { channel, at, until } = first.next;
  return { key: first.key, channel, at, local: localText(deps.zones, row.zone, Date.parse(at)), until };
}
