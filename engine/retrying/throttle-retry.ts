import { sql } from 'drizzle-orm';
import { notifyLive } from '../../db/notify.ts';
import { inTransaction } from '../../db/transaction.ts';
import { settingsOfRetry } from '../../domain/retries/settings-of-retry.ts';
import { audit } from '../audit.ts';
import { wakeRuns } from '../campaigns/wake-runs.ts';
import { writePace } from '../campaigns/write-pace.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { lockRetry } from './lock-retry.ts';
import { retryableCampaign } from './retryable-campaign.ts';

/**
 * Changes how fast a retry dials; null = as fast as its campaign. Holds from the next claim on. Throws EngineError
 * `unknown_retry`, `retry_over`.
 */
export async function throttleRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; pacePerSecond: number | null; actor: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'completed' || retry.state === 'aborted') {
      throw new EngineError('conflict', 'retry_over', `The retry "${retry.name}" is ${retry.state}.`);
    }
    const { pacePerSecond: _before, ...rest } = retry.options;
    const options = input.pacePerSecond === null ? rest : { ...rest, pacePerSecond: input.pacePerSecond };
    await tx.execute(sql`update retries set options = ${JSON.stringify(options)}::jsonb where id = ${input.retryId}`);
    if (retry.runId !== null) {
      const { settings } = await retryableCampaign(tx, retry.campaignId);
      await writePace(tx, retry.runId, settingsOfRetry(settings, options));
      await wakeRuns(tx, sql`r.id = ${retry.runId}`);
    }
    await audit(tx, {
      actor: input.actor,
      action: 'retry.throttle',
      subject: `retry:${input.retryId}`,
      details: { pacePerSecond: input.pacePerSecond },
    });
    await notifyLive(tx, `retry:${input.retryId}`);
  });
}
