import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AttemptState } from '../../../domain/attempt-state.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import { sayStepOf } from '../../../domain/reminders/say-step.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { iso } from '../iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../page.ts';
import { badCursor } from '../sorting.ts';
import { allOf, when } from '../where.ts';
import { programmesToRead, type ProgrammeToRead } from './programmes-to-read.ts';

/** A message that did not go out in its time. */
export interface MissedReminder {
  contactId: number;
  programmeId: string;
  programme: string;
  key: string;
  /** What people call the step. */
  says: string;
  channel: Channel;
  phone: string;
  name: string | null;
  dueAt: string;
  /** When it was given up. */
  missedAt: string;
  /** Behind its time, seen from now. */
  lateSeconds: number;
  /** Sent now it would cost so much at most. */
  costMicros: number;
  currency: string;
  reason: string | null;
  /** The last try, where there was one: why it did not come to anything. */
  lastAttempt: { state: AttemptState; outcome: string | null; reason: string | null } | null;
  /** Sent now it would still be in time until then, by the cut-off; null = that is over. */
  sendableUntil: string | null;
  /** Whom it was to remind of what; several share one message. */
  appointments: { externalId: string; startsAt: string; zone: string; says: string; state: AppointmentState }[];
}

export interface MissedPage extends Page<MissedReminder> {
  at: string;
  /** What each programme of the page does with what is late, in words. */
  policies: { programmeId: string; programme: string; lateSeconds: number; words: string }[];
}

export interface MissedFilter extends PageInput {
  programme?: string | undefined;
  /** Given up at or after; absent = in the last seven days. */
  sinceMs?: number | undefined;
  /** Only what can still be sent before its cut-off. */
  sendable?: boolean | undefined;
}

const WEEK_MS = 7 * 86_400_000;
const CURSOR = /^(\d{1,18})_(\d{1,18})$/;

type Found = Omit<MissedReminder, 'appointments' | 'says'> & {
  givenUpMicros: string;
  appointments: { externalId: string; startsAtMs: number; startsAt: string; zone: string; state: AppointmentState }[];
};

/**
 * Messages that missed their time while they could not go out, latest first, as long as nobody has done anything about
 * them: what was sent after all, skipped or planned anew is none of them. Throws EngineError `unknown_programme`,
 * `programme_name_unclear`, `bad_cursor`.
 */
export async function listMissed(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  filter: MissedFilter = {},
): Promise<MissedPage> {
  const [programmes, nowMs] = await Promise.all([
    programmesToRead(deps.readDb, filter.programme),
    readNowMs(deps.readDb),
  ]);
  const where = allOf(
    sql`w.changed_at >= from_ms(${filter.sinceMs ?? nowMs - WEEK_MS}::double precision)`,
    filter.sendable === true ? sql`until.at > from_ms(${nowMs}::double precision)` : undefined,
    when(filter.cursor, behind),
  );
  const found = await rows<Found>(
    deps.readDb,
    sql`
      select k.id as "contactId", p.id as "programmeId", p.name as programme, told.key, told.channel, '+' || k.phone as phone, k.name,
        ${iso(sql`told.due_at`)} as "dueAt", ${iso(sql`w.changed_at`)} as "missedAt",
        greatest(0, floor((${nowMs}::double precision - to_ms(told.due_at)) / 1000))::int as "lateSeconds", told.cost_micros as "costMicros",
        coalesce((select x.currency from campaigns c join provider_accounts x on x.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid
          where c.id = p.campaign_id), 'USD') as currency, w.reason,
        (select jsonb_build_object('state', t.state, 'outcome', t.outcome, 'reason', coalesce(t.reason, t.provider_reason))
          from attempts t where t.contact_id = k.id order by t.id desc limit 1) as "lastAttempt",
        case when until.at > from_ms(${nowMs}::double precision) then ${iso(sql`until.at`)} end as "sendableUntil", told.appointments,
        (extract(epoch from w.changed_at) * 1000000)::bigint::text as "givenUpMicros"
      from programmes p
        join contact_states w on w.run_id = p.run_id and w.state = 'expired'
        join contacts k on k.id = w.contact_id
        cross join lateral (
          select min(m.key) as key, min(m.channel) as channel, max(m.due_at) as due_at, max(m.cost_micros)::float8 as cost_micros, max(a.starts_at) as starts_at,
            jsonb_agg(jsonb_build_object('externalId', a.external_id, 'startsAtMs', to_ms(a.starts_at), 'startsAt', ${iso(sql`a.starts_at`)},
              'zone', a.zone, 'state', a.state) order by a.starts_at, a.id) as appointments
          from reminders m join appointments a on a.id = m.appointment_id and a.version = m.version
          where m.contact_id = k.id and a.state <> 'cancelled' and m.key <> all(a.skipped)) told
        cross join lateral (select coalesce(from_ms((k.overrides ->> 'endsAtMs')::double precision), told.starts_at) as at) until
      where not exists (select from attempts t where t.contact_id = k.id and t.state not in ('INTENT', 'VOID', 'REFUSED'))
        and p.id = any(${sql.param(programmes.map(({ id }) => id))}::uuid[]) and told.appointments is not null and ${where}
      order by w.changed_at desc, k.id desc limit ${fetchLimit(filter)}`,
  );
  const page = toPage(found, filter, ({ givenUpMicros, contactId }) => `${givenUpMicros}_${contactId}`);
  const named = new Set(page.items.map(({ programmeId }) => programmeId));
  return {
    items: page.items.map((item) => toView(deps.zones, programmes, item)),
    nextCursor: page.nextCursor,
    at: new Date(nowMs).toISOString(),
    policies: programmes
      .filter(({ id }) => named.has(id) || filter.programme !== undefined)
      .map(({ id, name, settings: { lateSeconds } }) => ({
        programmeId: id,
        programme: name,
        lateSeconds,
        words: `sent if less than ${inWords(lateSeconds)} late, else skipped and listed here`,
      })),
  };
}

function toView(table: ZoneTable, programmes: readonly ProgrammeToRead[], found: Found): MissedReminder {
  const { givenUpMicros: _, appointments, ...missed } = found;
  const steps = programmes.find(({ id }) => id === found.programmeId)?.settings.steps ?? [];
  return {
    ...missed,
    says: sayStepOf(steps, missed),
    appointments: appointments.map(({ startsAtMs, ...appointment }) => ({
      ...appointment,
      says: sayAppointment(table, appointment.zone, startsAtMs),
    })),
  };
}

function behind(cursor: string) {
  const match = CURSOR.exec(cursor);
  if (!match) throw badCursor('missed reminders');
  return sql`(w.changed_at, k.id) < (timestamptz 'epoch' + ${match[1]}::bigint * interval '1 microsecond', ${match[2]}::bigint)`;
}

function inWords(seconds: number): string {
  if (seconds % 3_600 === 0 && seconds > 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
