import type { z } from 'zod';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { SettingsPreview } from '../../engine/campaigns/preview-settings.ts';
import type { settings, settingsPreview } from '../schemas/campaigns.ts';

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

export function toIso(atMs: number): string;
export function toIso(atMs: number | null): string | null;
export function toIso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

export function previewOut({ settings, byZone, ...effect }: SettingsPreview): z.input<typeof settingsPreview> {
  return {
    ...isoTimes(effect),
    settings: settingsOut(settings),
    byZone: byZone.map((zone) => ({ ...isoTimes(zone), firstBefore: toIso(zone.firstBeforeMs) })),
  };
}

interface Times {
  firstBeforeMs: number | null;
  firstAfterMs: number | null;
  untilMs: number | null;
}

function isoTimes<Fields extends Times>({ firstBeforeMs, firstAfterMs, untilMs, ...rest }: Fields) {
  return { ...rest, firstBefore: toIso(firstBeforeMs), firstAfter: toIso(firstAfterMs), until: toIso(untilMs) };
}
