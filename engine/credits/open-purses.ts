import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { postEntries } from './post-entries.ts';
import { hasPurses, openCampaignPurses } from './purses.ts';

/** Gives a new campaign the purses that its settings ask for, its budget in them. */
export async function openPurses(
  tx: Transaction,
  input: { campaignId: string; settings: Pick<CampaignSettings, 'budgetMicros' | 'dailyCapMicros'>; actor: string },
): Promise<void> {
  const { campaignId, settings, actor } = input;
  if (!hasPurses(settings)) return;
  const { funding, available } = await openCampaignPurses(tx, campaignId);
  if (settings.budgetMicros === null) return;
  await postEntries(tx, [
    {
      fromAccount: funding,
      toAccount: available,
      amountMicros: settings.budgetMicros,
      kind: 'budget',
      createdBy: actor,
    },
  ]);
}
