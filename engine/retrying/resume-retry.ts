import { sql } from 'drizzle-orm';
import { notifyLive } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import { resumeRun } from '../campaigns/resume.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { readCanary } from './close-members.ts';
import { leftToDial } from './left-to-dial.ts';
import { lockRetry } from './lock-retry.ts';
import { refuseForRetryState, type RetryState } from './refuse-for-retry-state.ts';

interface ResumeInput {
  retryId: string;
  /** Required once its canary has stopped it: the rest follows on this person's word. */
  reason?: string | undefined;
  actor: string;
}

/**
 * Lets a paused retry go on; resuming a running one changes nothing. Throws EngineError `unknown_retry`, `retry_<state>`,
 * `reason_missing`.
 */
export async function resumeRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: ResumeInput,
): Promise<{ state: RetryState } & InFlight> {
  const runId = await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'running') return retry.runId;
    if (retry.state !== 'paused' || retry.runId === null) throw refuseForRetryState('resume', retry);
    const { retryId, actor, reason } = input;
    const isOverride = retry.canaryState === 'stopped';
    if (isOverride) await overrideCanary(tx, input, retry.name);
    await resumeRun(tx, retry.runId);
    await tx.execute(sql`update retries set state = 'running' where id = ${retryId}`);
    const left = await leftToDial(tx, retryId);
    const details = isOverride ? { left, canary: await readCanary(tx, retryId) } : { left };
    const action = isOverride ? 'retry.canary_overridden' : 'retry.resume';
    await audit(tx, { actor, action, subject: `retry:${retryId}`, reason, details });
    await notifyLive(tx, `retry:${retryId}`);
    return retry.runId;
  });
  return { state: 'running', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}

/** The turn lets the rest follow as after a canary that passed; the plan keeps whose word that was, and why. */
async function overrideCanary(tx: Transaction, { retryId, actor, reason }: ResumeInput, name: string): Promise<void> {
  const why = reason?.trim() ?? '';
  if (why === '') {
    throw new EngineError(
      'invalid',
      'reason_missing',
      `The canary stopped the retry "${name}": letting the rest follow needs its reason.`,
      {
        repair: 'Say why the rest may be dialled, or abort the retry.',
      },
    );
  }
  await tx.execute(sql`
    update retries set canary_state = 'passed', options = options || jsonb_build_object('canaryOverride', jsonb_build_object(
      'by', ${actor}::text, 'atMs', to_ms(outdial_now()), 'reason', ${why}::text))
    where id = ${retryId}`);
}
