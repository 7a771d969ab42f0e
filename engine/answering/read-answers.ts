import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AnswerMeaning } from '../../domain/answer.ts';
import type { AnswerEffect } from '../../domain/reminders/effect-of-answer.ts';
import { uuidArray } from '../dialing/lock-order.ts';
import { personOf } from '../dialing/person-numbers.ts';
import type { Appointment } from '../reminders/plans/read-appointments.ts';

/** An answer whose appointments do not know it yet. */
export interface QueuedAnswer {
  answerId: string;
  meaning: AnswerMeaning;
  source: 'keypress' | 'speech' | 'sms' | 'api';
  /** The words, or the keys, as they came. */
  words: string | null;
  /** When it was given. */
  atMs: number;
  /** Who looked at it and says what it means. */
  decidedBy: string | null;
  phone: number;
  attemptId: string;
  programmeId: string | null;
  /** Appointments that the answered message tells of, by its plan or a former one. */
  about: AnsweredMessage[];
}

export interface AnsweredMessage {
  appointmentId: string;
  /** The start that the message told of. */
  toldStartsAtMs: number;
  samePerson: boolean;
  cancelledByAnswer: boolean;
  /** This very answer has changed it already. */
  applied: boolean;
}

/** What an answer does to one of its appointments. */
export interface AppliedAnswer {
  answer: QueuedAnswer;
  appointment: Appointment;
  effect: AnswerEffect;
}

/** Takes answers off the queue, oldest first, for as long as the transaction lasts; others that take some pass them over. */
export async function takeAnswers(tx: Transaction, limit: number): Promise<QueuedAnswer[]> {
  const taken = await rows<{ answerId: string }>(
    tx,
    sql`select answer_id as "answerId" from answers_to_apply order by created_at, answer_id limit ${limit} for update skip locked`,
  );
  if (taken.length === 0) return [];
  return await readAnswers(
    tx,
    taken.map(({ answerId }) => answerId),
  );
}

/** What is known of answers of the queue, in its order. Not locked: who judges by it locks the appointments and asks again. */
export async function readAnswers(tx: Transaction, answerIds: readonly string[]): Promise<QueuedAnswer[]> {
  return await rows<QueuedAnswer>(
    tx,
    sql`select q.answer_id as "answerId", coalesce(q.meaning, w.meaning) as meaning, w.source, coalesce(w.said, w.digits) as words,
          to_ms(w.received_at) as "atMs", q.decided_by as "decidedBy", t.phone, t.id as "attemptId",
          (select p.id from programmes p where p.run_id = t.run_id) as "programmeId",
          coalesce((
            select jsonb_agg(jsonb_build_object('appointmentId', m.appointment_id, 'toldStartsAtMs', to_ms(m.starts_at),
              'samePerson', ${personOf(sql`a.phone`)} = ${personOf(sql`t.phone`)},
              'cancelledByAnswer', a.state = 'cancelled' and coalesce((select starts_with(v.cause, 'answer:') from appointment_versions v
                where v.appointment_id = a.id and v.change in ('cancelled', 'restored') order by v.version desc limit 1), false),
              'applied', exists (select from appointment_versions v where v.appointment_id = a.id and v.cause = 'answer:' || w.id))
              order by m.appointment_id)
            from (select distinct on (appointment_id) appointment_id, starts_at from reminders where contact_id = t.contact_id
                order by appointment_id, version desc) m
              join appointments a on a.id = m.appointment_id), '[]'::jsonb) as about
        from answers_to_apply q join answers w on w.id = q.answer_id join attempts t on t.id = w.attempt_id
        where q.answer_id = any(${uuidArray(answerIds)})
        order by q.created_at, q.answer_id`,
  );
}
