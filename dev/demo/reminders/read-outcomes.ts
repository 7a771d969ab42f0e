import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';

/** A step of an appointment's plan as it stands at the end. */
export interface StepOutcome {
  externalId: string;
  appointmentState: string;
  step: string;
  status: 'planned' | 'sent' | 'skipped';
  reason: string | null;
  /** What became of its message; null = it has none. */
  messageState: string | null;
  messageReason: string | null;
  /** When it was, or was to be, due. */
  dueAtMs: number;
}

/** Which step an attempt was for, and when the plan wanted it. */
export interface AttemptFact {
  attemptId: string;
  kind: 'programme' | 'service';
  /** Null: of a notice. */
  step: string | null;
  slot: number;
  firstSlot: number;
  dueAtMs: number | null;
  contactId: number;
  externalIds: string[];
  outcome: string | null;
  state: string;
}

/** The last plan of every appointment, by SQL of the judge's own. */
export async function readOutcomes(db: Db): Promise<StepOutcome[]> {
  return await rows(
    db,
    sql`select a.external_id as "externalId", a.state as "appointmentState", m.key as step, m.status, m.reason,
          s.state as "messageState", s.reason as "messageReason", to_ms(coalesce(m.due_at, m.intended_at)) as "dueAtMs"
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version
          left join contact_states s on s.contact_id = m.contact_id
        order by a.external_id, m.intended_at, m.key`,
  );
}

/** Every attempt that was ever made, with the step whose message it carried when it was planned. */
export async function readAttemptFacts(db: Db): Promise<AttemptFact[]> {
  return await rows(
    db,
    sql`select t.id as "attemptId", r.kind, m.key as step, t.step as slot, m.slot as "firstSlot", to_ms(m.due_at) as "dueAtMs",
          t.contact_id as "contactId", coalesce(m.ids, '{}') as "externalIds", t.outcome, t.state
        from attempts t join runs r on r.id = t.run_id left join lateral (
          select min(x.key) as key, min(x.slot) as slot, min(x.due_at) as due_at, array_agg(distinct b.external_id) as ids
          from reminders x join appointments b on b.id = x.appointment_id where x.contact_id = t.contact_id
        ) m on true
        order by t.id`,
  );
}
