import { sql, type SQL } from 'drizzle-orm';

/** Which campaign a link may lead to: of a test the one that was tried, for its own is nowhere to be seen. */
export const shownCampaign = (settings: SQL, campaignId: SQL): SQL =>
  sql`coalesce((${settings} -> 'testOf' ->> 'campaignId')::uuid, ${campaignId})`;
