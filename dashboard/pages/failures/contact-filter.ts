import type { failureFilter } from '../../../api/schemas/retries.ts';
import type { Body } from '../../api/client.ts';
import type { CauseSearch } from './search.ts';

export type FailureFilter = Body<typeof failureFilter>;

/** What a list of contacts is asked for, as the API names it. */
export interface ContactFilter {
  campaignId?: string | undefined;
  numberId?: string | undefined;
  prefix?: string | undefined;
  country?: string | undefined;
  code?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const HOUR_MS = 3_600_000;

/** The bars of the page that are chosen -> what the API is asked for. */
export function contactFilterOf({ campaign, number, prefix, country, code, hour }: CauseSearch): ContactFilter {
  const from = hour === undefined ? undefined : `${hour}:00:00.000Z`;
  const to = from === undefined ? undefined : new Date(Date.parse(from) + HOUR_MS).toISOString();
  return { campaignId: campaign, numberId: number, prefix, country, code, from, to };
}

/** Whether something is asked of the attempt: kept counts do not answer that. */
export const isNarrowed = ({ numberId, prefix, country, code, from }: ContactFilter): boolean =>
  [numberId, prefix, country, code, from].some((value) => value !== undefined);

export interface PickedCampaign {
  id: string;
  name: string;
  kind: 'campaign' | 'programme';
  contacts: number;
}

/** Contacts of one cause that somebody chose, and of which campaigns they are. */
export interface Picked {
  cause: string;
  filter: ContactFilter;
  /** Everything that matches but `except`; else only `contactIds`. */
  all: boolean;
  /** By campaign: with `all` the ones left out, else the ones chosen. */
  ids: ReadonlyMap<string, readonly number[]>;
  campaigns: readonly PickedCampaign[];
  /** Campaigns that have some too, and are not among these: the list of them is cut. */
  moreCampaigns?: number;
  count: number;
}

/** The chosen ones of one campaign: what an action sends. */
export function filterOf(picked: Picked, campaignId: string): FailureFilter {
  const { numberId, prefix, country, code, from, to } = picked.filter;
  const ids = [...(picked.ids.get(campaignId) ?? [])];
  return {
    campaignId,
    causes: [picked.cause],
    ...(numberId === undefined ? {} : { numberId }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(country === undefined ? {} : { country }),
    ...(code === undefined ? {} : { code }),
    ...(from === undefined ? {} : { endedFrom: from }),
    ...(to === undefined ? {} : { endedTo: to }),
    ...(picked.all ? (ids.length === 0 ? {} : { exceptContactIds: ids }) : { contactIds: ids }),
  };
}

/** What a selection of rows means. `campaignOf` knows every row that was ever shown. */
export function pickedOf(input: {
  cause: string;
  filter: ContactFilter;
  all: boolean;
  keys: ReadonlySet<string>;
  rows: ReadonlyMap<string, { id: string; name: string }>;
  matching: readonly PickedCampaign[];
}): Picked {
  const { cause, filter, all, keys, rows, matching } = input;
  const ids = new Map<string, number[]>();
  const names = new Map<string, string>();
  for (const key of keys) {
    const campaign = rows.get(key);
    if (campaign === undefined) continue;
    names.set(campaign.id, campaign.name);
    ids.set(campaign.id, [...(ids.get(campaign.id) ?? []), Number(key)]);
  }
  const of = (id: string): number => ids.get(id)?.length ?? 0;
  const kindOf = (id: string) => matching.find((campaign) => campaign.id === id)?.kind ?? 'campaign';
  const campaigns = all
    ? matching.map((campaign) => ({ ...campaign, contacts: Math.max(0, campaign.contacts - of(campaign.id)) }))
    : [...names].map(([id, name]) => ({ id, name, kind: kindOf(id), contacts: of(id) }));
  const chosen = campaigns.filter(({ contacts }) => contacts > 0);
  return { cause, filter, all, ids, campaigns: chosen, count: chosen.reduce((sum, { contacts }) => sum + contacts, 0) };
}
