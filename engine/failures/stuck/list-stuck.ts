import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AttemptState } from '../../../domain/attempt-state.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { checkScope } from '../scope.ts';
import { countStuck, stuckAttempts, type StuckCount, type StuckFilter } from './count-stuck.ts';
import { shownCampaign } from '../../trying/shown-campaign.ts';

export interface StuckAttempt {
  attemptId: string;
  campaignId: string;
  campaignName: string;
  accountId: string;
  contactId: number;
  phone: string;
  channel: Channel;
  state: Extract<AttemptState, 'SENDING' | 'ACCEPTED' | 'UNKNOWN'>;
  providerRef: string | null;
  sentAt: string | null;
  /** When it last said something. */
  lastEventAt: string;
  /** How long it may rightly be silent. */
  stuckAfterSeconds: number;
  /** How often the provider was asked, and when it is asked next by itself. */
  asked: number;
  nextAskAt: string;
}

/** Open attempts that should have said something by now, by their age. Throws EngineError `unknown_campaign`. */
export async function listStuck(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: StuckFilter & PageInput,
): Promise<Page<StuckAttempt> & StuckCount> {
  await checkScope(deps.readDb, filter);
  const columns = sql`
    a.id as "attemptId", ${shownCampaign(sql`c.settings`, sql`r.campaign_id`)} as "campaignId", c.name as "campaignName", a.account_id as "accountId",
    a.contact_id as "contactId", '+' || a.phone as phone, a.channel, a.state, a.provider_ref as "providerRef",
    ${iso(sql`a.sent_at`)} as "sentAt", o.checks as asked, ${iso(sql`o.check_at`)} as "nextAskAt"`;
  const found = await rows<StuckAttempt>(
    deps.readDb,
    sql`select "attemptId", "campaignId", "campaignName", "accountId", "contactId", phone, channel, state, "providerRef", "sentAt",
          ${iso(sql`last_at`)} as "lastEventAt", stuck_after as "stuckAfterSeconds", asked, "nextAskAt"
        from (${stuckAttempts(filter, columns)}) found
        where ${filter.cursor === undefined ? sql`true` : sql`"attemptId" > ${filter.cursor}::uuid`}
        order by "attemptId" limit ${fetchLimit(filter)}`,
  );
  return { ...(await countStuck(deps.readDb, filter)), ...toPage(found, filter, ({ attemptId }) => attemptId) };
}
