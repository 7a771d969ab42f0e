import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Db } from '../db/client.ts';
import { firstRow } from '../db/rows.ts';
import type { Log } from '../engine/deps.ts';

const BEAT_MS = 5_000;
/** Beyond this difference to the database's clock the process does not dial: granted times would be wrong. */
const MAX_SKEW_MS = 1_000;
/** A part that was heard of this recently counts as up. */
const FRESH_MS = 15_000;

export interface Heartbeat {
  mayDial: () => boolean;
  /** A part of the process tells that its server answers, or does not. */
  seen: (part: 'temporal' | 'redis', up: boolean) => void;
  stop: () => Promise<void>;
}

/** Writes this worker's row every 5 s and watches the skew between its clock and the database's. */
export async function startHeartbeat(deps: { db: Db; log: Log }): Promise<Heartbeat> {
  const id = randomUUID();
  const startedAtMs = Date.now();
  const heard = { temporal: -Infinity, redis: -Infinity };
  let skewMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const isUp = (part: 'temporal' | 'redis'): boolean => performance.now() - heard[part] < FRESH_MS;

  const beat = async (): Promise<void> => {
    try {
      const beforeMs = Date.now();
      const clock = await firstRow<{ realMs: number }>(deps.db, sql`select to_ms(clock_timestamp()) as "realMs"`);
      // The answer was made somewhere between asking and hearing.
      skewMs = Math.round((clock?.realMs ?? 0) - (beforeMs + Date.now()) / 2);
      await deps.db.execute(
        sql`insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
            values (${id}, ${hostname()}, ${process.pid}, from_ms(${startedAtMs}), clock_timestamp(), ${isUp('temporal')}, ${isUp('redis')}, ${skewMs})
            on conflict (id) do update set seen_at = excluded.seen_at, temporal_ok = excluded.temporal_ok,
              redis_ok = excluded.redis_ok, clock_skew_ms = excluded.clock_skew_ms`,
      );
    } catch (error) {
      deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'heartbeat not written');
    }
    if (Math.abs(skewMs) > MAX_SKEW_MS)
      deps.log.error({ skewMs }, 'clock differs from the database: this worker does not dial');
    if (!stopped) timer = setTimeout(() => void beat(), BEAT_MS);
  };
  await beat();

  return {
    mayDial: () => Math.abs(skewMs) <= MAX_SKEW_MS,
    seen: (part, up) => {
      heard[part] = up ? performance.now() : -Infinity;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await deps.db.execute(sql`update workers set stopped_at = clock_timestamp() where id = ${id}`).catch(() => {});
    },
  };
}
