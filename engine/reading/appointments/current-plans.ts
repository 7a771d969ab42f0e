import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { PlannedReminder } from '../../../domain/reminders/planned-reminder.ts';
import type { ProgrammeStep } from '../../../domain/reminders/programme.ts';
import { sayStepOf } from '../../../domain/reminders/say-step.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../iso.ts';

/** What became of a step so far: the state of its message, or that it has none. */
export type ReminderState = ContactState | 'skipped';

/** One step of an appointment's plan, and its message. */
export interface ReminderView {
  key: string;
  /** What people call the step. */
  says: string;
  channel: Channel;
  status: PlannedReminder['status'];
  /** Why at another time, or why not. */
  reason: PlannedReminder['reason'];
  state: ReminderState;
  /** Why its message is in that state. */
  stateReason: string | null;
  /** By the step's timing alone, and as planned. */
  intendedAt: string;
  dueAt: string | null;
  /** The message: a contact, to be asked about with `why`. */
  contactId: number | null;
  /** How many appointments it serves. */
  sharedBy: number;
  attemptsMade: number;
  lastOutcome: string | null;
  /** What its first dial can cost at most. */
  costMicros: number;
  /** The dial or text that waits now: of the step itself, a retry, or what follows when it did not do. */
  next: { slot: number; channel: Channel; at: string; until: string } | null;
}

/** With what a row of a list asks beyond it. */
export interface ReminderInList extends ReminderView {
  appointmentId: string;
  /** Of the account that the waiting dial goes through. */
  account: {
    name: string;
    stoppedAt: string | null;
    stoppedReason: string | null;
    breaker: 'closed' | 'open' | 'probing';
    breakerReason: string | null;
    resumeAt: string | null;
  } | null;
}

/**
 * The plans as they stand, each in the order in which its steps are due. `until`: useless after, by window, lateness or
 * cut-off, whichever is first.
 */
export async function currentPlans(
  deps: Pick<EngineDeps, 'readDb'>,
  appointmentIds: readonly string[],
): Promise<ReminderInList[]> {
  if (appointmentIds.length === 0) return [];
  const found = await rows<Omit<ReminderInList, 'says'> & { steps: Pick<ProgrammeStep, 'key' | 'when'>[] }>(
    deps.readDb,
    sql`
      select m.appointment_id as "appointmentId", g.settings -> 'steps' as steps, m.key, m.channel, m.status, m.reason,
        case when m.status = 'skipped' then 'skipped' else coalesce(w.state, 'cancelled') end as state, w.reason as "stateReason",
        ${iso(sql`m.intended_at`)} as "intendedAt", ${iso(sql`m.due_at`)} as "dueAt", k.id as "contactId",
        case when k.id is null then 1
          else (select count(distinct o.appointment_id) from reminders o where o.contact_id = k.id)::int end as "sharedBy",
        coalesce(w.attempts_made, 0) as "attemptsMade", w.last_outcome as "lastOutcome", m.cost_micros as "costMicros",
        case when d.contact_id is not null then jsonb_build_object('slot', d.step, 'channel', d.channel, 'at', ${iso(sql`d.try_at`)},
          'until', ${iso(sql`least(d.expires_at, from_ms((k.overrides ->> 'endsAtMs')::double precision))`)}) end as next,
        case when p.id is not null then jsonb_build_object('name', p.name, 'stoppedAt', ${iso(sql`p.stopped_at`)},
          'stoppedReason', p.stopped_reason, 'breaker', p.breaker_state, 'breakerReason', p.breaker_reason,
          'resumeAt', ${iso(sql`p.resume_at`)}) end as account
      from unnest(${sql.param([...appointmentIds])}::uuid[]) as wanted(id)
        join appointments a on a.id = wanted.id
        join programmes g on g.id = a.programme_id
        join reminders m on m.appointment_id = a.id and m.version = a.version
        left join contacts k on k.id = m.contact_id
        left join contact_states w on w.contact_id = k.id
        left join lateral (select d.* from due d where d.contact_id = k.id order by d.try_at limit 1) d on true
        left join runs r on r.id = d.run_id
        left join campaigns c on c.id = r.campaign_id
        left join provider_accounts p on p.id = (c.settings -> 'steps' -> d.step ->> 'accountId')::uuid
      order by m.appointment_id, coalesce(m.due_at, m.intended_at), m.slot`,
  );
  return found.map(({ steps, ...reminder }) => ({ ...reminder, says: sayStepOf(steps, reminder) }));
}

export function byAppointment(plans: readonly ReminderInList[]): Map<string, ReminderInList[]> {
  const found = new Map<string, ReminderInList[]>();
  for (const reminder of plans) {
    const plan = found.get(reminder.appointmentId);
    if (plan) plan.push(reminder);
    else found.set(reminder.appointmentId, [reminder]);
  }
  return found;
}

/** Without what only rows of lists ask for. */
export function toReminderView(inList: ReminderInList): ReminderView {
  const { appointmentId: _, account: __, ...reminder } = inList;
  return reminder;
}

/** How many steps of a plan are where. */
export interface ReminderCounts {
  waiting: number;
  inFlight: number;
  reached: number;
  /** Their time passed while they could not go out. */
  missed: number;
  skipped: number;
  /** Ended in any other way without reaching the person. */
  failed: number;
}

const COUNTED_AS: Partial<Record<ReminderState, keyof ReminderCounts>> = {
  ready: 'waiting',
  waiting: 'waiting',
  in_flight: 'inFlight',
  reached: 'reached',
  expired: 'missed',
  skipped: 'skipped',
};

export function countReminders(plan: readonly Pick<ReminderView, 'state'>[]): ReminderCounts {
  const counts: ReminderCounts = { waiting: 0, inFlight: 0, reached: 0, missed: 0, skipped: 0, failed: 0 };
  for (const { state } of plan) counts[COUNTED_AS[state] ?? 'failed'] += 1;
  return counts;
}
