import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { TERMINAL_CONTACT_STATES } from '../../domain/contact-state.ts';
import { unknownCampaign, type RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { BLOCKED_REASON } from './blocked-reason.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import { allOf, when } from './where.ts';

export interface CampaignView {
  id: string;
  runId: string;
  name: string;
  state: RunState;
  contacts: number;
  contactsDone: number;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: string | null;
  blockedReason: string | null;
  createdBy: string;
  createdAt: string;
  launchedAt: string | null;
  endedAt: string | null;
}

export interface CampaignDetail extends CampaignView {
  settings: CampaignSettings;
  imports: { id: string; fileName: string; state: string; acceptedRows: number }[];
}

const COLUMNS = sql`
  c.id, r.id as "runId", c.name, r.state, counted.contacts, counted.done as "contactsDone",
  r.paused_reason as "pausedReason", r.paused_by as "pausedBy", ${iso(sql`r.paused_at`)} as "pausedAt",
  ${BLOCKED_REASON} as "blockedReason", c.created_by as "createdBy", ${iso(sql`c.created_at`)} as "createdAt",
  ${iso(sql`r.launched_at`)} as "launchedAt", ${iso(sql`r.ended_at`)} as "endedAt"`;

const SOURCE = sql`
  campaigns c
  join runs r on r.campaign_id = c.id and r.kind = 'campaign',
  lateral (
    select coalesce(sum(k.n), 0)::int as contacts,
      coalesce(sum(k.n) filter (where k.key = any(${sql.param(TERMINAL_CONTACT_STATES)}::text[])), 0)::int as done
    from live_counts k where k.run_id = r.id and k.what = 'contact'
  ) counted`;

/** Campaigns, newest first. */
export async function listCampaigns(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { state?: RunState | undefined } & PageInput = {},
): Promise<Page<CampaignView>> {
  const where: SQL = allOf(
    when(filter.state, (state) => sql`r.state = ${state}`),
    when(filter.cursor, (cursor) => sql`c.id < ${cursor}`),
  );
  const found = await rows<CampaignView>(
    deps.readDb,
    sql`select ${COLUMNS} from ${SOURCE} where ${where} order by c.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (campaign) => campaign.id);
}

/** One campaign with its settings and lists. Throws EngineError `unknown_campaign`. */
export async function getCampaign(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { campaignId: string },
): Promise<CampaignDetail> {
  const [campaign] = await rows<CampaignDetail>(
    deps.readDb,
    sql`
      select ${COLUMNS}, c.settings,
        coalesce((
          select jsonb_agg(jsonb_build_object(
            'id', i.id, 'fileName', i.file_name, 'state', i.state, 'acceptedRows', i.accepted_rows) order by i.id)
          from imports i where i.campaign_id = c.id), '[]') as imports
      from ${SOURCE} where c.id = ${input.campaignId}`,
  );
  if (!campaign) throw unknownCampaign(input.campaignId);
  return campaign;
}
