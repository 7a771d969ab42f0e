import { sql } from 'drizzle-orm';
import { notifyLive } from '../../db/notify.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import { pauseRun } from '../campaigns/pause.ts';
import { resumeRun } from '../campaigns/resume.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { lockRetry, type LockedRetry } from './lock-retry.ts';

type RetryState = LockedRetry['state'];

/** Pauses a running retry; pausing twice is one pause. Throws EngineError `unknown_retry`, `retry_<state>`. */
export async function pauseRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; reason?: string | undefined; actor: string },
): Promise<{ state: RetryState } & InFlight> {
  const runId = await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'paused') return retry.runId;
    if (retry.state !== 'running' || retry.runId === null) throw refuse('pause', retry);
    await pauseRun(tx, { ...input, runId: retry.runId });
    await tx.execute(sql`update retries set state = 'paused' where id = ${input.retryId}`);
    const { actor, reason } = input;
    await audit(tx, { actor, action: 'retry.pause', subject: `retry:${input.retryId}`, reason });
    await notifyLive(tx, `retry:${input.retryId}`);
    return retry.runId;
  });
  return { state: 'paused', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}

/**
 * Lets a paused retry go on. After a canary that failed this is a person's word that the rest may follow. Throws
 * EngineError `unknown_retry`, `retry_<state>`.
 */
export async function resumeRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; actor: string },
): Promise<{ state: RetryState } & InFlight> {
  const runId = await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'running') return retry.runId;
    if (retry.state !== 'paused' || retry.runId === null) throw refuse('resume', retry);
    await resumeRun(tx, retry.runId);
    await tx.execute(sql`
      update retries set state = 'running', canary_state = case when canary_state = 'stopped' then 'passed' else canary_state end
      where id = ${input.retryId}`);
    const details = { canary: retry.canaryState };
    await audit(tx, { actor: input.actor, action: 'retry.resume', subject: `retry:${input.retryId}`, details });
    await notifyLive(tx, `retry:${input.retryId}`);
    return retry.runId;
  });
  return { state: 'running', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}

const REPAIR: Record<RetryState, string> = {
  planned: 'Start it first.',
  running: 'Nothing to do.',
  paused: 'Resume it.',
  completed: 'Plan another of what failed again.',
  aborted: 'Plan another.',
};

const refuse = (action: string, { name, state }: Pick<LockedRetry, 'name' | 'state'>): EngineError =>
  new EngineError('conflict', `retry_${state}`, `Cannot ${action} the retry "${name}": it is ${state}.`, {
    repair: REPAIR[state],
    details: { state },
  });
