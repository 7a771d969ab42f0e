import { sql, type SQL } from 'drizzle-orm';

/** Runs whose attempts are a campaign's: its own and its retries. Contacts are those of its own run alone. */
export const runsOfCampaign = (campaignId: SQL): SQL =>
  sql`array(select q.id from runs q where q.campaign_id = ${campaignId} and q.kind in ('campaign', 'retry'))`;

/**
 * How many contacts of a run are in one of these states. From live_counts: the cost does not grow with them, and it is
 * exact in the statement's own snapshot.
 */
export const contactsIn = (runId: SQL, states: readonly string[]): SQL => sql`
  (select coalesce(sum(k.n), 0)::int from live_counts k
    where k.run_id = ${runId} and k.what = 'contact' and k.key = any(${sql.param([...states])}::text[]))`;
