/** The ledger said `ledgerMs`, and its answer was here at `localMs` (performance.now()). */
export interface ClockReading {
  ledgerMs: number;
  localMs: number;
}

/** Reads the ledger's instants on this process's monotonic clock. */
export interface LedgerClock {
  observe: (reading: ClockReading) => void;
  /** When that instant comes, by performance.now(). */
  toLocalMs: (ledgerMs: number) => number;
}

/** Samples older than this are forgotten: the two clocks may drift apart. */
const WINDOW_MS = 30_000;
/** A sample this far below the best means that the ledger's clock was set back: start over. */
const STEP_MS = 1_000;

/**
 * Every claim tells the ledger's time, some milliseconds old. The quickest answer of the last half minute is the best
 * reading, and the same reading serves all claims: if each counted from its own answer, a slow one would push its
 * sends into the next one's, and a window would hold more than the limit.
 */
export function createLedgerClock(): LedgerClock {
  let samples: { offsetMs: number; atMs: number }[] = [];
  return {
    observe: ({ ledgerMs, localMs: atMs }) => {
      const offsetMs = ledgerMs - atMs;
      const best = Math.max(...samples.map((sample) => sample.offsetMs));
      if (offsetMs < best - STEP_MS) samples = [];
      // Kept in falling order of offset: a worse and older sample can never be the best again.
      samples = samples.filter((sample) => sample.offsetMs > offsetMs && sample.atMs > atMs - WINDOW_MS);
      samples.push({ offsetMs, atMs });
    },
    toLocalMs: (ledgerMs) => ledgerMs - (samples[0]?.offsetMs ?? ledgerMs - performance.now()),
  };
}
