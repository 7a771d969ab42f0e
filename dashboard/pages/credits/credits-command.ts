import { addressOf } from '../../api/client.ts';
import { asCli, type Command } from '../../format/as-command.ts';
import { entryFilter } from './queries.ts';
import type { CreditsSearch } from './search.ts';

/** The balances, or the lines that the ledger is filtered to. Pure. */
export function creditsCommand(search: CreditsSearch): { call: Command; cli: string } {
  const { account, budget, campaign, kind, attempt } = search;
  const query = entryFilter(search);
  if (Object.values(query).every((value) => value === undefined)) {
    return { call: { method: 'GET', address: addressOf('/ledger/balances') }, cli: 'outdial credits show' };
  }
  return {
    call: { method: 'GET', address: addressOf('/ledger/entries', { query }) },
    cli: asCli('outdial credits entries', { account, campaign: budget, 'of-campaign': campaign, attempt, kind }),
  };
}
