import type { Queryable } from '../../../db/client.ts';
import { findRun, refuseForState } from '../../campaigns/find-run.ts';
import { EngineError } from '../../error.ts';
import type { Purpose, Wanted } from './lock-draft.ts';

/**
 * Refuses a campaign that cannot take a list (or lose the people of a stop list). Throws EngineError
 * `unknown_campaign`, `campaign_cancelled`, `campaign_completed`, `campaign_needed`, `programme_needed`.
 */
export async function checkCampaignOfList(
  db: Pick<Queryable, 'execute'>,
  list: { campaignId: string | null; purpose: Purpose; wanted: Wanted },
): Promise<void> {
  if (list.campaignId === null) {
    if (list.purpose !== 'stop' || list.wanted !== 'commit') return;
    throw new EngineError(
      'invalid',
      'campaign_needed',
      'A stop list takes its people out of a campaign, and none is named.',
      {
        repair: 'Name the campaign.',
      },
    );
  }
  if (list.purpose === 'appointments') {
    throw new EngineError('invalid', 'programme_needed', 'Appointments belong to a programme, not to a campaign.', {
      repair: 'Leave the campaign out.',
    });
  }
  const run = await findRun(db, list.campaignId);
  if (run.state === 'cancelled' || run.state === 'completed') {
    throw refuseForState(list.purpose === 'stop' ? 'take people out of' : 'add a list to', run);
  }
}
