import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { EngineError } from '../error.ts';

export type CanaryState = 'none' | 'pending' | 'dialling' | 'passed' | 'stopped';

export interface LockedRetry {
  campaignId: string;
  runId: string | null;
  name: string;
  reason: string;
  state: 'planned' | 'running' | 'paused' | 'completed' | 'aborted';
  options: RetryOptions;
  willDial: number;
  canaryState: CanaryState;
  startsAtMs: number | null;
  ageSeconds: number;
}

export const unknownRetry = (retryId: string): EngineError =>
  new EngineError('not_found', 'unknown_retry', `There is no retry ${retryId}.`, {
    repair: 'List the retries to find its id.',
  });

/** Locks a retry against everybody who would start, pause or abort it; its run first, as the turn that ends it does. Throws EngineError `unknown_retry`. */
export async function lockRetry(tx: Transaction, retryId: string): Promise<LockedRetry> {
  await tx.execute(sql`select id from runs where id = (select run_id from retries where id = ${retryId}) for update`);
  const retry = await firstRow<LockedRetry>(
    tx,
    sql`select campaign_id as "campaignId", run_id as "runId", name, reason, state, options, will_dial as "willDial",
          canary_state as "canaryState", to_ms(starts_at) as "startsAtMs",
          extract(epoch from (select outdial_now()) - planned_at)::double precision as "ageSeconds"
        from retries where id = ${retryId} for update`,
  );
  if (!retry) throw unknownRetry(retryId);
  return retry;
}
