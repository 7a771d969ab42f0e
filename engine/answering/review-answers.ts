import { sql } from 'drizzle-orm';
import { storableJson } from '../../db/storable-json.ts';
import type { Transaction } from '../../db/transaction.ts';
import { readSms } from '../../domain/sms-meaning.ts';
import type { AnswerDoubt } from '../../domain/reminders/effect-of-answer.ts';
import type { EventToWrite } from '../events/write-events.ts';
import type { AppliedAnswer, QueuedAnswer } from './read-answers.ts';

export interface AnswerReview {
  answer: QueuedAnswer;
  why: readonly (AnswerDoubt | 'failed')[];
}

const WHY: Record<AnswerDoubt | 'failed', string> = {
  unclear: '',
  human: 'wants to speak with somebody',
  late: 'came too late to count by itself',
  moved: 'answers a message of before the appointment was moved',
  other_number: 'the appointment is with another number now',
  cancelled: 'the appointment was cancelled before',
  failed: 'could not be applied',
};

/** The review of an answer is found by it. */
export const reviewKeyOf = (answerId: string): string => `answer:${answerId}`;

/** Asks a person what answers mean. One that was decided and did not come to its end after all is asked again. */
export async function reviewAnswers(tx: Transaction, reviews: readonly AnswerReview[]): Promise<void> {
  if (reviews.length === 0) return;
  const records = reviews.map(({ answer, why }) => ({
    phone: answer.phone,
    evidence: evidenceOf(answer, why),
    attempt: answer.attemptId,
    key: reviewKeyOf(answer.answerId),
  }));
  await tx.execute(
    sql`insert into reviews (kind, phone, evidence, attempt_id, dedupe_key)
        select 'answer', phone, evidence, attempt, key
        from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(phone bigint, evidence text, attempt uuid, key text)
        on conflict (dedupe_key) do update set state = 'open', evidence = excluded.evidence, decided_at = null, decided_by = null, decided_reason = null
          where reviews.state <> 'open'`,
  );
}

function evidenceOf({ source, words, meaning }: QueuedAnswer, why: AnswerReview['why']): string {
  const said = source === 'keypress' && words !== null ? `pressed ${words}` : (words ?? `understood: ${meaning}`);
  const notes = why.map((doubt) => WHY[doubt]).filter((note) => note !== '');
  // CANCEL stops all messages, as carriers have it; that somebody with an appointment wrote it is another question.
  if (source === 'sms' && words !== null && ['opt_out', 'doubtful'].includes(readSms(words)))
    notes.push('may have meant the appointment');
  return [said.slice(0, 200), ...notes].join(' - ');
}

/** What other systems are told of an answer, beside the change of the appointment itself. */
export function eventOf(programmeId: string, { answer, appointment, effect }: AppliedAnswer): EventToWrite | null {
  const kind = kindOf(answer, effect);
  if (kind === null) return null;
  const { appointmentId, externalId, startsAtMs, zone } = appointment;
  return {
    kind,
    subject: `appointment:${appointmentId}`,
    data: {
      programmeId,
      appointmentId,
      externalId,
      startsAt: new Date(startsAtMs).toISOString(),
      zone,
      answerId: answer.answerId,
      attemptId: answer.attemptId,
      meaning: answer.meaning,
      source: answer.source,
      words: answer.words,
      answeredAt: new Date(answer.atMs).toISOString(),
      by: answer.decidedBy ?? 'person',
      ...(effect.kind === 'review' ? { why: effect.doubt } : {}),
    },
  };
}

/** That it was confirmed, cancelled or restored is an event of the appointment. */
function kindOf({ meaning }: QueuedAnswer, effect: AppliedAnswer['effect']): string | null {
  if (effect.kind === 'review')
    return effect.doubt === 'late' ? 'appointment.answer_late' : 'appointment.answer_unclear';
  if (effect.kind !== 'change' || effect.change !== 'answered') return null;
  return meaning === 'cancel' ? 'appointment.cancel_asked' : 'appointment.reschedule_asked';
}
