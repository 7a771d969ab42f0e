import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import type { AnswerMeaning } from '../../../domain/answer.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { LineType } from '../../../domain/line-type.ts';
import type { Purpose } from '../../../domain/purpose.ts';
import type { AppointmentState, PlannedReminder } from '../../../domain/reminders/planned-reminder.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import { consentOnRecord, heldChannels, type ConsentOnRecord } from '../../planning/numbers-to-plan.ts';

/** An appointment as it is stored, or is to be. */
export interface Appointment {
  appointmentId: string;
  externalId: string;
  version: number;
  state: AppointmentState;
  phone: number;
  lineType: LineType;
  name: string | null;
  zone: string;
  startsAtMs: number;
  zoneKey: string;
  zoneSource: ZoneSource;
  placeKey: string;
  variables: Record<string, string>;
  skipped: string[];
  answer: AnswerMeaning | null;
  answeredAtMs: number | null;
  seriesId: string | null;
  seriesPaused: boolean;
  detached: boolean;
  planVersion: number;
  bookedAtMs: number;
}

/** A step of the plan as it stands, with what became of its message so far. */
export interface CurrentReminder {
  key: string;
  slot: number;
  channel: Channel;
  status: PlannedReminder['status'];
  reason: PlannedReminder['reason'];
  intendedAtMs: number;
  dueAtMs: number | null;
  startsAtMs: number;
  contactId: number | null;
  costMicros: number;
  contactState: ContactState | null;
  /** Somebody may have been reached: an attempt that was neither given back nor refused. */
  attempted: boolean;
  /** What its message was made of. */
  phone: number | null;
  name: string | null;
  zoneKey: string | null;
  placeKey: string | null;
  variables: Record<string, string> | null;
  endsAtMs: number | null;
  moved: boolean;
  /** Somebody wanted it now. */
  now: boolean;
  /** Other appointments that the same message serves. */
  sharedWith: string[];
}

/** A step that went out, or had its chance, under a former version whose plan is no more. */
export type ToldBefore = Pick<CurrentReminder, 'key' | 'startsAtMs' | 'dueAtMs' | 'contactId'>;

/** What planning needs of one appointment. */
export interface AppointmentInPlan {
  appointment: Appointment;
  current: CurrentReminder[];
  /** The last of each key; what the current plan sent is not among them. */
  toldBefore: ToldBefore[];
  /** Of its number. */
  consent: ConsentOnRecord;
  barred: Channel[];
}

/** Ends after which a step is not planned again for the same start: it went out, or it had its chance. */
const HAD_ITS_CHANCE: readonly ContactState[] = ['reached', 'exhausted', 'failed', 'parked', 'expired'];

const ms = (column: SQL): SQL => sql`to_ms(${column})`;

/** Reads appointments by a condition on `a`, in the order of their ids; `lock` holds them until the transaction ends. */
export async function readAppointments(
  tx: Pick<Queryable, 'execute'>,
  input: { which: SQL; purpose: Purpose; lock: boolean; limit?: number; orderBy?: SQL },
): Promise<AppointmentInPlan[]> {
  const { which, purpose, orderBy = sql`a.id` } = input;
  const chosen = sql`${which} order by ${orderBy} ${input.limit === undefined ? sql`` : sql`limit ${input.limit}`}`;
  if (!input.lock) return await readWhole(tx, chosen, purpose, orderBy);
  const locked = await rows<{ id: string }>(tx, sql`select a.id from appointments a where ${chosen} for update of a`);
  if (locked.length === 0) return [];
  // A statement of its own: one that waited for whoever changed them would see their new version without its plan.
  const ids = uuidArray(locked.map(({ id }) => id));
  return await readWhole(tx, sql`a.id = any(${ids})`, purpose, orderBy);
}

async function readWhole(
  tx: Pick<Queryable, 'execute'>,
  chosen: SQL,
  purpose: Purpose,
  orderBy: SQL,
): Promise<AppointmentInPlan[]> {
  const found = await rows<FoundAppointment>(
    tx,
    sql`with picked as materialized (select a.* from appointments a where ${chosen})
        ${whole(purpose, sql`picked`)}
        order by ${orderBy}`,
  );
  return found.map(toInPlan);
}

export interface FoundAppointment extends Appointment {
  current: CurrentReminder[] | null;
  toldBefore: ToldBefore[] | null;
  consent: ConsentOnRecord;
  barred: Channel[];
}

export const toInPlan = ({
  current,
  toldBefore,
  consent,
  barred,
  ...appointment
}: FoundAppointment): AppointmentInPlan => ({
  appointment,
  current: current ?? [],
  toldBefore: toldBefore ?? [],
  consent,
  barred,
});

/**
 * Everything of the appointments in a relation of their rows, as FoundAppointment. `isNew`: they have no plan yet, and a
 * booking need not pay for a question about it.
 */
export const whole = (purpose: Purpose, relation: SQL, isNew = false): SQL => sql`
        select a.id as "appointmentId", a.external_id as "externalId", a.version, a.state, a.phone, a.line_type as "lineType", a.name,
          a.zone, ${ms(sql`a.starts_at`)} as "startsAtMs", a.zone_key as "zoneKey", a.zone_source as "zoneSource", a.place_key as "placeKey",
          a.variables, a.skipped, a.answer, ${ms(sql`a.answered_at`)} as "answeredAtMs", a.series_id as "seriesId",
          coalesce(s.state = 'paused', false) as "seriesPaused", a.detached, a.plan_version as "planVersion",
          ${ms(sql`a.booked_at`)} as "bookedAtMs",
          ${consentOnRecord(sql`a.phone`, purpose)} as consent, ${heldChannels(sql`a.phone`, purpose)} as barred,
          ${isNew ? NO_PLAN : planSoFar()}
        from ${relation} a left join series s on s.id = a.series_id`;

const NO_PLAN = sql`null::jsonb as current, null::jsonb as "toldBefore"`;

const planSoFar =
  (): SQL => sql`(select jsonb_agg(jsonb_build_object('key', m.key, 'slot', m.slot, 'channel', m.channel, 'status', m.status, 'reason', m.reason,
              'intendedAtMs', ${ms(sql`m.intended_at`)}, 'dueAtMs', ${ms(sql`m.due_at`)}, 'startsAtMs', ${ms(sql`m.starts_at`)},
              'contactId', m.contact_id, 'costMicros', m.cost_micros, 'contactState', w.state, 'phone', c.phone, 'variables', c.variables,
              'name', c.name, 'zoneKey', c.zone_key, 'placeKey', c.place_key,
              'endsAtMs', (c.overrides ->> 'endsAtMs')::double precision, 'moved', coalesce((c.overrides ->> 'moved')::boolean, false),
              'now', coalesce((c.overrides ->> 'now')::boolean, false),
              'attempted', m.contact_id is not null and exists (select from attempts t where t.contact_id = m.contact_id
                and t.state not in ('INTENT', 'VOID', 'REFUSED')),
              'sharedWith', case when m.contact_id is null then '[]'::jsonb else (select coalesce(jsonb_agg(distinct o.appointment_id), '[]'::jsonb)
                from reminders o join appointments b on b.id = o.appointment_id and b.version = o.version
                where o.contact_id = m.contact_id and o.appointment_id <> m.appointment_id) end))
            from reminders m left join contacts c on c.id = m.contact_id left join contact_states w on w.contact_id = m.contact_id
            where m.appointment_id = a.id and m.version = a.version) as current,
          -- A step that is to be repeated, or was taken out since, is in the plan without what it told.
          case when a.version > 1 then (select jsonb_agg(jsonb_build_object('key', l.key, 'startsAtMs', ${ms(sql`l.starts_at`)},
              'dueAtMs', ${ms(sql`l.due_at`)}, 'contactId', l.contact_id))
            from (select distinct on (m.key) m.key, m.starts_at, m.due_at, m.contact_id
              from reminders m join contact_states w on w.contact_id = m.contact_id
              where m.appointment_id = a.id and m.version < a.version and (w.state = any(${sql.param([...HAD_ITS_CHANCE])}::text[])
                or exists (select from attempts t where t.contact_id = m.contact_id and t.state not in ('INTENT', 'VOID', 'REFUSED')))
              order by m.key, m.version desc) l) end as "toldBefore"`;

/** What people of these numbers said, for appointments that get another number. */
export async function readSaid(
  tx: Pick<Queryable, 'execute'>,
  phones: readonly number[],
  purpose: Purpose,
): Promise<Map<number, Pick<AppointmentInPlan, 'consent' | 'barred'>>> {
  if (phones.length === 0) return new Map();
  const said = await rows<Pick<AppointmentInPlan, 'consent' | 'barred'> & { phone: number }>(
    tx,
    sql`select p.phone, ${consentOnRecord(sql`p.phone`, purpose)} as consent, ${heldChannels(sql`p.phone`, purpose)} as barred
        from (select distinct unnest(${sql.param([...phones])}::bigint[]) as phone) p`,
  );
  return new Map(said.map(({ phone, ...one }) => [phone, one]));
}

/** Whether the message of a step is over, on its way, or may have gone out (L1: an ambiguous send counts as sent). */
export const isSent = (reminder: Pick<CurrentReminder, 'attempted' | 'contactState'>): boolean =>
  reminder.attempted || (reminder.contactState !== null && HAD_ITS_CHANCE.includes(reminder.contactState));

/** What each step told last, by its key: of a plan that repeats it and has not done so yet, what a former one told. */
export function toldOf({ current, toldBefore }: Pick<AppointmentInPlan, 'current' | 'toldBefore'>): ToldBefore[] {
  const now = current.filter(isSent);
  const keys = new Set(now.map(({ key }) => key));
  return [...toldBefore.filter(({ key }) => !keys.has(key)), ...now];
}
