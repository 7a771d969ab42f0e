import { CliError } from '../cli-error.ts';
import type { ApiClient } from './api-client.ts';
import { API } from './endpoints.ts';
import { isUuid } from '../parse/uuid.ts';

/** Names are looked for among so many of the newest campaigns. */
const PAGE = 500;

/** A campaign by its id, or by its name where only one has it. Throws CliError. */
export async function findCampaignId(api: ApiClient, nameOrId: string): Promise<string> {
  if (isUuid(nameOrId)) return nameOrId;
  const { items } = await api.call(API.listCampaigns, { query: { limit: PAGE } });
  const [first, second] = items.filter(({ name }) => name === nameOrId);
  if (first && second) {
    throw new CliError('campaign_ambiguous', `Several campaigns are called "${nameOrId}".`, {
      repair: 'Give its id: outdial campaign list',
    });
  }
  if (first) return first.id;
  throw new CliError('unknown_campaign', `There is no campaign "${nameOrId}" among the newest ${PAGE}.`, {
    repair: 'See "outdial campaign list", or give its id.',
  });
}

/** The same as the part of an address. Throws CliError. */
export const campaignParams = async (api: ApiClient, nameOrId: string): Promise<{ campaignId: string }> => ({
  campaignId: await findCampaignId(api, nameOrId),
});
