import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import type { EngineDeps } from '../../deps.ts';
import { writeEvents } from '../../events/write-events.ts';
import type { ChangedAppointment, ChangeInput, PlannedRow, Wish } from './change-appointments.ts';
import type { Programme } from '../programmes/find-programme.ts';
import type { Desired, NewMessage } from './plan-messages.ts';
import { toldOf } from './read-appointments.ts';
import { keepMessages, refreshRetries, writeMessages } from './write-messages.ts';

export interface PlansToWrite extends ChangeInput {
  wishes: readonly Wish[];
  desired: readonly Desired[];
}

/** Due sooner than this, a turn at work is told of it. */
const SOON_MS = 2_000;

/** Changes that other systems are told of; of a booking its own system knows. */
const TOLD: readonly AppointmentChange[] = ['moved', 'cancelled', 'restored', 'confirmed'];

/** Writes messages, appointments, their versions and plans, and wakes the run where something is due earlier than it knows. */
export async function writePlans(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  input: PlansToWrite,
): Promise<Omit<ChangedAppointment, 'inFlight'>[]> {
  const { programme, wishes, desired, nowMs, actor } = input;
  const messages = [...new Set(desired.flatMap(({ message }) => message ?? []))];
  const idOf = await writeMessages(tx, programme, messages, nowMs);
  await keepMessages(tx, programme, desired);

  const rowsOf = new Map<string, PlannedRow[]>();
  const sharers = sharersOf(desired);
  const wishOf = new Map(wishes.map((wish) => [wish.appointment.appointmentId, wish]));
  for (const one of desired) {
    const wish = wishOf.get(one.appointmentId);
    if (!wish) continue;
    const list = rowsOf.get(one.appointmentId) ?? [];
    rowsOf.set(one.appointmentId, list);
    list.push(toRow(one, wish, idOf, sharers, programme));
  }
  const changed = wishes.map((wish) => {
    const order = programme.settings.steps.map(({ key }) => key);
    const after = (rowsOf.get(wish.appointment.appointmentId) ?? []).sort(
      (a, b) => order.indexOf(a.key) - order.indexOf(b.key),
    );
    const isNew = wish.write !== undefined || plansDiffer(wish, after);
    const version = wish.appointment.version + (isNew ? 1 : 0);
    return { wish, after, isNew, version, change: wish.write?.change ?? ('replanned' as const) };
  });
  await storeAppointments(tx, programme, changed, { nowMs, actor });
  await refreshRetries(tx, deps, programme, desired, nowMs);
  await writeEvents(
    tx,
    changed.flatMap(({ wish: { after: appointment }, version, change, isNew }) =>
      isNew && TOLD.includes(change)
        ? [
            {
              kind: `appointment.${change}`,
              subject: `appointment:${appointment.appointmentId}`,
              data: {
                programmeId: programme.programmeId,
                appointmentId: appointment.appointmentId,
                externalId: appointment.externalId,
                version,
                startsAt: new Date(appointment.startsAtMs).toISOString(),
                zone: appointment.zone,
                by: actor,
              },
            },
          ]
        : [],
    ),
  );
  await wake(tx, programme, firstDueOf(desired), nowMs);
  return changed.map(({ wish, after, version, change }) => ({
    appointment: { ...wish.after, version, planVersion: programme.policyVersion },
    change,
    before: wish.current,
    after,
  }));
}

const sharersOf = (desired: readonly Desired[]): Map<NewMessage | number, string[]> => {
  const sharers = new Map<NewMessage | number, string[]>();
  for (const { appointmentId, message, keeps } of desired) {
    const of = message ?? keeps;
    if (of !== null) sharers.set(of, [...(sharers.get(of) ?? []), appointmentId]);
  }
  return sharers;
};

function toRow(
  { appointmentId, reminder, message, keeps }: Desired,
  wish: Wish,
  idOf: ReadonlyMap<NewMessage, number>,
  sharers: ReadonlyMap<NewMessage | number, string[]>,
  programme: Programme,
): PlannedRow {
  const of = message ?? keeps;
  const sent = reminder.status === 'sent' ? toldOf(wish).find(({ key }) => key === reminder.key) : undefined;
  return {
    key: reminder.key,
    slot: reminder.slot,
    channel: reminder.channel,
    status: reminder.status,
    reason: reminder.reason,
    intendedAtMs: reminder.intendedAtMs,
    dueAtMs: sent ? sent.dueAtMs : (reminder.plan?.dueAtMs ?? null),
    startsAtMs: sent ? sent.startsAtMs : wish.after.startsAtMs,
    contactId: message ? (idOf.get(message) ?? null) : sent ? sent.contactId : keeps,
    costMicros: reminder.status === 'skipped' ? 0 : (programme.costMicros[reminder.slot] ?? 0),
    nearest: reminder.nearest,
    sharedWith: of === null ? [] : (sharers.get(of) ?? []).filter((id) => id !== appointmentId),
  };
}

/** A plan that is made anew and comes out the same is no new version. That a planned step was sent meanwhile is no change of the plan. */
function plansDiffer({ current }: Wish, after: readonly PlannedRow[]): boolean {
  if (current.length !== after.length) return true;
  return after.some((row) => {
    const was = current.find(({ key }) => key === row.key);
    if (!was || was.contactId !== row.contactId) return true;
    return (
      row.status !== 'sent' && (was.status !== row.status || was.dueAtMs !== row.dueAtMs || was.reason !== row.reason)
    );
  });
}

interface Changed {
  wish: Wish;
  after: PlannedRow[];
  isNew: boolean;
  version: number;
  change: AppointmentChange;
}

/** One statement for everything of an appointment that is not its messages. */
async function storeAppointments(
  tx: Transaction,
  programme: Programme,
  changed: readonly Changed[],
  { nowMs, actor }: { nowMs: number; actor: string },
): Promise<void> {
  const now = sql`from_ms(${nowMs}::double precision)`;
  const records = changed.map(({ wish: { after, write }, isNew, version, change }) => ({
    id: after.appointmentId,
    version,
    fresh: isNew,
    change,
    cause: write?.cause ?? null,
    state: after.state,
    phone: after.phone,
    line: after.lineType,
    name: after.name,
    zone: after.zone,
    starts: after.startsAtMs,
    zones: after.zoneKey,
    source: after.zoneSource,
    places: after.placeKey,
    variables: after.variables,
    skipped: after.skipped,
    answer: after.answer,
    answered: after.answeredAtMs,
    detached: after.detached,
    booked: after.bookedAtMs,
  }));
  const plans = changed.flatMap(({ wish: { after }, after: plan, isNew, version }) =>
    isNew
      ? plan.map((row) => ({
          id: after.appointmentId,
          version,
          key: row.key,
          slot: row.slot,
          channel: row.channel,
          status: row.status,
          reason: row.reason,
          intended: row.intendedAtMs,
          due: row.dueAtMs,
          starts: row.startsAtMs,
          contact: row.contactId,
          cost: row.costMicros,
        }))
      : [],
  );
  await tx.execute(
    sql`with input as materialized (
          select * from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(id uuid, version integer, fresh boolean, change text, cause text,
            state text, phone bigint, line text, name text, zone text, starts double precision, zones text, source text, places text,
            variables jsonb, skipped jsonb, answer text, answered double precision, detached boolean, booked double precision)
        ), kept as (
          update appointments a set version = i.version, state = i.state, phone = i.phone, line_type = i.line, name = i.name, zone = i.zone,
            starts_at = from_ms(i.starts), zone_key = i.zones, zone_source = i.source, place_key = i.places, variables = i.variables,
            skipped = array(select jsonb_array_elements_text(i.skipped)), answer = i.answer, answered_at = from_ms(i.answered),
            detached = i.detached, booked_at = from_ms(i.booked), plan_version = ${programme.policyVersion},
            changed_at = case when i.fresh then ${now} else a.changed_at end
          -- A new one was inserted as it is.
          from input i where a.id = i.id and i.change <> 'booked'
        ), versions as (
          insert into appointment_versions (appointment_id, version, change, cause, state, phone, zone, starts_at, programme_version, details, created_by, created_at)
          select id, version, change, cause, state, phone, zone, from_ms(starts), ${programme.version},
            jsonb_build_object('name', name, 'variables', variables), ${actor}, ${now}
          from input where fresh
        )
        insert into reminders (appointment_id, version, key, slot, channel, status, reason, intended_at, due_at, starts_at, contact_id, cost_micros)
        select id, version, key, slot, channel, status, reason, from_ms(intended), from_ms(due), from_ms(starts), contact, cost
        from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) as p(id uuid, version integer, key text, slot integer, channel text,
          status text, reason text, intended double precision, due double precision, starts double precision, contact bigint, cost bigint)`,
  );
}

const firstDueOf = (desired: readonly Desired[]): number | null =>
  desired.reduce<number | null>((first, { message }) => {
    const dueAtMs = message?.reminder.plan?.dueAtMs ?? null;
    return dueAtMs === null ? first : Math.min(first ?? Infinity, dueAtMs);
  }, null);

/**
 * A turn that sleeps must not sleep past a new row. Two bookings do not wait for each other here, nor does a turn at
 * work, but one that is about to sleep (turn.ts `rest`) waits for this transaction and finds its rows, or had its say
 * before and is read here. Last of all, so that it is held for the commit alone.
 */
async function wake(tx: Transaction, programme: Programme, firstDueMs: number | null, nowMs: number): Promise<void> {
  if (firstDueMs === null) return;
  const run = await firstRow<{ late: boolean }>(
    tx,
    // Planned by a programme or by rules that were replaced meanwhile: only a turn makes it what goes out.
    sql`select next_turn_at > from_ms(${firstDueMs}::double precision) or policy_version > ${programme.policyVersion} as late
        from runs where id = ${programme.runId} for key share`,
  );
  if (run?.late) {
    await tx.execute(
      sql`update runs set next_turn_at = '-infinity' where id = ${programme.runId} and state = 'running'`,
    );
  }
  // One at work looks at its queue each second by itself.
  if (run?.late || firstDueMs < nowMs + SOON_MS) await notifyWork(tx, 'run', programme.runId);
}
