import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { storableJson } from '../../db/storable-json.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AnswerMeaning } from '../../domain/answer.ts';

export interface NewAnswer {
  attemptId: string;
  meaning: AnswerMeaning;
  source: 'keypress' | 'speech' | 'sms' | 'api';
  digits?: string | null;
  said: string | null;
  dedupeKey: string;
  /** When it was given; absent = now. */
  atMs?: number;
  /** Appointments are to know it: it answers a message of a programme. */
  forAppointments: boolean;
}

/** Nothing of these is for an appointment to know: who said no gets nothing any more, and courtesies ask for nothing. */
const NOT_APPLIED: readonly AnswerMeaning[] = ['opt_out', 'other'];

/**
 * Keeps answers, each report once, and queues those that appointments are to know, in the transaction of the caller:
 * appointments are locked before due rows, so an answer is applied in one of its own. Answers which are new.
 */
export async function storeAnswers(
  tx: Transaction,
  answers: readonly NewAnswer[],
): Promise<{ attemptId: string; dedupeKey: string }[]> {
  if (answers.length === 0) return [];
  const records = answers.map((answer) => ({
    attempt: answer.attemptId,
    meaning: answer.meaning,
    source: answer.source,
    digits: answer.digits ?? null,
    said: answer.said,
    key: answer.dedupeKey,
    at: answer.atMs ?? null,
    apply: answer.forAppointments && !NOT_APPLIED.includes(answer.meaning),
  }));
  return await rows(
    tx,
    sql`with input as materialized (
          select * from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(attempt uuid, meaning text, source text, digits text, said text,
            key text, at double precision, apply boolean)
        ), stored as (
          insert into answers (attempt_id, meaning, source, digits, said, dedupe_key, received_at)
          select attempt, meaning, source, digits, said, key, coalesce(from_ms(at), outdial_now()) from input
          on conflict (attempt_id, dedupe_key) do nothing
          returning id, attempt_id, dedupe_key
        ), queued as (
          insert into answers_to_apply (answer_id)
          select s.id from stored s join input i on i.attempt = s.attempt_id and i.key = s.dedupe_key where i.apply
        )
        select attempt_id as "attemptId", dedupe_key as "dedupeKey" from stored`,
  );
}
