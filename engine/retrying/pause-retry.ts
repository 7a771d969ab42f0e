import { sql } from 'drizzle-orm';
import { notifyLive } from '../../db/notify.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import { pauseRun } from '../campaigns/pause.ts';
import type { EngineDeps } from '../deps.ts';
import { lockRetry } from './lock-retry.ts';
import { leftToDial } from './left-to-dial.ts';
import { refuseForRetryState, type RetryState } from './refuse-for-retry-state.ts';

/** Pauses a running retry; pausing twice is one pause. Throws EngineError `unknown_retry`, `retry_<state>`. */
export async function pauseRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; reason?: string | undefined; actor: string },
): Promise<{ state: RetryState } & InFlight> {
  const runId = await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'paused') return retry.runId;
    if (retry.state !== 'running' || retry.runId === null) throw refuseForRetryState('pause', retry);
    await pauseRun(tx, { ...input, runId: retry.runId });
    await tx.execute(sql`update retries set state = 'paused' where id = ${input.retryId}`);
    const { actor, reason } = input;
    const details = { left: await leftToDial(tx, input.retryId) };
    await audit(tx, { actor, action: 'retry.pause', subject: `retry:${input.retryId}`, reason, details });
    await notifyLive(tx, `retry:${input.retryId}`);
    return retry.runId;
  });
  return { state: 'paused', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}
