import type { Picked } from './contact-filter.ts';
import type { Group } from './queries.ts';

/** Dialling again may help, or may be tried once something was changed. */
export const isRetryable = (group: Group): boolean => group.retryable && group.cause !== 'parked';

/** A whole group, of one campaign or of all of them. */
export function pickedGroup(group: Group, campaignId: string | undefined): Picked {
  const campaigns = group.campaigns
    .filter(({ id, openContacts }) => openContacts > 0 && (campaignId === undefined || id === campaignId))
    .map(({ id, name, kind, openContacts }) => ({ id, name, kind, contacts: openContacts }));
  return {
    cause: group.cause,
    filter: { campaignId },
    all: true,
    ids: new Map(),
    campaigns,
    moreCampaigns: campaignId === undefined ? group.moreCampaigns : 0,
    count: campaigns.reduce((sum, { contacts }) => sum + contacts, 0),
  };
}
