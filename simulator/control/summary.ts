import { checkDestinations } from '../judge/destination-checks.ts';
import type { DestinationFindings } from '../judge/destination-checks.ts';
import type { ChargeKind } from '../judge/judge.ts';
import { maxSendsInWindow } from '../judge/sends-in-window.ts';
import type { WebhookCounts } from '../deliveries/webhook-sender.ts';
import type { FaultKind } from '../faults/fault-kinds.ts';
import type { Plan } from '../options.ts';
import type { Simulation } from '../world/simulation.ts';
import { viewAccount } from './accounts.ts';
import type { AccountView } from './accounts.ts';
import { read } from './control-error.ts';
import { summaryQuery } from './requests.ts';

export interface Summary {
  plan: Plan;
  speed: number;
  seed: number;
  /** Calls accepted for dialling, whatever the client was told. */
  dials: number;
  smsSent: number;
  /** Dials and texts without an attempt id. */
  withoutAttemptId: number;
  attempts: number;
  dialsByAttemptMax: number;
  /** Attempts with more than one dial or text. */
  doubleDials: number;
  doubleDialExamples: string[];
  perDestination: DestinationFindings;
  charges: { totalMicros: number } & Record<ChargeKind, number>;
  faultsFired: Record<FaultKind, number>;
  accounts: AccountView[];
  requests: number;
  /** By the plan's own limits and balances, not by faults. */
  refused: { rateLimit: number; noCredit: number };
  /** Creates by arrival, refused ones too; null without `windowMs`. */
  maxSendsInWindow: { all: number; byAccount: Record<string, number> } | null;
  webhooks: WebhookCounts;
}

export const summarise = (sim: Simulation, query: URLSearchParams): Summary => {
  const rules = read(summaryQuery, Object.fromEntries(query));
  const { dials, attempts, arrivals } = sim.judge;
  const charges = sim.judge.charges();
  const smsSent = dials.reduce((sum, { channel }) => sum + (channel === 'sms' ? 1 : 0), 0);
  let [dialsByAttemptMax, doubleDials] = [0, 0];
  const doubleDialExamples: string[] = [];
  for (const [attemptId, times] of attempts) {
    dialsByAttemptMax = Math.max(dialsByAttemptMax, times);
    if (times < 2) continue;
    doubleDials += 1;
    if (doubleDialExamples.length < 20) doubleDialExamples.push(attemptId);
  }
  return {
    plan: sim.options.plan,
    speed: sim.options.speed,
    seed: sim.options.seed,
    dials: dials.length - smsSent,
    smsSent,
    withoutAttemptId: dials.reduce((sum, { attemptId }) => sum + (attemptId === null ? 1 : 0), 0),
    attempts: attempts.size,
    dialsByAttemptMax,
    doubleDials,
    doubleDialExamples,
    perDestination: checkDestinations(dials, {
      channel: rules.channel,
      maxPerDestination: rules.maxPerDestination ?? null,
      minGapMs: rules.minGapMs ?? null,
    }),
    charges: { totalMicros: charges.call + charges.smsOut + charges.smsIn + charges.number, ...charges },
    faultsFired: sim.faults.counts(),
    accounts: [...sim.accounts.all()].map(viewAccount),
    requests: arrivals.length,
    refused: { ...sim.judge.refused },
    maxSendsInWindow: rules.windowMs === undefined ? null : maxSendsInWindow(arrivals, rules.windowMs),
    webhooks: sim.sender.counts(),
  };
};
