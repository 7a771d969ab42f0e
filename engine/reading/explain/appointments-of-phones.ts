import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { AppointmentState, PlannedReminder } from '../../../domain/reminders/planned-reminder.ts';
import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import { sayReminder } from '../../../domain/reminders/say-reminder.ts';
import type { EngineDeps } from '../../deps.ts';

/** Nobody has more to come; who has is somebody's own test number. */
const MOST_APPOINTMENTS = 50;

/** An appointment that is to come, and what its plan says of every step. */
export interface AppointmentOfPhone {
  id: string;
  programmeId: string;
  programme: string;
  externalId: string;
  phone: string;
  state: AppointmentState;
  startsAt: string;
  zone: string;
  /** `Tue 9 Dec 09:30 in Chicago`. */
  says: string;
  steps: StepOfPhone[];
}

interface StepOfPhone {
  key: string;
  channel: Channel;
  status: PlannedReminder['status'];
  /** A stable code of why at another time, or why not. */
  reason: PlannedReminder['reason'];
  /** The whole in words. */
  why: string;
  /** Its message; null = there is none. */
  contactId: number | null;
  /** Other appointments that its message serves, by their external ids. */
  sharedWith: string[];
}

interface Found {
  id: string;
  programmeId: string;
  programme: string;
  externalId: string;
  phone: string;
  state: AppointmentState;
  startsAtMs: number;
  zone: string;
  steps: (Omit<StepOfPhone, 'why'> & { intendedAtMs: number; dueAtMs: number | null })[];
}

/** The appointments of these numbers that are to come, the next first; at most 50. */
export async function appointmentsOfPhones(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  phones: readonly number[],
): Promise<AppointmentOfPhone[]> {
  const found = await rows<Found>(
    deps.readDb,
    sql`
      with wanted as materialized (
        select * from appointments where phone = any(${sql.param([...phones])}::bigint[]) and starts_at > (select outdial_now())
        order by starts_at limit ${MOST_APPOINTMENTS}
      )
      select a.id, p.id as "programmeId", p.name as programme, a.external_id as "externalId", '+' || a.phone as phone, a.state,
        to_ms(a.starts_at) as "startsAtMs", a.zone,
        coalesce((select jsonb_agg(jsonb_build_object('key', m.key, 'channel', m.channel, 'status', m.status, 'reason', m.reason,
            'intendedAtMs', to_ms(m.intended_at), 'dueAtMs', to_ms(m.due_at), 'contactId', m.contact_id,
            'sharedWith', (select coalesce(jsonb_agg(o.external_id order by o.external_id), '[]') from reminders s
              join appointments o on o.id = s.appointment_id and o.version = s.version
              where s.contact_id = m.contact_id and o.id <> a.id)) order by coalesce(m.due_at, m.intended_at), m.slot)
          from reminders m where m.appointment_id = a.id and m.version = a.version), '[]') as steps
      from wanted a join programmes p on p.id = a.programme_id order by a.starts_at, a.id`,
  );
  const table = deps.zones;
  return found.map(({ startsAtMs, steps, ...appointment }) => ({
    ...appointment,
    startsAt: new Date(startsAtMs).toISOString(),
    says: sayAppointment(table, appointment.zone, startsAtMs),
    steps: steps.map(({ intendedAtMs, dueAtMs, ...step }) => ({
      ...step,
      why: sayReminder({ ...step, intendedAtMs, dueAtMs }, { zone: appointment.zone, table }),
    })),
  }));
}
