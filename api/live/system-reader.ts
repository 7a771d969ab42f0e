import { readSystem } from '../../engine/reading/system/read-system.ts';
import type { SystemHealth } from '../../engine/reading/system/system-health.ts';
import type { ApiDeps } from '../deps.ts';

/** Migrations come with a new version, and asking for them costs a connection. */
const MIGRATIONS_KEPT_MS = 60_000;

/** Reads how the installation stands, for the route and for open pages. */
export function createSystemReader({ engine, pendingMigrations }: ApiDeps): () => Promise<SystemHealth> {
  let kept: { count: number; readMs: number } | undefined;
  const count = async (): Promise<number> => {
    if (kept === undefined || performance.now() - kept.readMs > MIGRATIONS_KEPT_MS) {
      kept = { count: await pendingMigrations(), readMs: performance.now() };
    }
    return kept.count;
  };
  return async () => await readSystem(engine, { pendingMigrations: await count() });
}
