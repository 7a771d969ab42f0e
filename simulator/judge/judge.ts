import type { Account, Channel, Dial } from '../world/records.ts';

/** One request to call or text somebody, whatever it came to. */
export interface Arrival {
  atMs: number;
  channel: Channel;
  account: Account;
}

/**
 * Counts what really went out: the judge of "one dial per attempt, at most". A call counts from the moment the
 * provider has accepted it, since nothing can take it back from the provider's queue.
 */
export interface Judge {
  dials: Dial[];
  arrivals: Arrival[];
  attempts: Map<string, number>;
  /** Creates refused by the plan's own limits and balances; refusals by a fault are counted as faults. */
  refused: { rateLimit: number; noCredit: number };
  add: (dial: Dial) => void;
  charge: (kind: ChargeKind, micros: number) => void;
  charges: () => Record<ChargeKind, number>;
  reset: () => void;
}

export type ChargeKind = 'call' | 'smsOut' | 'smsIn' | 'number';

export const createJudge = (): Judge => {
  const dials: Dial[] = [];
  const arrivals: Arrival[] = [];
  const attempts = new Map<string, number>();
  const refused = { rateLimit: 0, noCredit: 0 };
  const charges: Record<ChargeKind, number> = { call: 0, smsOut: 0, smsIn: 0, number: 0 };

  return {
    dials,
    arrivals,
    attempts,
    refused,
    add: (dial) => {
      dial.seq = dials.length;
      dials.push(dial);
      if (dial.attemptId !== null) attempts.set(dial.attemptId, (attempts.get(dial.attemptId) ?? 0) + 1);
    },
    charge: (kind, micros) => {
      charges[kind] += micros;
    },
    charges: () => ({ ...charges }),
    reset: () => {
      dials.length = 0;
      arrivals.length = 0;
      attempts.clear();
      Object.assign(refused, { rateLimit: 0, noCredit: 0 });
      for (const kind of ['call', 'smsOut', 'smsIn', 'number'] as const) charges[kind] = 0;
    },
  };
};

/** Our clients' correlator in a provider's metadata. */
export const attemptIdOf = (metadata: unknown): string | null => {
  if (typeof metadata !== 'object' || metadata === null) return null;
  for (const [key, value] of Object.entries(metadata)) {
    if ((key === 'attempt_id' || key === 'outdial_attempt_id') && typeof value === 'string') return value;
  }
  return null;
};
