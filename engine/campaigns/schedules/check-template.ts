import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { EngineError } from '../../error.ts';
import { findRun, refuseForState } from '../find-run.ts';
import { GONE_STATES } from '../take-list.ts';

/**
 * Refuses a campaign that no start could copy. Throws EngineError `unknown_campaign`, `campaign_cancelled`, `no_list`,
 * `template_has_dates`.
 */
export async function checkTemplate(db: Pick<Queryable, 'execute'>, campaignId: string): Promise<void> {
  const run = await findRun(db, campaignId);
  if (run.state === 'cancelled') throw refuseForState('repeat', run);
  const found = await firstRow<{ settings: CampaignSettings; lists: number }>(
    db,
    sql`select c.settings, (select count(*) from imports i where i.campaign_id = c.id and i.purpose = 'contacts'
          and i.state <> all(${sql.param([...GONE_STATES])}::text[]))::int as lists
        from campaigns c where c.id = ${campaignId}`,
  );
  if (!found?.lists) {
    throw new EngineError('conflict', 'no_list', `The campaign "${run.name}" has no list of contacts to repeat.`, {
      repair: 'Import a list and attach it.',
    });
  }
  if (found.settings.startsAtMs === null && found.settings.endsAtMs === null) return;
  throw new EngineError(
    'invalid',
    'template_has_dates',
    `The campaign "${run.name}" starts or ends at a fixed time, which each of its repetitions would copy.`,
    { repair: 'Take its start and end back; "expires after" bounds how long each one lasts.' },
  );
}
