import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { unknownCampaign } from '../campaigns/find-run.ts';

/** Failures of one campaign, its retries included, or of everything. */
export interface FailureScope {
  campaignId?: string | undefined;
}

/** The runs whose attempts are meant. */
export const runsOf = ({ campaignId }: FailureScope): SQL =>
  campaignId === undefined
    ? sql`array(select id from runs)`
    : sql`array(select id from runs where campaign_id = ${campaignId})`;

/** Throws EngineError `unknown_campaign`. A programme's hidden campaign is one too. */
export async function checkScope(db: Pick<Queryable, 'execute'>, { campaignId }: FailureScope): Promise<void> {
  if (campaignId === undefined) return;
  const known = await firstRow(db, sql`select from campaigns where id = ${campaignId}`);
  if (!known) throw unknownCampaign(campaignId);
}
