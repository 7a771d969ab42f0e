import type { Channel } from './channel.ts';
import type { CampaignPurpose, Purpose } from './purpose.ts';

/** What a "no" was said to; an empty part means all of it. */
export interface SuppressionScope {
  purpose: CampaignPurpose | '';
  channel: Channel | '';
}

/**
 * Whether a "no" of this scope holds for an attempt. A notice passes every one: it is the one text that answers the
 * person's own word (47 CFR 64.1200(a)(12)). engine/consent/holding.ts says the same in SQL.
 */
export function suppressionHolds(scope: SuppressionScope, purpose: Purpose, channel: Channel): boolean {
  if (purpose === 'notice') return false;
  return (scope.purpose === '' || scope.purpose === purpose) && (scope.channel === '' || scope.channel === channel);
}

/**
 * Whether nothing of a campaign is left for a person: each of its channels is held by one "no" or another. A contact
 * whose campaign has a step in a channel that is not held stays, and planner and gate look at each step by itself.
 */
export function holdsWholeCampaign(
  scopes: readonly SuppressionScope[],
  campaign: { purpose: Purpose; channels: readonly Channel[] },
): boolean {
  if (campaign.channels.length === 0) return false;
  return campaign.channels.every((channel) =>
    scopes.some((scope) => suppressionHolds(scope, campaign.purpose, channel)),
  );
}
