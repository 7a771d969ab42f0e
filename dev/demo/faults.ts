import { shuffled, type Draw } from './draw.ts';
import { surelyDialled, type Person } from './people.ts';
import type { SimulatorControl } from './simulator-control.ts';

/** Faults of one create, with the share of creates that meet them by chance. */
const REQUEST_FAULTS = [
  'accept_then_timeout',
  'accept_then_500',
  'reject_500',
  'reject_429',
  'reject_402',
  'never_listed',
  'slow_answer',
  'html_answer',
  'empty_answer',
  'cut_answer',
] as const;
const WEBHOOK_FAULTS = ['webhook_lost', 'webhook_late', 'webhook_doubled', 'webhook_reordered'] as const;
export const FAULT_KINDS = [...REQUEST_FAULTS, ...WEBHOOK_FAULTS] as const;

/** After these the provider's lists may show nothing, so that an attempt may have to be parked. */
export const MAY_PARK = [
  'accept_then_timeout',
  'accept_then_500',
  'reject_500',
  'never_listed',
  'html_answer',
  'empty_answer',
  'cut_answer',
] as const;

const REQUEST_RATE = 0.01;
const WEBHOOK_RATE = 0.015;
const SLOW_ANSWER_MS = 2_500;
const LATE_WEBHOOK_MS = 3_000;

/**
 * Turns on every fault of the simulator by chance, and gives one of each kind to somebody who will surely be dialled,
 * so that each fires whatever chance does.
 */
export async function turnOnFaults(simulator: SimulatorControl, people: readonly Person[], draw: Draw): Promise<void> {
  const called = shuffled(surelyDialled(people, 'calls'), draw);
  const texted = shuffled(surelyDialled(people, 'calls_then_texts'), draw);
  const victims = FAULT_KINDS.map((kind) => {
    // Only AgentNumber can dial and never list.
    const person = (kind === 'never_listed' ? texted.pop() : undefined) ?? called.pop() ?? texted.pop();
    if (person === undefined) throw new Error('too few people for one fault of each kind: give more --contacts');
    return { kind, to: person.phone };
  });
  await simulator.post('callees', {
    callees: victims.map(({ to }) => ({ to, calls: [{ outcome: 'answer', talkSeconds: 30 }] })),
  });
  await simulator.post('faults', {
    rates: Object.fromEntries([
      ...REQUEST_FAULTS.map((kind) => [kind, REQUEST_RATE]),
      ...WEBHOOK_FAULTS.map((kind) => [kind, WEBHOOK_RATE]),
    ]),
    slowAnswerMs: SLOW_ANSWER_MS,
    lateWebhookMs: LATE_WEBHOOK_MS,
    next: victims,
  });
}

/**
 * Faults whose person was never dialled, because a killed worker had them in hand, are given to whoever comes next.
 * `look` is called often; it acts once the kills are over, so that it must do so once only.
 */
export function backUpFaults(simulator: SimulatorControl): { look: () => void } {
  let asked = false;
  const giveAway = async (): Promise<void> => {
    const { faultsFired } = await simulator.summary({});
    const silent = FAULT_KINDS.filter((kind) => (faultsFired[kind] ?? 0) === 0);
    await simulator.post('faults', { next: silent.map((kind) => ({ kind })) });
  };
  return {
    look: () => {
      if (asked) return;
      asked = true;
      giveAway().catch(() => {
        asked = false;
      });
    },
  };
}
