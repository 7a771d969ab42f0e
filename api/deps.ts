import type { EngineDeps } from '../engine/deps.ts';
import type { Inbox } from '../engine/folding/inbox.ts';

/** What the api is given by its composition root, or by a test. */
export interface ApiDeps {
  engine: EngineDeps;
  inbox: Inbox;
  /** Migrations that the database lacks; 0 = it fits this version. */
  pendingMigrations: () => Promise<number>;
  /** Where providers reach us; undefined = they cannot, results are polled. */
  publicUrl?: string;
  limits?: Partial<ApiLimits>;
}

export interface ApiLimits {
  bodyBytes: number;
  uploadBytes: number;
  requestsPerMinute: number;
}

export const DEFAULT_LIMITS: ApiLimits = {
  bodyBytes: 1024 * 1024,
  uploadBytes: 1024 * 1024 * 1024,
  // Of one key. A clinic's system books one by one; what runs away is still stopped.
  requestsPerMinute: 30_000,
};
