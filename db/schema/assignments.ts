import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';
import { users } from './users.ts';

/** Who looks after what failed or waits for a person. Handing it on ends the row and writes another: both are kept. */
export const assignments = pgTable(
  'assignments',
  {
    id: timeOrderedId(),
    /** `group`: failures of one cause. `review`: what waits in a review queue. */
    kind: text().$type<'group' | 'review'>().notNull(),
    /** The cause; the id of a review or of a parked attempt; `zone:…` or `consent:…` (engine/failures/review-assignments.ts). */
    key: text().notNull(),
    /** Of a group: null = in all campaigns. */
    campaignId: uuid().references(() => campaigns.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    note: text(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    endedBy: text(),
    endedAt: instant(),
  },
  (t) => [
    // One person at a time looks after a thing.
    uniqueIndex('assignments_open_key')
      .on(t.kind, t.key, sql`coalesce(campaign_id::text, '')`)
      .where(sql`ended_at is null`),
    // What one person has to look after.
    index('assignments_user_idx')
      .on(t.userId, t.id)
      .where(sql`ended_at is null`),
    check('assignments_kind_known', sql`${t.kind} in ('group', 'review')`),
    check('assignments_campaign_of_group', sql`${t.kind} = 'group' or ${t.campaignId} is null`),
  ],
);
