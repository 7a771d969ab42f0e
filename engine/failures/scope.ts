import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { unknownCampaign } from '../campaigns/find-run.ts';

/** Failures of one campaign, its retries included, or of everything. */
export interface FailureScope {
  campaignId?: string | undefined;
}

/** The runs whose attempts are meant. What somebody tried on themselves is no failure of a campaign. */
export const runsOf = ({ campaignId }: FailureScope): SQL =>
  campaignId === undefined
    ? sql`array(select id from runs where kind <> 'manual')`
    : sql`array(select id from runs where campaign_id = ${campaignId})`;

/** Throws EngineError `unknown_campaign`. A programme's hidden campaign is one too. */
export async function checkScope(db: Pick<Queryable, 'execute'>, { campaignId }: FailureScope): Promise<void> {
  if (campaignId === undefined) return;
  const known = await firstRow(db, sql`select from campaigns where id = ${campaignId}`);
  if (!known) throw unknownCampaign(campaignId);
}

/**
 * Which notes on groups (snoozes, assignments) hold in a view: those for all campaigns, and the campaign's own. In the
 * view of all campaigns a note on one of them says nothing of the others. `note`: the alias of the table.
 */
export const noteHolds = (note: 'z' | 'n', { campaignId }: FailureScope): SQL => {
  const column = sql.raw(`${note}.campaign_id`);
  return sql`(${column} is null or ${column} = ${campaignId ?? null}::uuid)`;
};

/** Any number: two who write a note on one group at once write one after the other. */
const NOTE_LOCK = 7_202_617;

/** Holds the group until the transaction ends. */
export async function lockGroup(tx: Pick<Queryable, 'execute'>, cause: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${NOTE_LOCK}, hashtext(${cause}))`);
}
