import { useQuery } from '@tanstack/react-query';
import { useDraft } from '../draft-context.tsx';
import { forecastQuery, isAtWork, type Forecast } from '../queries.ts';
import type { PeoplePart } from '../search.ts';

/** The forecast of the campaign that the list is for; undefined = not known (yet). */
export function useOutlook(): { campaignId: string; seen: unknown; forecast: Forecast | undefined } {
  const { draft, campaign } = useDraft();
  const enabled =
    campaign?.state === 'draft' && (draft.state === 'checked' || draft.state === 'done') && !isAtWork(draft);
  const campaignId = campaign?.id ?? '';
  const seen = [campaign?.settings, draft.version];
  const { data } = useQuery({ ...forecastQuery(campaignId, seen), enabled });
  return { campaignId, seen, forecast: enabled ? data : undefined };
}

/** How many people a part of it has. Pure. */
export const peopleIn = ({ later, never }: Forecast, part: PeoplePart): number =>
  part === 'later' ? later : never.reduce((sum, { state, contacts }) => sum + (state === part ? contacts : 0), 0);
