import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';

export type RunState = 'draft' | 'running' | 'paused' | 'cancelled' | 'completed';

export interface CampaignRun {
  runId: string;
  name: string;
  state: RunState;
}

export const unknownCampaign = (campaignId: string): EngineError =>
  new EngineError('not_found', 'unknown_campaign', `There is no campaign ${campaignId}.`, {
    repair: 'List the campaigns to find its id.',
  });

/** The campaign's own run. Throws EngineError `unknown_campaign`. */
export async function findRun(db: Pick<Queryable, 'execute'>, campaignId: string): Promise<CampaignRun> {
  const run = await firstRow<CampaignRun>(
    db,
    sql`
      select r.id as "runId", c.name, r.state
      from campaigns c join runs r on r.campaign_id = c.id and r.kind = 'campaign'
      where c.id = ${campaignId}`,
  );
  if (!run) throw unknownCampaign(campaignId);
  return run;
}

const REFUSALS: Record<RunState, { code: string; words: string; repair: string }> = {
  draft: { code: 'campaign_not_launched', words: 'has not been launched', repair: 'Launch it first.' },
  running: {
    code: 'campaign_already_launched',
    words: 'was launched already and is running',
    repair: 'Nothing to do.',
  },
  paused: { code: 'campaign_paused', words: 'was launched already and is paused', repair: 'Resume it.' },
  cancelled: {
    code: 'campaign_cancelled',
    words: 'is cancelled, for good',
    repair: 'Create a new campaign; the export of this one lists who was not reached.',
  },
  completed: {
    code: 'campaign_completed',
    words: 'is completed: every contact has its result',
    repair: 'Create a new campaign for another round.',
  },
};

/** The answer to an action that the campaign's state does not allow. */
export function refuseForState(action: string, run: Pick<CampaignRun, 'name' | 'state'>): EngineError {
  const { code, words, repair } = REFUSALS[run.state];
  return new EngineError('conflict', code, `Cannot ${action} campaign "${run.name}": it ${words}.`, {
    repair,
    details: { state: run.state },
  });
}
