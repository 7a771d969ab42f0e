import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ContactState } from '../../domain/contact-state.ts';
import { instant } from './columns.ts';

/** Who belongs to a retry, and how they stood before, so that who was not dialled gets that back. */
export const runMembers = pgTable(
  'run_members',
  {
    /** Without foreign keys, as contacts are. */
    retryId: uuid().notNull(),
    contactId: bigint({ mode: 'number' }).notNull(),
    /**
     * planned: matched when the plan was made. excluded: not dialled, and why. queued: the retry is on, its turn comes.
     * waiting: has a due row of the retry. dialled: its attempt is made or under way. given_back: as it was before.
     */
    status: text().$type<'planned' | 'excluded' | 'queued' | 'waiting' | 'dialled' | 'given_back'>().notNull(),
    exclusion: text(),
    isCanary: boolean().notNull().default(false),
    /** The step that is dialled again. */
    step: integer().notNull(),
    /** When it was ended before: a contact that moved since is another case. */
    changedAt: instant().notNull(),
    stateBefore: text().$type<ContactState>().notNull(),
    reasonBefore: text(),
    stepBefore: integer().notNull(),
    attemptsBefore: integer().notNull(),
    outcomeBefore: text(),
    causeBefore: text(),
    /** What it ended with in the retry: a cause, or an outcome of success. */
    result: text(),
    doneAt: instant(),
  },
  (t) => [
    primaryKey({ name: 'run_members_pkey', columns: [t.retryId, t.contactId] }),
    // A contact is in one open retry at most, however often somebody presses.
    uniqueIndex('run_members_open_key')
      .on(t.contactId)
      .where(sql`status in ('queued', 'waiting')`),
    index('run_members_status_idx').on(t.retryId, t.status, t.contactId),
    check(
      'run_members_status_known',
      sql`${t.status} in ('planned', 'excluded', 'queued', 'waiting', 'dialled', 'given_back')`,
    ),
  ],
);
