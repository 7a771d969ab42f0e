import { integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { ProgrammeSettings } from '../../domain/reminders/programme.ts';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';
import { runs } from './runs.ts';

/** A standing plan of reminders. Its messages are contacts of its run, which is turned like any other and never ends. */
export const programmes = pgTable(
  'programmes',
  {
    id: timeOrderedId(),
    name: text().notNull(),
    /** The hidden campaign that its run dials by: the same settings, as steps by slot. */
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    settings: jsonb().$type<ProgrammeSettings>().notNull(),
    version: integer().notNull().default(1),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    /** No appointments are taken any more; what is planned still goes out. */
    archivedAt: instant(),
  },
  (t) => [uniqueIndex('programmes_run_key').on(t.runId)],
);

/** The settings of a programme as they were from `createdAt` on, until the next version. Append-only. */
export const programmeVersions = pgTable(
  'programme_versions',
  {
    programmeId: uuid()
      .notNull()
      .references(() => programmes.id),
    version: integer().notNull(),
    settings: jsonb().$type<ProgrammeSettings>().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'programme_versions_pkey', columns: [t.programmeId, t.version] })],
);
