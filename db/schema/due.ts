import { bigint, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { Channel } from '../../domain/channel.ts';
import { instant, phoneDigits } from './columns.ts';

/**
 * The queue: who is to be tried, and when. Narrow, deleted by the claim, written again by the retry plan. No foreign keys, as
 * contacts have none: claims and imports write it by the thousand.
 * All times are computed by domain/ when the row is planned; claim and gate only compare them.
 */
export const due = pgTable(
  'due',
  {
    runId: uuid().notNull(),
    contactId: bigint({ mode: 'number' }).notNull(),
    /** The number to dial: one of the contact's. Whose it is (the person) is asked when it is claimed. */
    phone: phoneDigits().notNull(),
    /** What the row is about: empty for a campaign; an appointment and its version later. */
    subject: text().notNull().default(''),
    step: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    /** Not before, whatever the window says: now, or the end of a retry's wait. A new plan starts from here. */
    earliestAt: instant().notNull(),
    /** The first instant at or after earliest_at at which the window is open. */
    dueAt: instant().notNull(),
    /** When the claim may look at it next: due_at, or later after a collision. */
    tryAt: instant().notNull(),
    /** Not at or after: the window's end less provider queue and ringing. */
    closesAt: instant().notNull(),
    /** Useless after (L8). */
    expiresAt: instant().notNull(),
    /** When a turn must plan it again: least(closes_at, expires_at). */
    rollAt: instant().notNull(),
    policyVersion: integer().notNull(),
    /** The rules of law that it was planned under (applied_laws); 0 = none. */
    lawId: integer().notNull().default(0),
  },
  (t) => [
    // One plan per contact, subject and step: voiding and folding may both plan, only one row results. Contacts lead:
    // an import appends to it, and an opt-out finds all rows of a contact.
    primaryKey({ name: 'due_pkey', columns: [t.contactId, t.runId, t.subject, t.step] }),
    // The claim: earliest rows of the current version.
    index('due_claim_idx').on(t.runId, t.step, t.policyVersion, t.tryAt),
    // The roll: rows whose window closed or which expired.
    index('due_roll_idx').on(t.runId, t.rollAt),
    check('due_rolls_at_first_end', sql`${t.rollAt} = least(${t.closesAt}, ${t.expiresAt})`),
  ],
);
