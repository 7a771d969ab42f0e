import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type * as campaigns from '../../../api/schemas/campaigns.ts';
import type * as contacts from '../../../api/schemas/contacts.ts';
import type * as retries from '../../../api/schemas/retries.ts';
import { get, type Answer } from '../../api/client.ts';
import type { Page } from '../../api/paged.ts';
import { phoneWords } from '../../format/phone.ts';
import { useDebounced } from '../use-debounced.ts';
import { usePatchSearch } from '../use-patch-search.ts';

/** Something that the palette can go to or do. */
export interface PaletteEntry {
  id: string;
  words: string;
  /** Beside the words: of which campaign, which number. */
  note?: string;
  group: string;
  keys?: string;
  run: () => void;
}

const MOST = 5;
/** Runs have no search of their own: the newest are looked through. */
const NEWEST_RETRIES = 100;
const FEWEST_LETTERS = 2;

interface Found {
  entries: readonly PaletteEntry[];
  isLooking: boolean;
  /** Not all of it could be searched. */
  isPartial: boolean;
}

/** Campaigns, retry runs and people whose name, id or number holds what is typed, asked for once typing rests. */
export function usePaletteSearch(typed: string): Found {
  const q = typed.trim();
  const still = useDebounced(q);
  const enabled = still.length >= FEWEST_LETTERS;
  const navigate = useNavigate();
  const patch = usePatchSearch();
  const named = useQuery({
    queryKey: ['campaigns', 'list', 'palette', still],
    queryFn: ({ signal }) =>
      get<Page<Answer<typeof campaigns.campaign>>>('/campaigns', { query: { q: still, limit: MOST }, signal }),
    enabled,
  });
  const runs = useQuery({
    queryKey: ['retries', 'list', 'palette'],
    queryFn: ({ signal }) =>
      get<Page<Answer<typeof retries.retry>>>('/retries', { query: { limit: NEWEST_RETRIES }, signal }),
    enabled,
  });
  const people = useQuery({
    queryKey: ['contacts', 'palette', still],
    queryFn: ({ signal }) =>
      get<Page<Answer<typeof contacts.contact>>>('/contacts', { query: { q: still, limit: MOST }, signal }),
    enabled,
  });
  if (q.length < FEWEST_LETTERS) return { entries: [], isLooking: false, isPartial: false };
  const isCurrent = still === q;
  const asked = [named, runs, people];
  const entries: PaletteEntry[] = !isCurrent
    ? []
    : [
        ...(named.data?.items ?? []).map(({ id, name }) => ({
          id,
          words: name,
          group: 'Campaigns',
          run: () => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: id } }),
        })),
        ...(runs.data?.items ?? [])
          .filter(({ name }) => name.toLowerCase().includes(still.toLowerCase()))
          .slice(0, MOST)
          .map(({ id, name, campaignName }) => ({
            id,
            words: name,
            note: campaignName,
            group: 'Retry runs',
            run: () => void navigate({ to: '/retries/$retryId', params: { retryId: id } }),
          })),
        ...(people.data?.items ?? []).map(({ id, name, phone, externalId }) => ({
          id: `contact-${id}`,
          words: name ?? 'No name',
          note: [phoneWords(phone), externalId].filter((part) => part !== null).join(', '),
          group: 'Contacts',
          run: () => patch({ contact: id }, { push: true }),
        })),
      ];
  return {
    entries,
    isLooking: !isCurrent || asked.some(({ isPending, isPlaceholderData }) => isPending || isPlaceholderData),
    isPartial: isCurrent && asked.some(({ isError }) => isError),
  };
}
