import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AnswerMeaning } from '../../domain/answer.ts';
import { attempts } from './attempts.ts';
import { createdAt, timeOrderedId } from './columns.ts';

/** What a person answered in a call or text, as the agent's tool, the provider or the transcript reported it. */
export const answers = pgTable(
  'answers',
  {
    id: timeOrderedId(),
    attemptId: uuid()
      .notNull()
      .references(() => attempts.id),
    meaning: text().$type<AnswerMeaning>().notNull(),
    source: text().$type<'keypress' | 'speech' | 'sms' | 'api'>().notNull(),
    digits: text(),
    said: text(),
    /** The same report told twice has the same key, and is stored once. */
    dedupeKey: text().notNull(),
    receivedAt: createdAt(),
  },
  (t) => [uniqueIndex('answers_dedupe_key').on(t.attemptId, t.dedupeKey)],
);
