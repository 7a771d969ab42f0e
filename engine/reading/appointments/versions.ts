import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import type { ProgrammeStep } from '../../../domain/reminders/programme.ts';
import { sayStepOf } from '../../../domain/reminders/say-step.ts';
import { localText } from '../../../domain/wall-instants.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../iso.ts';
import type { ReminderView } from './current-plans.ts';
import { findAppointment, type WhichAppointment } from './find-appointment.ts';

/** A step of a plan as it was written. */
export type PlanStep = Pick<
  ReminderView,
  'key' | 'says' | 'channel' | 'status' | 'reason' | 'intendedAt' | 'dueAt' | 'contactId' | 'costMicros'
> & { startsAt: string };

/** An appointment as it was from `createdAt` on, until the next version. */
export interface AppointmentVersionView {
  version: number;
  change: AppointmentChange;
  cause: string | null;
  by: string;
  createdAt: string;
  state: AppointmentState;
  phone: string;
  name: string | null;
  variables: Record<string, string>;
  startsAt: string;
  zone: string;
  local: string;
  programmeVersion: number;
  plan: PlanStep[];
}

/** Steps are named as they were in the programme that it was planned by. */
interface FoundVersion extends Omit<AppointmentVersionView, 'local' | 'plan'> {
  plan: Omit<PlanStep, 'says'>[];
  steps: Pick<ProgrammeStep, 'key' | 'when'>[];
}

/** Every version of an appointment and of its plan, oldest first. Throws as `findAppointment`. */
export async function appointmentVersions(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  input: WhichAppointment,
): Promise<{ items: AppointmentVersionView[] }> {
  const { id } = await findAppointment(deps, input);
  return { items: await readVersions(deps, id) };
}

export async function readVersions(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  appointmentId: string,
): Promise<AppointmentVersionView[]> {
  const found = await rows<FoundVersion>(
    deps.readDb,
    sql`
      select v.version, v.change, v.cause, v.created_by as by, ${iso(sql`v.created_at`)} as "createdAt", v.state, '+' || v.phone as phone,
        v.details ->> 'name' as name, coalesce(v.details -> 'variables', '{}') as variables, ${iso(sql`v.starts_at`)} as "startsAt", v.zone,
        v.programme_version as "programmeVersion",
        coalesce((select jsonb_agg(jsonb_build_object('key', m.key, 'channel', m.channel, 'status', m.status, 'reason', m.reason,
            'intendedAt', ${iso(sql`m.intended_at`)}, 'dueAt', ${iso(sql`m.due_at`)}, 'startsAt', ${iso(sql`m.starts_at`)},
            'contactId', m.contact_id, 'costMicros', m.cost_micros) order by coalesce(m.due_at, m.intended_at), m.slot)
          from reminders m where m.appointment_id = v.appointment_id and m.version = v.version), '[]') as plan,
        coalesce((select g.settings -> 'steps' from programme_versions g
          where g.programme_id = a.programme_id and g.version = v.programme_version), '[]') as steps
      from appointment_versions v join appointments a on a.id = v.appointment_id where v.appointment_id = ${appointmentId} order by v.version`,
  );
  return found.map(({ steps, plan, ...version }) => ({
    ...version,
    plan: plan.map((step) => ({ ...step, says: sayStepOf(steps, step) })),
    local: localText(deps.zones, version.zone, Date.parse(version.startsAt)),
  }));
}
