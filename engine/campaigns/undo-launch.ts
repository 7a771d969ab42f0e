import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { findRun, refuseForState } from './find-run.ts';

/**
 * Takes a launch back: the campaign is a draft again, as if nothing had been. Only while no turn of it has begun, so
 * that nobody was planned, claimed or dialled; `launchCampaign` with `undoSeconds` leaves time for it. A turn writes
 * the run's row before it looks at anything, and this writes the same row: one of the two comes first, and the other
 * sees it. Taking back twice is once. Throws EngineError `unknown_campaign`, `launch_not_undoable`, `campaign_paused` ...
 */
export async function undoLaunch(
  deps: Pick<EngineDeps, 'db'>,
  input: { campaignId: string; actor: string },
): Promise<{ state: 'draft' }> {
  const run = await findRun(deps.db, input.campaignId);
  await inTransaction(deps.db, async (tx) => {
    const undone = await firstRow(
      tx,
      // The version goes up, so that a row which a turn of long ago should still write is nobody's.
      sql`
        update runs
        set state = 'draft', launched_at = null, next_turn_at = 'infinity', policy_version = policy_version + 1
        where id = ${run.runId} and state = 'running' and turning_until <= outdial_now()
          and coalesce(last_turn_at < launched_at, true)
          and not exists (select from due d where d.run_id = runs.id)
          and not exists (select from attempts a where a.run_id = runs.id)
        returning id`,
    );
    if (!undone) {
      const now = await findRun(tx, input.campaignId);
      if (now.state === 'draft') return;
      throw now.state === 'running' ? begun(now.name) : refuseForState('take back the launch of', now);
    }
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.undo_launch',
      subject: `campaign:${input.campaignId}`,
    });
    await tellOfCampaign(tx, 'campaign.launch_undone', input.campaignId, { by: input.actor });
  });
  return { state: 'draft' };
}

const begun = (name: string): EngineError =>
  new EngineError('conflict', 'launch_not_undoable', `Campaign "${name}" has begun: its launch stands.`, {
    repair: 'Pause it: no dial begins later than 2 s after that. Or cancel it, for good.',
  });
