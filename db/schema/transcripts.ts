import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { TranscriptTurn } from '../../domain/fact.ts';
import { attempts } from './attempts.ts';
import { createdAt, instant } from './columns.ts';

/** What was said in a call, fetched by a job after it ended; and where its recording lies. */
export const transcripts = pgTable(
  'transcripts',
  {
    attemptId: uuid()
      .primaryKey()
      .references(() => attempts.id),
    turns: jsonb().$type<TranscriptTurn[]>(),
    recordingUrl: text(),
    /** Stored copy of the recording, a path inside the file store. */
    recordingPath: text(),
    state: text().$type<'wanted' | 'fetched' | 'none'>().notNull(),
    tries: integer().notNull().default(0),
    tryAt: instant().notNull(),
    createdAt: createdAt(),
  },
  // The relay's question: transcripts whose time to be fetched has come.
  (t) => [
    index('transcripts_wanted_idx')
      .on(t.tryAt)
      .where(sql`state = 'wanted'`),
  ],
);
