import { sql } from 'drizzle-orm';
import type { EngineDeps } from '../deps.ts';
import type { Wakes } from '../wakes.ts';
import { reconcile } from './reconcile.ts';

export type ReconcileTurnAnswer = { kind: 'more' } | { kind: 'later'; waitMs: number } | { kind: 'done' };

/** Renewed while it works; a reconciler that died is missed this long. */
const LEASE_SECONDS = 20;
const SHORTEST_WAIT_MS = 200;

/**
 * One turn of an account's reconciler: asks what is due, waits inside for the next check or a hint, and answers when
 * its time is over, when nothing is due for longer than that, or when no attempt is open any more.
 */
export async function reconcileForAWhile(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'log'> & { wakes: Wakes },
  input: { accountId: string; budgetMs: number; heartbeat: () => void; signal?: AbortSignal },
): Promise<ReconcileTurnAnswer> {
  const endsAtMs = performance.now() + input.budgetMs;
  const lease = async (seconds: number): Promise<void> => {
    await deps.db.execute(
      sql`update provider_accounts set reconciling_until = outdial_now() + ${`${seconds} seconds`}::interval where id = ${input.accountId}`,
    );
  };
  const alive = async (): Promise<void> => {
    input.heartbeat();
    await lease(LEASE_SECONDS);
  };
  for (;;) {
    await alive();
    const { checked, waitMs } = await reconcile(deps, input.accountId, alive);
    const leftMs = endsAtMs - performance.now();
    if (waitMs === null || leftMs <= 0 || input.signal?.aborted || (checked === 0 && waitMs > leftMs)) {
      await lease(0);
      if (waitMs === null) return { kind: 'done' };
      return waitMs < SHORTEST_WAIT_MS ? { kind: 'more' } : { kind: 'later', waitMs };
    }
    // Facts just written must be folded before it is worth to look again.
    await deps.wakes.wait(
      [`reconcile:${input.accountId}`],
      Math.min(Math.max(waitMs, SHORTEST_WAIT_MS), leftMs, 5_000),
      input.signal,
    );
  }
}
