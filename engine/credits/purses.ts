import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';

export interface Purses {
  funding: string;
  available: string;
  spent: string;
}

/** Whose money: a provider account's, or what a campaign may spend of it. */
export type PurseOwner = { accountId: string } | { campaignId: string };

/** A daily cap needs the campaign's purses like a budget does: its spending is counted in them. */
export const hasPurses = (settings: Pick<CampaignSettings, 'budgetMicros' | 'dailyCapMicros'>): boolean =>
  settings.budgetMicros !== null || settings.dailyCapMicros !== null;

/** The ids of the three purses, or undefined where the owner has none (a campaign without a budget and a daily cap). */
export async function findPurses(db: Pick<Queryable, 'execute'>, owner: PurseOwner): Promise<Purses | undefined> {
  const found = await rows<{ kind: keyof Purses; id: string }>(
    db,
    'accountId' in owner
      ? sql`select kind, id from credit_accounts where account_id = ${owner.accountId}`
      : sql`select kind, id from credit_accounts where campaign_id = ${owner.campaignId}`,
  );
  const idOf = (kind: keyof Purses): string | undefined => found.find((purse) => purse.kind === kind)?.id;
  const [funding, available, spent] = [idOf('funding'), idOf('available'), idOf('spent')];
  return funding && available && spent ? { funding, available, spent } : undefined;
}

/** Gives a campaign its purses. */
export async function openCampaignPurses(tx: Pick<Queryable, 'execute'>, campaignId: string): Promise<Purses> {
  await tx.execute(sql`
    insert into credit_accounts (campaign_id, kind)
    select ${campaignId}::uuid, kind from unnest(array['funding', 'available', 'spent']) as kind
    on conflict do nothing`);
  const purses = await findPurses(tx, { campaignId });
  if (!purses) throw new Error(`campaign ${campaignId} has no purses after opening them`);
  return purses;
}
