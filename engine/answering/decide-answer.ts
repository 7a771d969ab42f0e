import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { iso } from '../reading/iso.ts';
import { applyAnswersSoon } from './apply-answers.ts';
import { decide } from './decide-review.ts';
import type { AnsweredAppointmentView } from './list-reviews.ts';
import { reviewKeyOf } from './review-answers.ts';

/** `none`: it asks for nothing. */
export type DecidedMeaning = 'confirm' | 'cancel' | 'reschedule' | 'none';

export interface DecidedAnswer {
  reviewId: string;
  state: 'confirmed' | 'dismissed';
  meaning: DecidedMeaning;
  /** It had been decided so before. */
  already: boolean;
  /** Appointments of the message that it answers, as they stand now. */
  appointments: AnsweredAppointmentView[];
}

interface AnswerOfReview {
  kind: 'opt_out' | 'answer';
  state: 'open' | 'confirmed' | 'dismissed';
  reason: string | null;
  decidedBy: string | null;
  answerId: string | null;
  contactId: number | null;
}

/**
 * A person has looked at an answer and says what it means; the appointments of its message are changed at once, whatever
 * the cut-off says. Throws EngineError `unknown_review`, `review_not_answer`, `review_decided`, `answered_since` where the
 * person gave a later answer, `appointment_cancelled` where a yes is to an appointment that the office cancelled.
 */
export async function decideAnswer(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'log'>,
  input: { reviewId: string; meaning: DecidedMeaning; reason?: string | undefined; actor: string },
): Promise<DecidedAnswer> {
  const { reviewId, meaning } = input;
  const state = meaning === 'none' ? ('dismissed' as const) : ('confirmed' as const);
  const { already, contactId } = await inTransaction(deps.db, async (tx) => {
    const review = await readReview(tx, reviewId);
    if (review?.kind === 'opt_out') {
      throw new EngineError(
        'invalid',
        'review_not_answer',
        'It asks whether somebody said no, not what an answer means.',
        {
          repair: 'Confirm or dismiss it.',
        },
      );
    }
    // The same state under another meaning is another decision.
    if (review && review.state === state && review.reason?.split(':')[0] !== meaning) throw decidedOtherwise(review);
    if (review?.state === 'open' && review.answerId !== null && meaning !== 'none') {
      await refuseOutdone(tx, review.answerId, meaning);
    }
    const reason = input.reason === undefined ? meaning : `${meaning}: ${input.reason}`;
    const decided = await decide(tx, { reviewId, state, reason, actor: input.actor });
    if (decided !== null && review?.answerId && meaning !== 'none') {
      await tx.execute(
        sql`insert into answers_to_apply (answer_id, meaning, decided_by) values (${review.answerId}, ${meaning}, ${input.actor})
            on conflict (answer_id) do update set meaning = excluded.meaning, decided_by = excluded.decided_by`,
      );
    }
    return { already: decided === null, contactId: review?.contactId ?? null };
  });
  await applyAnswersSoon(deps);
  return { reviewId, state, meaning, already, appointments: await appointmentsOf(deps, contactId) };
}

/** Held against another decider; the answer that it asks about, where it asks about one of a programme. */
async function readReview(tx: Transaction, reviewId: string): Promise<AnswerOfReview | undefined> {
  return await firstRow<AnswerOfReview>(
    tx,
    sql`select r.kind, r.state, r.decided_reason as reason, r.decided_by as "decidedBy",
          (select w.id from answers w where w.attempt_id = r.attempt_id and r.dedupe_key = ${reviewKeyOf('')} || w.id
            and exists (select from reminders m join attempts t on t.contact_id = m.contact_id where t.id = w.attempt_id)) as "answerId",
          (select t.contact_id from attempts t where t.id = r.attempt_id) as "contactId"
        from reviews r where r.id = ${reviewId} for update of r`,
  );
}

const decidedOtherwise = ({ state, decidedBy, reason }: AnswerOfReview): EngineError =>
  new EngineError('conflict', 'review_decided', `It was decided by ${decidedBy ?? 'somebody'} already.`, {
    repair: 'Change the appointment itself, or answer for it.',
    details: { state, decidedBy, decidedReason: reason },
  });

/** What was said later counts, and is not to be outdone by what somebody reads only now. */
async function refuseOutdone(tx: Transaction, answerId: string, meaning: DecidedMeaning): Promise<void> {
  const about = await rows<{ externalId: string; answer: string | null; later: boolean; cancelled: boolean }>(
    tx,
    sql`select distinct a.external_id as "externalId", a.answer, coalesce(a.answered_at > w.received_at, false) as later,
          a.state = 'cancelled' and a.answer is distinct from 'cancel' as cancelled
        from answers w join attempts t on t.id = w.attempt_id join reminders m on m.contact_id = t.contact_id
          join appointments a on a.id = m.appointment_id
        where w.id = ${answerId}`,
  );
  const outdone = about.find(({ later }) => later);
  if (outdone && about.every(({ later }) => later)) {
    throw new EngineError(
      'conflict',
      'answered_since',
      `The person has answered for "${outdone.externalId}" since: ${outdone.answer ?? 'in other words'}.`,
      { repair: 'Decide it as none, or answer for the appointment itself.' },
    );
  }
  const cancelled = about.find((one) => one.cancelled);
  if (meaning === 'confirm' && cancelled && about.every((one) => one.cancelled)) {
    throw new EngineError('conflict', 'appointment_cancelled', `"${cancelled.externalId}" was cancelled before.`, {
      repair: 'Book it again, then it can be confirmed; or decide the review as none.',
    });
  }
}

async function appointmentsOf(
  deps: Pick<EngineDeps, 'db'>,
  contactId: number | null,
): Promise<DecidedAnswer['appointments']> {
  if (contactId === null) return [];
  return await rows(
    deps.db,
    sql`select a.programme_id as "programmeId", a.external_id as "externalId", ${iso(sql`a.starts_at`)} as "startsAt", a.state, a.answer
        from appointments a where a.id in (select m.appointment_id from reminders m where m.contact_id = ${contactId}) order by a.starts_at, a.id`,
  );
}
