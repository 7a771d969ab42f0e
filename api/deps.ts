import type { EngineDeps } from '../engine/deps.ts';
import type { Inbox } from '../engine/folding/inbox.ts';
import type { ListenLive } from './live/hub.ts';

/** What the api is given by its composition root, or by a test. */
export interface ApiDeps {
  engine: EngineDeps;
  inbox: Inbox;
  /** Migrations that the database lacks; 0 = it fits this version. */
  pendingMigrations: () => Promise<number>;
  /** Where providers reach us; undefined = they cannot, results are polled. */
  publicUrl?: string;
  /** Of this installation, as pages tell it. */
  version?: string;
  /** Where Temporal shows itself to people; absent = nowhere. */
  temporalUiUrl?: string;
  /** Hears what changes, for open pages; undefined = they are drawn by the clock alone. */
  listenLive?: ListenLive;
  limits?: Partial<ApiLimits>;
  /** Where the built dashboard lies; absent = where the build puts it. */
  dashboardFolder?: string;
}

export interface ApiLimits {
  bodyBytes: number;
  uploadBytes: number;
  requestsPerMinute: number;
  streamsPerCaller: number;
  streams: number;
}

export const DEFAULT_LIMITS: ApiLimits = {
  bodyBytes: 1024 * 1024,
  uploadBytes: 1024 * 1024 * 1024,
  // Of one key. A clinic's system books one by one; what runs away is still stopped.
  requestsPerMinute: 30_000,
  // Of one person or key: as many pages as somebody has open.
  streamsPerCaller: 8,
  streams: 1_000,
};
