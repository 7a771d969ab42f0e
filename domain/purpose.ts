/** What a campaign is for: rules of law differ by it. A campaign declares one. */
export const CAMPAIGN_PURPOSES = ['marketing', 'informational', 'emergency'] as const;
export type CampaignPurpose = (typeof CAMPAIGN_PURPOSES)[number];

/**
 * `notice`: the one text that answers a person's own keyword (47 CFR 64.1200(a)(12)). It alone passes the suppression
 * test, and no campaign can declare it.
 */
export type Purpose = CampaignPurpose | 'notice';
