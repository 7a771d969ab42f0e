import { DEFAULT_CALLING_HOURS } from '../../domain/calling-hours.ts';
import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import { completeLimits, DEFAULT_DIAL_LIMITS } from '../../domain/dial-limits.ts';
import type { Purpose } from '../../domain/purpose.ts';
import type { Channel } from '../../domain/channel.ts';

/** A step as a person writes it: its text may be named instead of written out. */
export interface StepDraft {
  channel: Channel;
  accountId: string;
  numberId: string;
  agentRef?: string | undefined;
  variables?: Record<string, string> | undefined;
  text?: string | undefined;
  /** Name of a stored template; its body becomes the text. */
  template?: string | undefined;
}

/** What a person must say and may leave out. */
export type SettingsDraft = { steps: readonly StepDraft[]; purpose: Purpose } & {
  [Key in Exclude<keyof CampaignSettings, 'steps' | 'purpose'>]?: CampaignSettings[Key] | undefined;
};

/** A draft whose templates were looked up. */
export type ResolvedDraft = Omit<SettingsDraft, 'steps'> & { steps: CampaignStep[] };

const HOUR_SECONDS = 3_600;

/** Used where a draft is silent: the safe hours, three tries, three dials per person and day, a week until useless. */
export const DEFAULT_SETTINGS: Omit<CampaignSettings, 'steps' | 'purpose'> = {
  startsAtMs: null,
  endsAtMs: null,
  leftovers: 'roll',
  hours: DEFAULT_CALLING_HOURS,
  expiresAfterSeconds: 7 * 24 * HOUR_SECONDS,
  ...DEFAULT_DIAL_LIMITS,
};

/** Fills in what the draft leaves out. */
export function completeSettings(draft: ResolvedDraft, base = DEFAULT_SETTINGS): CampaignSettings {
  return {
    steps: draft.steps,
    purpose: draft.purpose,
    startsAtMs: draft.startsAtMs === undefined ? base.startsAtMs : draft.startsAtMs,
    endsAtMs: draft.endsAtMs === undefined ? base.endsAtMs : draft.endsAtMs,
    leftovers: draft.leftovers ?? base.leftovers,
    hours: draft.hours ?? base.hours,
    expiresAfterSeconds: draft.expiresAfterSeconds ?? base.expiresAfterSeconds,
    ...completeLimits(draft, base),
  };
}
