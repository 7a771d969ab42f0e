import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Replies } from '../../domain/replies.ts';
import { createdAt, instant } from './columns.ts';

/** One row: what this database is. The clock offset works only in a database marked as test. */
export const installation = pgTable(
  'installation',
  {
    id: integer().primaryKey().default(1),
    isTest: boolean().notNull().default(false),
    clockOffsetMs: bigint({ mode: 'number' }).notNull().default(0),
    /** Global stop of all dialing: no attempt passes the gate while it is set. */
    stoppedAt: instant(),
    stoppedBy: text(),
    stoppedReason: text(),
    /** How our numbers answer STOP, START and HELP where a number does not say otherwise. */
    replies: jsonb().$type<Replies>(),
    createdAt: createdAt(),
  },
  (t) => [
    check('installation_is_single', sql`${t.id} = 1`),
    check('installation_clock_is_real_unless_test', sql`${t.isTest} or ${t.clockOffsetMs} = 0`),
  ],
);
