import { numbersToTry, type ContactNumber } from './next-number.ts';
import type { Channel } from './channel.ts';
import { planStep, type DuePlan, type EndPlan, type PlanInput } from './plan.ts';

export interface ContactPlanInput extends Omit<PlanInput, 'zones' | 'placeKey' | 'consent' | 'providerQueueSeconds'> {
  /** In the order of their places. */
  numbers: readonly ContactNumber[];
  /** The number that `step` dialled last; null = none yet. */
  lastTried: number | null;
  dead: ReadonlySet<number>;
  /** Channels that somebody of the person said no to. */
  barred: readonly Channel[];
  /** How long the provider of each step may queue a send. */
  providerQueueSeconds: readonly number[];
}

/** `step` may be a later one than was asked for. */
export type ContactPlan = (DuePlan & { number: ContactNumber }) | EndPlan;

/**
 * Finds the number and the time of a contact's next attempt, or ends it. The window is that of the number: one
 * without known zones, or whose window never opens, makes room for the next. A text that no number takes is left
 * out: the next step follows, or the end.
 */
export function planContact(input: ContactPlanInput): ContactPlan {
  let barredAny = false;
  for (let step = input.step; ; step++) {
    const wanted = input.settings.steps[step];
    if (!wanted || wanted.retired || (step > input.step && wanted.startsChain)) {
      if (barredAny) return { kind: 'end', state: 'suppressed', reason: 'opted_out' };
      return step === input.step
        ? { kind: 'end', state: 'exhausted', reason: 'no_more_steps' }
        : { kind: 'end', state: 'failed', reason: 'sms_no_textable_number' };
    }
    if (input.barred.includes(wanted.channel)) {
      barredAny = true;
      continue;
    }
    const candidates = numbersToTry({
      numbers: input.numbers,
      channel: wanted.channel,
      lastTried: step === input.step ? input.lastTried : null,
      dead: input.dead,
    });
    if (candidates.length > 0) return planFirst(input, step, candidates);
    if (input.numbers.every(({ phone }) => input.dead.has(phone))) {
      return { kind: 'end', state: 'failed', reason: 'no_living_number' };
    }
  }
}

function planFirst(input: ContactPlanInput, step: number, candidates: readonly ContactNumber[]): ContactPlan {
  let end: EndPlan | undefined;
  for (const number of candidates) {
    const plan = planStep({
      ...input,
      step,
      zones: number.zones,
      placeKey: number.placeKey,
      consent: number.consent,
      providerQueueSeconds: input.providerQueueSeconds[step] ?? 0,
    });
    if (plan.kind === 'due') return { ...plan, number };
    // What is known and forbids it says more than a zone that is unknown.
    if (end === undefined || end.state === 'unknown_zone') end = plan;
  }
  return end ?? { kind: 'end', state: 'failed', reason: 'no_living_number' };
}
