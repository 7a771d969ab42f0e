import { sql, type SQL } from 'drizzle-orm';
import { shownCampaign } from '../trying/shown-campaign.ts';

/** What an attempt was made for and whom it was to reach: columns of a lateral join. */
export const campaignOfAttempt = (attemptId: SQL): SQL => sql`
  select ${shownCampaign(sql`c.settings`, sql`r.campaign_id`)} as campaign_id, c.name, a.contact_id, a.hold_micros,
    (select g.id from programmes g where g.campaign_id = c.id) as programme_id
  from attempts a join runs r on r.id = a.run_id join campaigns c on c.id = r.campaign_id where a.id = ${attemptId}`;
