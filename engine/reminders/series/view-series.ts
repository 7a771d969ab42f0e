import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { describeRule } from '../../../domain/recurrence/describe-rule.ts';
import { occurrencesOf, type Occurrence } from '../../../domain/recurrence/occurrences.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import type { ProgrammeStep } from '../../../domain/reminders/programme.ts';
import { placeOfZone, sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import type { EngineDeps } from '../../deps.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { readAppointments, type AppointmentInPlan } from '../plans/read-appointments.ts';
import { viewReminder, type ReminderView } from '../booking/view-change.ts';
import type { Series, SeriesState } from './find-series.ts';
import { occurrenceKey } from './read-occurrences.ts';

const NEXT = 5;

/** One occurrence, as people read it. */
export interface OccurrenceView {
  /** Which one: its local date. */
  occurrence: string;
  /** By the rule, on the clock of the series' zone. */
  local: string;
  at: string;
  understood: string;
  /** Where its time does not exist that day, or comes twice. */
  note: { code: 'gap' | 'fold'; message: string } | null;
  /** Null = not booked yet: it is too far away. */
  appointment: {
    externalId: string;
    state: AppointmentState;
    startsAt: string;
    /** Edited by itself: changes of the series leave it alone. */
    detached: boolean;
    /** Somebody took all its steps out. */
    skipped: boolean;
    plan: Pick<ReminderView, 'step' | 'says' | 'channel' | 'status' | 'reason' | 'why' | 'at' | 'atLocal'>[];
  } | null;
}

export interface SeriesView {
  seriesId: string;
  programmeId: string;
  externalId: string;
  version: number;
  state: SeriesState;
  rrule: string;
  /** The rule in words: what was understood. */
  words: string;
  firstLocal: string;
  zone: string;
  phone: string;
  name: string | null;
  variables: Record<string, string>;
  /** Appointments are there for occurrences before it. */
  madeUntil: string;
  changedAt: string;
  /** The next five, also when paused. */
  next: OccurrenceView[];
}

/** A series with its next five occurrences and what goes out for each. */
export async function viewSeries(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'zones'>,
  programme: Programme,
  series: Series,
  nowMs: number,
): Promise<SeriesView> {
  const next =
    series.state === 'ended' ? [] : occurrencesOf({ ...series, table: deps.zones, afterMs: nowMs, count: NEXT });
  const lastMs = next.at(-1)?.atMs ?? nowMs;
  const found = await readAppointments(db, {
    which: sql`a.series_id = ${series.seriesId} and a.occurrence_at > from_ms(${nowMs}::double precision)
      and a.occurrence_at <= from_ms(${lastMs}::double precision)`,
    purpose: programme.settings.purpose,
    lock: false,
  });
  const byKey = new Map(found.map((one) => [occurrenceKey(one.appointment.externalId), one]));
  return {
    seriesId: series.seriesId,
    programmeId: series.programmeId,
    externalId: series.externalId,
    version: series.version,
    state: series.state,
    rrule: series.rrule,
    words: `${describeRule(series.rrule, series.firstLocal)} in ${placeOfZone(series.zone)}`,
    firstLocal: series.firstLocal,
    zone: series.zone,
    phone: `+${series.phone}`,
    name: series.name,
    variables: series.variables,
    madeUntil: iso(series.madeUntilMs),
    changedAt: iso(series.changedAtMs),
    next: next.map((occurrence) => ({
      occurrence: occurrence.local.slice(0, 10),
      local: occurrence.local,
      at: iso(occurrence.atMs),
      understood: sayAppointment(deps.zones, series.zone, occurrence.atMs, nowMs),
      note: noteOf(occurrence, series),
      appointment: viewAppointment(deps, byKey.get(occurrence.local.slice(0, 10)), programme.settings.steps, nowMs),
    })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function noteOf({ note, local }: Occurrence, { firstLocal, zone }: Series): OccurrenceView['note'] {
  const [date, time] = local.split('T');
  const place = placeOfZone(zone);
  if (note === 'gap') {
    const message = `${firstLocal.slice(11)} does not exist on ${date} in ${place}: the clocks jump over it; it is at ${time}.`;
    return { code: note, message };
  }
  if (note === null) return null;
  return { code: note, message: `${time} comes twice on ${date} in ${place}: it is the first.` };
}

function viewAppointment(
  deps: Pick<EngineDeps, 'zones'>,
  found: AppointmentInPlan | undefined,
  steps: readonly ProgrammeStep[],
  nowMs: number,
): OccurrenceView['appointment'] {
  if (!found) return null;
  const { appointment, current } = found;
  const keys = steps.map(({ key }) => key);
  const inOrder = current.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
  return {
    externalId: appointment.externalId,
    state: appointment.state,
    startsAt: iso(appointment.startsAtMs),
    detached: appointment.detached,
    skipped: keys.every((key) => appointment.skipped.includes(key)),
    plan: inOrder.map((row) => {
      const { zone } = appointment;
      const { step, says, channel, status, reason, why, at, atLocal } = viewReminder(deps, { zone, steps }, row, nowMs);
      return { step, says, channel, status, reason, why, at, atLocal };
    }),
  };
}
