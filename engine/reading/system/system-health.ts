/** A worker as its last heartbeat tells. */
export interface WorkerHealth {
  id: string;
  host: string;
  seenAt: string;
  temporalOk: boolean;
  redisOk: boolean;
  clockSkewMs: number;
  /** silent: it has not reported for 15 s. skewed: its clock is off, so it does not dial. */
  state: 'alive' | 'skewed' | 'silent';
}

export interface AccountHealth {
  id: string;
  name: string;
  provider: 'agentnumber' | 'cartesia';
  mode: 'LIVE' | 'SIMULATED';
  stoppedAt: string | null;
  stoppedReason: string | null;
  breaker: 'closed' | 'open' | 'probing';
  reason: string | null;
  /** When the breaker opened, where it closes by itself. */
  since: string | null;
  /** When it tries again; null with an open breaker = a person has to see to it. */
  resumeAt: string | null;
  /** What a new attempt may draw on. */
  balanceMicros: number;
  currency: string;
  /** From the first byte to the provider's answer, in the last 15 minutes; null = nothing was sent. */
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  callbacks: 'registered' | 'polling' | 'silent';
  lastCallbackAt: string | null;
}

export interface Warning {
  /** Stable. */
  code: string;
  words: string;
  /** Of the first call that is stuck, of the last heartbeat: in the page's own words for time. */
  since: string | null;
  /** What does not happen meanwhile. */
  waits: string;
  /** What goes on all the same. */
  works: string;
  repair: string;
}

/** What is true of the installation now, as its workers and its ledger tell. */
export interface SystemHealth {
  at: string;
  dialing: {
    state: 'dialing' | 'idle' | 'stopped' | 'nothing_is_dialing';
    words: string;
    /** Since when nothing is dialled; null where something could be. */
    since: string | null;
  };
  stopped: { by: string | null; reason: string | null; at: string } | null;
  workers: WorkerHealth[];
  temporal: { ok: boolean; words: string };
  redis: { ok: boolean; words: string };
  accounts: AccountHealth[];
  callbacks: { lastAt: string | null; lagSeconds: number; waiting: number; quarantined: number };
  fold: { waiting: number; oldestSeconds: number };
  inFlight: number;
  answeredPerMinute: number;
  failuresPerMinute: number;
  /** How long the first in the queue should have been gone; 0 = nobody waits for more than the pace. */
  queueAgeSeconds: number;
  stuck: number;
  oldestStuckAt: string | null;
  pendingMigrations: number;
  warnings: Warning[];
}

/** All but what follows from the rest. */
export type SystemFacts = Omit<SystemHealth, 'dialing' | 'temporal' | 'redis' | 'warnings'> & {
  /** When a worker was heard of last, whatever became of it. */
  lastWorkerAt: string | null;
  rulesAreCurrent: boolean;
};
