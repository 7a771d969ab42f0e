import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AnswerMeaning } from '../../domain/answer.ts';
import { createdAt } from './columns.ts';

/** Answers that their appointments do not know yet: a queue. */
export const answersToApply = pgTable(
  'answers_to_apply',
  {
    answerId: uuid().primaryKey(),
    /** In place of the answer's own meaning, where a person has looked at it. */
    meaning: text().$type<AnswerMeaning>(),
    decidedBy: text(),
    createdAt: createdAt(),
  },
  (t) => [index('answers_to_apply_idx').on(t.createdAt)],
);
