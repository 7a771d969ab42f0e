import type { z } from 'zod';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { settings } from '../schemas/campaigns.ts';

interface InstantWords {
  startsAt?: string | null | undefined;
  endsAt?: string | null | undefined;
}

/** Settings as the API takes them -> as the engine does: instants are numbers inside. */
export function settingsIn<Fields extends InstantWords>({ startsAt, endsAt, ...rest }: Fields) {
  return { ...rest, startsAtMs: toMs(startsAt), endsAtMs: toMs(endsAt) };
}

const toMs = (text: string | null | undefined): number | null | undefined => (text == null ? text : Date.parse(text));

/** And back. */
export function settingsOut({ startsAtMs, endsAtMs, ...rest }: CampaignSettings): z.input<typeof settings> {
  return { ...rest, startsAt: toIso(startsAtMs), endsAt: toIso(endsAtMs) };
}

const toIso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
