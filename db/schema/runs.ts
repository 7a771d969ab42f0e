import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** A run owns due rows and is turned by one workflow. One row per campaign or programme, and one per retry. */
export const runs = pgTable(
  'runs',
  {
    id: timeOrderedId(),
    kind: text().$type<'campaign' | 'manual' | 'service' | 'programme' | 'retry'>().notNull(),
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    state: text().$type<'draft' | 'running' | 'paused' | 'cancelled' | 'completed'>().notNull(),
    /** Bumped by every change that makes planned due rows stale; the claim takes rows of this version only. */
    policyVersion: integer().notNull().default(1),
    pausedReason: text(),
    pausedBy: text(),
    pausedAt: instant(),
    launchedAt: instant(),
    endedAt: instant(),
    /** Due rows that the last change of the plan made stale, and when: what replanning is measured against. */
    replanTotal: integer().notNull().default(0),
    replanAt: instant(),
    /** Why the last turn could not go on (no slot, no credit, breaker ...); null while work flows. */
    blockedReason: text(),
    lastTurnAt: instant(),
    /** A turn is at work until then; it renews this while it lives. */
    turningUntil: instant()
      .notNull()
      .default(sql`'-infinity'`),
    /** When the next turn should start, `infinity` = nothing to do; verbs that bring work forward lower it. */
    nextTurnAt: instant()
      .notNull()
      .default(sql`'infinity'`),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('runs_campaign_kind_key')
      .on(t.campaignId)
      .where(sql`kind = 'campaign'`),
    // All runs of a campaign: its own and its retries.
    index('runs_campaign_idx').on(t.campaignId),
    // The relay's question: runs that should turn and do not.
    index('runs_next_turn_idx')
      .on(t.nextTurnAt)
      .where(sql`next_turn_at < 'infinity'`),
    check('runs_kind_known', sql`${t.kind} in ('campaign', 'manual', 'service', 'programme', 'retry')`),
    check('runs_state_known', sql`${t.state} in ('draft', 'running', 'paused', 'cancelled', 'completed')`),
  ],
);
