import type { SimulatorDial } from '../simulator-control.ts';

export interface LedgerAttempt {
  id: string;
  state: string;
  costMicros: number | null;
  presumed: boolean;
}

export interface Drift {
  /** Sum of the differences over all attempts, each without its sign: two errors do not cancel out. */
  driftMicros: number;
  /** Attempts whose cost in the ledger is not what the provider charged. */
  offenders: string[];
  /** What the ledger presumes for dials that nobody knows about, and what the provider charged for them. */
  parked: { presumedMicros: number; chargedMicros: number };
}

/** Compares the ledger with the provider's own charges, attempt by attempt; parked ones apart. */
export function compareLedger(attempts: readonly LedgerAttempt[], dials: readonly SimulatorDial[]): Drift {
  const charged = new Map<string, number>();
  for (const { attemptId, costMicros } of dials) {
    charged.set(attemptId ?? '', (charged.get(attemptId ?? '') ?? 0) + costMicros);
  }
  const drift: Drift = { driftMicros: 0, offenders: [], parked: { presumedMicros: 0, chargedMicros: 0 } };
  const known = new Set<string>();
  for (const { id, costMicros, presumed } of attempts) {
    known.add(id);
    const provider = charged.get(id) ?? 0;
    if (presumed) {
      drift.parked.presumedMicros += costMicros ?? 0;
      drift.parked.chargedMicros += provider;
    } else if ((costMicros ?? 0) !== provider) {
      drift.driftMicros += Math.abs((costMicros ?? 0) - provider);
      drift.offenders.push(id);
    }
  }
  // A charge for an attempt that the ledger does not have.
  for (const [id, micros] of charged) {
    if (known.has(id) || micros === 0) continue;
    drift.driftMicros += micros;
    drift.offenders.push(id);
  }
  return drift;
}
