import { completeLimits } from '../dial-limits.ts';
import type { CampaignSettings, CampaignStep } from '../campaign-settings.ts';
import type { ProgrammeAction, ProgrammeSettings } from './programme.ts';

/**
 * The settings of a programme's hidden campaign: every action of every step at the index of its slot. What an edit took
 * out of the programme stays as it was in `before`, retired. Throws when a slot belongs to nothing: settings whose slots
 * were not given by `assignSlots` over `before`.
 */
export function toCampaignSettings(settings: ProgrammeSettings, before?: CampaignSettings): CampaignSettings {
  const bySlot = new Map(
    settings.steps.flatMap(({ actions }) =>
      actions.map((action, place) => [action.slot, toStep(action, place, place + 1 < actions.length)] as const),
    ),
  );
  const count = Math.max(before?.steps.length ?? 0, ...[...bySlot.keys()].map((slot) => slot + 1));
  return {
    steps: Array.from({ length: count }, (_, slot) => {
      const step = bySlot.get(slot);
      if (step) return step;
      const old = before?.steps[slot];
      if (!old) throw new Error(`slot ${slot} belongs to no step`);
      return { ...old, retired: true as const };
    }),
    purpose: settings.purpose,
    hours: settings.hours,
    startsAtMs: null,
    endsAtMs: null,
    leftovers: 'roll',
    expiresAfterSeconds: settings.lateSeconds,
    ...completeLimits({}, settings),
  };
}

function toStep(action: ProgrammeAction, place: number, hasFallback: boolean): CampaignStep {
  const { slot: _, follows, ...told } = action;
  // What follows a first try follows it, not the last of tries that lie hours apart.
  const step = hasFallback && told.maxAttempts === undefined ? { ...told, maxAttempts: 1 } : told;
  if (place === 0) return { ...step, startsChain: true };
  return follows === undefined ? step : { ...step, follows };
}
