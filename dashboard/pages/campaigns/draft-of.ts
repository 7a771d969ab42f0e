import type { newCampaign } from '../../../api/schemas/campaigns.ts';
import type { Body } from '../../api/client.ts';
import type { CampaignDetail } from './queries.ts';

const COPY = / \(copy(?: (\d+))?\)$/;

/** "March" -> "March (copy)" -> "March (copy 2)" */
export function copyName(name: string): string {
  const found = COPY.exec(name);
  if (found === null) return `${name.slice(0, 185)} (copy)`;
  return name.replace(COPY, ` (copy ${Number(found[1] ?? 1) + 1})`);
}

/**
 * The same campaign as a new draft: its settings, without its people, whose list belongs to the first one for good.
 * Times that have passed would refuse it, so they are left out.
 */
export function draftOf(
  { name, settings }: Pick<CampaignDetail, 'name' | 'settings'>,
  nowMs: number,
): Body<typeof newCampaign> {
  const { purpose, startsAt, endsAt, ...same } = settings;
  if (purpose === 'notice') throw new Error('an answer to a keyword is no campaign to copy');
  const isPast = (at: string | null): boolean => at !== null && Date.parse(at) <= nowMs;
  return {
    name: copyName(name),
    settings: {
      ...same,
      purpose,
      startsAt: isPast(startsAt) ? null : startsAt,
      endsAt: isPast(endsAt) ? null : endsAt,
    },
  };
}
