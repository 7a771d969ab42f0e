import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { createdAt, timeOrderedId } from './columns.ts';

/** What a campaign is. Its state lives in its run, in one place only. */
export const campaigns = pgTable('campaigns', {
  id: timeOrderedId(),
  name: text().notNull(),
  settings: jsonb().$type<CampaignSettings>().notNull(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
});
