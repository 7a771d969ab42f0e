import { draw, drawBetween } from '../world/seeded-draw.ts';
import { CALL_OUTCOMES, QUIET_TEXTER, behave, talks } from './behaviour.ts';
import type { CallBehaviour, CallOutcome, SmsBehaviour } from './behaviour.ts';

/** Shares of a population. Weights need not add up to one; shares are of those who answer, or who get a text. */
export interface DistributionSettings {
  weights: Partial<Record<CallOutcome, number>>;
  ringSeconds: readonly [number, number];
  talkSeconds: readonly [number, number];
  optOutShare: number;
  smsStopShare: number;
  smsReplyShare: number;
  smsBlockedShare: number;
}

export const EVERYBODY_ANSWERS: DistributionSettings = {
  weights: { answer: 1 },
  ringSeconds: [6, 6],
  talkSeconds: [30, 30],
  optOutShare: 0,
  smsStopShare: 0,
  smsReplyShare: 0,
  smsBlockedShare: 0,
};

export const MIXED_POPULATION: DistributionSettings = {
  weights: {
    answer: 46,
    hang_up: 8,
    voicemail: 16,
    no_answer: 16,
    busy: 7,
    not_connected: 3,
    bad_number: 2,
    provider_error: 2,
  },
  ringSeconds: [4, 18],
  talkSeconds: [8, 150],
  optOutShare: 0.03,
  smsStopShare: 0.03,
  smsReplyShare: 0.1,
  smsBlockedShare: 0.01,
};

/** Who this destination is at its `index`-th call. Depends on nothing but seed, destination and index. */
export const drawCallBehaviour = (
  seed: number,
  settings: DistributionSettings,
  to: string,
  index: number,
): CallBehaviour => {
  let total = 0;
  for (const outcome of CALL_OUTCOMES) total += settings.weights[outcome] ?? 0;
  let rest = draw(seed, 'call', to, index) * total;
  const outcome = CALL_OUTCOMES.find((candidate) => (rest -= settings.weights[candidate] ?? 0) < 0) ?? 'answer';
  if (outcome === 'hang_up') {
    return behave(outcome, { ringSeconds: drawBetween(seed, 'ring', to, index, settings.ringSeconds) });
  }
  if (!talks(outcome)) return behave(outcome);
  return behave(outcome, {
    ringSeconds: outcome === 'voicemail' ? 20 : drawBetween(seed, 'ring', to, index, settings.ringSeconds),
    talkSeconds: drawBetween(seed, 'talk', to, index, settings.talkSeconds),
    optOut: outcome === 'answer' && draw(seed, 'opt-out', to, index) < settings.optOutShare,
  });
};

/** What this destination does with its `index`-th text. */
export const drawSmsBehaviour = (
  seed: number,
  settings: DistributionSettings,
  to: string,
  index: number,
): SmsBehaviour => {
  if (draw(seed, 'sms-blocked', to, index) < settings.smsBlockedShare) return { ...QUIET_TEXTER, blocked: true };
  const reply = draw(seed, 'sms-reply', to, index);
  if (reply < settings.smsStopShare) return { ...QUIET_TEXTER, reply: 'STOP' };
  if (reply < settings.smsStopShare + settings.smsReplyShare) return { ...QUIET_TEXTER, reply: 'Ok, thank you' };
  return QUIET_TEXTER;
};
