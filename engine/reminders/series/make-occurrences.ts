import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { occurrencesOf, type Occurrence } from '../../../domain/recurrence/occurrences.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import type { EngineDeps } from '../../deps.ts';
import { bookIn } from '../booking/book.ts';
import { changeAppointments, type AppointmentWrite } from '../plans/change-appointments.ts';
import type { Programme } from '../programmes/find-programme.ts';
import type { Appointment } from '../plans/read-appointments.ts';
import { readBooking, type BookingItem, type ReadBooking } from '../booking/read-booking.ts';
import { sameVariables } from '../plans/plan-messages.ts';
import type { Series } from './find-series.ts';
import { occurrenceKey, readOccurrences } from './read-occurrences.ts';

const DAY_MS = 86_400_000;
/** Occurrences are there so long before they start, and the longest step before it. */
const AHEAD_MS = 60 * DAY_MS;
/** More are made as soon as one would be there for less than this. */
const LEAST_AHEAD_MS = 53 * DAY_MS;
/** What could not be made is tried again. */
const RETRY_MS = 3_600_000;

/** What an edit, an end, or time brought about. */
export interface MadeOccurrences {
  booked: number;
  /** Moved, edited or brought back. */
  changed: number;
  cancelled: number;
  /** Messages that had left when their plan was withdrawn. */
  inFlight: { attemptId: string; step: string; channel: 'call' | 'sms' }[];
  /** Occurrences that could not be made, and why. */
  problems: { externalId: string; code: string; message: string }[];
}

export interface MakeInput {
  programme: Programme;
  /** Locked, and as it is to be. */
  series: Series;
  nowMs: number;
  actor: string;
  /**
   * `new`: its first occurrence may have steps that go out at the booking. `extend`: only what is missing is booked,
   * and nothing that is there is touched.
   */
  mode: 'new' | 'edit' | 'extend';
}

/**
 * Makes the appointments of a series what its rule says, from now to some weeks ahead, in the transaction that holds
 * the series: books what is missing, moves and edits what says otherwise, cancels what the rule no longer has. What
 * somebody edited, skipped or cancelled by itself stays as it is, and an occurrence is known by its date. Repeated, it
 * changes nothing.
 */
export async function makeOccurrences(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law' | 'zonesOfPhone' | 'places'>,
  input: MakeInput,
): Promise<MadeOccurrences> {
  const { programme, series, nowMs, actor, mode } = input;
  const leadMs = longestLeadMs(programme.settings);
  const untilMs = Math.max(series.madeUntilMs, nowMs + AHEAD_MS + leadMs);
  const rule = { ...series, table: deps.zones };
  const wanted = series.state === 'ended' ? [] : occurrencesOf({ ...rule, afterMs: nowMs, untilMs });
  const there = await readOccurrences(tx, programme, series, nowMs);
  const byKey = new Map(there.map((one) => [occurrenceKey(one.appointment.externalId), one]));

  const missing = wanted.filter((occurrence) => !byKey.has(keyOf(occurrence)));
  const taken = await takenIds(
    tx,
    programme,
    missing.map((occurrence) => externalIdOf(series, occurrence)),
  );
  const problems = [...taken].map((externalId) => ({
    externalId,
    code: 'external_id_taken',
    message: `"${externalId}" is an appointment of its own already.`,
  }));
  const later = keysAtBooking(programme);
  const items = missing
    .map((occurrence, place) => ({
      ...itemOf(series, occurrence),
      // Else a new weekly series would send nine confirmations of its booking at once.
      skipped: mode === 'new' && place === 0 ? [] : later,
    }))
    .filter(({ externalId }) => !taken.has(externalId));
  const results = await bookIn(tx, deps, programme, { items, actor });
  for (const result of results) if (!result.ok) problems.push({ externalId: result.externalId, ...result.problem });
  const booked = results.filter(({ ok }) => ok).length;

  const kept = new Set(wanted.map(keyOf));
  const edits = wanted.flatMap((occurrence): Edit[] => {
    const found = byKey.get(keyOf(occurrence));
    if (!found || found.isOver || found.isItsOwn || mode === 'extend') return [];
    const read = readBooking(deps, programme, itemOf(series, occurrence), nowMs, found.appointment.startsAtMs);
    if (!read.ok) problems.push({ externalId: found.appointment.externalId, ...read.problem });
    const write = read.ok ? editOf(programme, found.appointment, read.booking) : null;
    return write ? [{ write, occurrenceAtMs: occurrence.atMs }] : [];
  });
  const gone = there.filter(
    ({ appointment, isOver, isItsOwn }) =>
      mode !== 'extend' &&
      !isOver &&
      (!isItsOwn || series.state === 'ended') &&
      appointment.state !== 'cancelled' &&
      !kept.has(occurrenceKey(appointment.externalId)),
  );
  const cause = series.state === 'ended' ? 'series_ended' : 'series_changed';
  const cancels = gone.map(({ appointment: { appointmentId } }): AppointmentWrite => {
    return { appointmentId, change: 'cancelled', cause, set: { state: 'cancelled' } };
  });
  await moveOccurrences(tx, edits);
  const changes = [...edits.map(({ write }) => write), ...cancels];
  const changed = await changeAppointments(tx, deps, { programme, changes, nowMs, actor });
  await storeProgress(tx, series, { untilMs, leadMs, rule, retryMs: problems.length > 0 ? nowMs + RETRY_MS : null });
  return {
    booked,
    changed: edits.length,
    cancelled: cancels.length,
    inFlight: changed.flatMap(({ inFlight }) =>
      inFlight.map(({ attemptId, key, channel }) => ({ attemptId, step: key, channel })),
    ),
    problems,
  };
}

interface Edit {
  write: AppointmentWrite;
  occurrenceAtMs: number;
}

const keyOf = ({ local }: Occurrence): string => local.slice(0, 10);

const externalIdOf = ({ externalId }: Series, occurrence: Occurrence): string => `${externalId}/${keyOf(occurrence)}`;

function itemOf(series: Series, occurrence: Occurrence): BookingItem {
  return {
    externalId: externalIdOf(series, occurrence),
    phone: `+${series.phone}`,
    // An instant: which one a time that comes twice or never means is decided already.
    startsAt: new Date(occurrence.atMs).toISOString(),
    zone: series.zone,
    name: series.name ?? undefined,
    variables: series.variables,
    seriesId: series.seriesId,
    occurrenceAtMs: occurrence.atMs,
  };
}

/** External ids that an appointment outside of the series has. */
async function takenIds(tx: Transaction, programme: Programme, externalIds: readonly string[]): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const found = await rows<{ externalId: string }>(
    tx,
    sql`select external_id as "externalId" from appointments
        where programme_id = ${programme.programmeId} and external_id = any(${sql.param([...externalIds])}::text[])`,
  );
  return new Set(found.map(({ externalId }) => externalId));
}

/** What the series says otherwise than the appointment; null = nothing. */
function editOf(programme: Programme, now: Appointment, told: ReadBooking): AppointmentWrite | null {
  const { externalId: _itsOwn, ...set } = told;
  const distanceMs = Math.abs(told.startsAtMs - now.startsAtMs);
  const restored = now.state === 'cancelled';
  const same =
    distanceMs === 0 &&
    !restored &&
    told.phone === now.phone &&
    told.zone === now.zone &&
    told.zoneKey === now.zoneKey &&
    told.name === now.name &&
    sameVariables(told.variables, now.variables);
  if (same) return null;
  // What was answered was about another time.
  const asked = restored || distanceMs > programme.settings.repeatAfterMoveSeconds * 1_000;
  return {
    appointmentId: now.appointmentId,
    change: restored ? 'restored' : distanceMs > 0 ? 'moved' : 'edited',
    cause: 'series_changed',
    set: {
      ...set,
      // As good as a booking: what has passed by now is not made up for.
      ...(asked ? { state: 'booked' as const, answer: null, answeredAtMs: null, bookedAtMs: programme.nowMs } : {}),
    },
  };
}

/** In two steps: one may take the place that another is about to leave. */
async function moveOccurrences(tx: Transaction, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const records = JSON.stringify(
    edits.map(({ write, occurrenceAtMs }) => ({ id: write.appointmentId, at: occurrenceAtMs })),
  );
  const input = sql`jsonb_to_recordset(${records}::jsonb) as i(id uuid, at double precision)`;
  await tx.execute(sql`update appointments a set occurrence_at = null from ${input} where a.id = i.id`);
  await tx.execute(sql`update appointments a set occurrence_at = from_ms(i.at) from ${input} where a.id = i.id`);
}

const keysAtBooking = ({ settings }: Programme): string[] =>
  settings.steps.flatMap(({ key, when }) => (when.kind === 'booking' ? [key] : []));

/** How long before an appointment its first step is. */
const longestLeadMs = ({ steps }: ProgrammeSettings): number =>
  steps.reduce((longest, { when }) => {
    if (when.kind === 'before') return Math.max(longest, when.seconds * 1_000);
    return when.kind === 'local' ? Math.max(longest, (when.daysBefore + 1) * DAY_MS) : longest;
  }, 0);

async function storeProgress(
  tx: Transaction,
  series: Series,
  progress: {
    untilMs: number;
    leadMs: number;
    rule: Omit<Parameters<typeof occurrencesOf>[0], 'afterMs'>;
    retryMs: number | null;
  },
): Promise<void> {
  const { untilMs, leadMs, rule, retryMs } = progress;
  const [next] = series.state === 'ended' ? [] : occurrencesOf({ ...rule, afterMs: untilMs - 1, count: 1 });
  const dueMs = next ? next.atMs - leadMs - LEAST_AHEAD_MS : null;
  const extendMs = retryMs ?? dueMs;
  const extendAt = extendMs === null ? sql`'infinity'` : sql`from_ms(${extendMs}::double precision)`;
  await tx.execute(
    sql`update series set made_until = from_ms(${untilMs}::double precision), extend_at = ${extendAt} where id = ${series.seriesId}`,
  );
}
