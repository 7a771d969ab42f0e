import type { CampaignSettings } from './campaign-settings.ts';
import type { Channel } from './channel.ts';
import type { ContactState } from './contact-state.ts';
import { consentCovers } from './law/consent-held.ts';
import { lawOf, type AppliedLaw } from './law/law-of.ts';
import type { ConsentClass, LawBook } from './law/law-rule.ts';
import { defaultWaitSeconds, outcomeClass, type Outcome } from './outcome.ts';
import { nextOpenStretch } from './window.ts';
import type { ZoneTable } from './zone-table.ts';

/** When a contact is to be tried: the times that claim, gate and roll compare. */
export interface DuePlan {
  kind: 'due';
  step: number;
  channel: Channel;
  earliestMs: number;
  dueAtMs: number;
  closesAtMs: number;
  expiresAtMs: number;
  /** The rules that it was planned under. */
  law: AppliedLaw;
}

/** The contact is finished, and why. */
export interface EndPlan {
  kind: 'end';
  state: ContactState;
  reason: string;
}

export type Plan = DuePlan | EndPlan;

export interface PlanInput {
  settings: CampaignSettings;
  step: number;
  zones: readonly string[];
  placeKey: string;
  consent: Readonly<Record<Channel, ConsentClass>>;
  /** Not before. */
  earliestMs: number;
  /** Carried over by a roll or a void, so that nothing becomes younger by waiting; absent = counted from `earliestMs`. */
  expiresAtMs?: number;
  /** Not at or after, whatever the campaign's end is; what must fit before a window's end must fit before it too. */
  endsAtMs?: number;
  /** How long the provider may queue a send. */
  providerQueueSeconds: number;
  table: ZoneTable;
  book: LawBook;
}

/** From the gate's check to the first byte (1 s deadline), and clocks that differ by up to 1 s. */
const GATE_SLACK_SECONDS = 2;

/** What must fit before the window's end: the provider's queue, the ringing, and the way from gate to wire. */
export function windowMarginMs(channel: Channel, settings: CampaignSettings, providerQueueSeconds: number): number {
  const ringing = channel === 'call' ? settings.ringingTimeoutSeconds : 0;
  return (providerQueueSeconds + ringing + GATE_SLACK_SECONDS) * 1000;
}

/** Finds the next time at which a step may be sent, or ends the contact. */
export function planStep(input: PlanInput): Plan {
  const { settings, zones, table } = input;
  const step = settings.steps[input.step];
  if (!step || step.retired) return { kind: 'end', state: 'exhausted', reason: 'no_more_steps' };
  if (zones.length === 0 || !zones.every((zone) => table.has(zone))) {
    return { kind: 'end', state: 'unknown_zone', reason: 'zone_unknown' };
  }
  const { channel } = step;
  const law = lawOf(input.book, { placeKey: input.placeKey, purpose: settings.purpose, channel });
  const earliestMs = Math.max(input.earliestMs, settings.startsAtMs ?? 0);
  const marginMs = windowMarginMs(channel, settings, input.providerQueueSeconds);
  const ownEndMs = input.endsAtMs === undefined ? Infinity : input.endsAtMs - marginMs;
  const endsAtMs = Math.min(settings.endsAtMs ?? Infinity, ownEndMs);
  const expiresAtMs = input.expiresAtMs ?? earliestMs + settings.expiresAfterSeconds * 1000;
  const stretch = nextOpenStretch({
    zones,
    hours: settings.hours,
    channel,
    law,
    isHoliday: input.book.isHoliday,
    // Windows open and close on whole seconds: the whole second decides, the instant itself is kept.
    fromMs: Math.floor(earliestMs / 1000) * 1000,
    marginMs,
    table,
  });
  if (!stretch) return { kind: 'end', state: 'failed', reason: 'window_never_open' };
  const dueAtMs = Math.max(stretch.opensAtMs, earliestMs);
  if (dueAtMs >= ownEndMs) return { kind: 'end', state: 'expired', reason: 'after_cutoff' };
  if (dueAtMs >= endsAtMs) return { kind: 'end', state: 'expired', reason: 'campaign_ended' };
  if (dueAtMs >= expiresAtMs) return { kind: 'end', state: 'expired', reason: 'expired_before_window' };
  if (!consentCovers({ consentClass: input.consent[channel] }, law.consentAt(dueAtMs))) {
    return { kind: 'end', state: 'no_consent', reason: 'no_consent' };
  }
  return {
    kind: 'due',
    step: input.step,
    channel,
    // Without the campaign's start, so that a plan after an earlier start can be earlier too.
    earliestMs: input.earliestMs,
    dueAtMs,
    closesAtMs: Math.min(stretch.closesAtMs, endsAtMs),
    expiresAtMs,
    law,
  };
}

/** What follows an attempt that is over: the same step again after a wait, the next step, or the end. */
export type Next =
  | { kind: 'again'; step: number; waitSeconds: number }
  | { kind: 'end'; state: ContactState; reason: string };

/** The step that a contact goes on to, and how long after the one before; null = none. */
export function stepAfter(
  settings: CampaignSettings,
  step: number,
  how: 'not_reached' | 'reached',
): { step: number; waitSeconds: number } | null {
  const next = settings.steps[step + 1];
  if (!next || next.startsChain || next.retired) return null;
  const { when, afterSeconds } = next.follows ?? { when: 'not_reached', afterSeconds: 0 };
  return how === 'not_reached' || when === 'no_reply' ? { step: step + 1, waitSeconds: afterSeconds } : null;
}

/**
 * The retry plan. `ordinal` is the number of dials made in this step over all numbers of the contact, this one
 * included. A second step follows whenever the first did not reach the person and nothing forbids another attempt; one
 * that waits for a reply follows also when it did, and is taken away when the reply comes.
 * `othersLive`: the contact has another number that is not known to be dead.
 */
export function afterAttempt(
  settings: CampaignSettings,
  step: number,
  ordinal: number,
  outcome: Outcome,
  othersLive = false,
): Next {
  const kind = outcomeClass(outcome);
  if (outcome === 'opted_out' || outcome === 'sms_opted_out')
    return { kind: 'end', state: 'suppressed', reason: outcome };
  if (kind === 'success') {
    const next = stepAfter(settings, step, 'reached');
    return next ? { kind: 'again', ...next } : { kind: 'end', state: 'reached', reason: outcome };
  }
  // A number that does not exist takes no text either.
  if (kind === 'never' && !othersLive) return { kind: 'end', state: 'failed', reason: outcome };
  const mayGoOn = kind === 'retry' || kind === 'never';
  if (mayGoOn && ordinal < (settings.steps[step]?.maxAttempts ?? settings.maxAttempts)) {
    // The wait is for a person who did not answer; behind a dead number there is nobody.
    if (kind === 'never') return { kind: 'again', step, waitSeconds: 0 };
    return { kind: 'again', step, waitSeconds: settings.waitSeconds[outcome] ?? defaultWaitSeconds(outcome) };
  }
  const next = stepAfter(settings, step, 'not_reached');
  if (next) return { kind: 'again', ...next };
  return { kind: 'end', state: mayGoOn ? 'exhausted' : 'failed', reason: outcome };
}
