import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { closeRetry } from '../retrying/close-retry.ts';
import type { RunContext } from './run-context.ts';

/**
 * One statement: no contact is left to plan, no row is due, no attempt is open. It looks after it has the run's row: had
 * it waited for whoever adds a list, it would still see the ledger of before.
 */
export async function finishIfDone(
  deps: Pick<EngineDeps, 'db'>,
  run: Pick<RunContext, 'runId' | 'kind' | 'campaignId'>,
): Promise<boolean> {
  const finished = await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select id from runs where id = ${run.runId} for update`);
    const ended = await firstRow<{ id: string; state: string }>(
      tx,
      sql`update runs r set state = case when r.state = 'running' and r.kind not in ('service', 'programme') then 'completed' else r.state end,
          -- These have no end: they sleep until the next notice or booking wakes them.
          ended_at = case when r.state = 'running' and r.kind in ('service', 'programme') then null else coalesce(r.ended_at, outdial_now()) end,
          next_turn_at = 'infinity', turning_until = '-infinity', blocked_reason = null
        where r.id = ${run.runId} and r.state in ('running', 'cancelled')
          and not exists (select from due d where d.run_id = r.id)
          and not exists (select from open_attempts o where o.run_id = r.id)
          and not exists (select from contact_states s where s.run_id = r.id and s.state = 'ready')
          -- A list that is on its way into a running campaign keeps it open.
          and not (r.state = 'running' and exists (select from imports i where i.campaign_id = r.campaign_id and i.purpose = 'contacts'
            and i.wanted = 'commit' and i.state in ('uploaded', 'checking', 'committing')))
          -- Retries keep their campaign open, and who is to be queued yet keeps a retry open.
          and not (r.kind = 'campaign' and r.state = 'running' and exists (select from runs q where q.campaign_id = r.campaign_id
            and q.kind = 'retry' and q.state in ('running', 'paused')))
          and not (r.kind = 'retry' and exists (select from retries y join run_members m on m.retry_id = y.id
            where y.run_id = r.id and m.status = 'queued'))
        returning r.id, r.state`,
    );
    if (ended && run.kind === 'retry') await closeRetry(tx, run, ended.state);
    // Only the update that ends a running one answers so: whoever comes again is told nothing.
    if (ended?.state === 'completed' && run.kind === 'campaign') {
      await tellOfCampaign(tx, 'campaign.completed', run.campaignId);
    }
    return ended;
  });
  return finished !== undefined;
}
