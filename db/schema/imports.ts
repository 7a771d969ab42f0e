import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/**
 * Receiving -> uploaded -> checking -> checked -> committing -> done. Until `done` its contacts have no state, so
 * nothing can dial them. `undone`: taken back after that, except whoever was dialled. In this order they are sorted.
 */
export const IMPORT_STATES = [
  'receiving',
  'uploaded',
  'checking',
  'checked',
  'committing',
  'done',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** One uploaded list. rows = accepted + rejected + duplicates, always. */
export const imports = pgTable(
  'imports',
  {
    id: timeOrderedId(),
    /** Its number: with the row number it makes the ids of its contacts, so that these need no index by list. */
    serial: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    firstContactId: bigint({ mode: 'number' }).generatedAlwaysAs(sql`serial * 16777216`),
    lastContactId: bigint({ mode: 'number' }).generatedAlwaysAs(sql`serial * 16777216 + 16777215`),
    /** The campaign that this list belongs to; null until one takes it. */
    campaignId: uuid().references(() => campaigns.id),
    /**
     * `stop`: its people are taken out of the campaign instead of into it. `appointments`: each row is an appointment of
     * `programme_id`. `reminders`: no list, but a range of ids for the messages of appointments.
     */
    purpose: text().$type<'contacts' | 'stop' | 'appointments' | 'reminders'>().notNull().default('contacts'),
    /** The programme whose appointments this list books. */
    programmeId: uuid(),
    fileName: text().notNull(),
    /** Empty while bytes still arrive. */
    fileSha256: text().notNull(),
    /** Bytes so far; while receiving, the offset at which the next piece belongs. */
    fileBytes: bigint({ mode: 'number' }).notNull(),
    storedPath: text().notNull(),
    state: text().$type<ImportState>().notNull(),
    /** How far the job is to take it by itself: a draft waits for a person after each step. */
    wanted: text().$type<'upload' | 'check' | 'commit'>().notNull().default('commit'),
    /** Counts every change of a draft; who edits names the version that was seen. */
    version: integer().notNull().default(1),
    changedBy: text(),
    changedAt: instant(),
    options: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** What was found: encoding, delimiter, header, mapping; shown before and after. */
    detected: jsonb().$type<Record<string, unknown>>(),
    /** The last row of the file that is checked and stored; a job goes on behind it. */
    lastRow: integer().notNull().default(0),
    rowsRead: integer().notNull().default(0),
    bytesRead: bigint({ mode: 'number' }).notNull().default(0),
    acceptedRows: integer().notNull().default(0),
    rejectedRows: integer().notNull().default(0),
    duplicateRows: integer().notNull().default(0),
    /** Contacts that have their state and due row so far; undoing counts what it took back in undone_rows. */
    committedRows: integer().notNull().default(0),
    undoneRows: integer().notNull().default(0),
    /** Contacts of the campaign that a stop list ended. */
    stoppedContacts: integer().notNull().default(0),
    failure: jsonb().$type<{ code: string; message: string; repair?: string; line?: number }>(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    /** Jobs that failed one after another without getting on. */
    failedJobs: integer().notNull().default(0),
    /** When the step at work began, for the seconds left. */
    stepStartedAt: instant(),
    /** A job is at work until then; past it the relay asks for another. */
    workingUntil: instant(),
    endedAt: instant(),
  },
  (t) => [
    // The relay's question: imports without a living job.
    index('imports_open_idx')
      .on(t.state, t.workingUntil)
      .where(sql`state not in ('receiving', 'done', 'undone', 'failed', 'cancelled')`),
    // The same file again.
    index('imports_sha_idx').on(t.fileSha256),
    index('imports_campaign_idx').on(t.campaignId),
    check(
      'imports_state_known',
      sql`${t.state} in ('receiving', 'uploaded', 'checking', 'checked', 'committing', 'done', 'undoing', 'undone', 'failed', 'cancelled')`,
    ),
    check('imports_wanted_known', sql`${t.wanted} in ('upload', 'check', 'commit')`),
    check(
      'imports_rows_add_up',
      sql`${t.state} not in ('checked', 'committing', 'done') or ${t.rowsRead} = ${t.acceptedRows} + ${t.rejectedRows} + ${t.duplicateRows}`,
    ),
  ],
);
