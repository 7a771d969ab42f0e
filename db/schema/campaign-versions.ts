import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { campaigns } from './campaigns.ts';
import { createdAt } from './columns.ts';

/** The settings of a campaign as they were from `createdAt` on, until the next version. Append-only. */
export const campaignVersions = pgTable(
  'campaign_versions',
  {
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    /** From 1, one more with every change. */
    version: integer().notNull(),
    settings: jsonb().$type<CampaignSettings>().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'campaign_versions_pkey', columns: [t.campaignId, t.version] })],
);
