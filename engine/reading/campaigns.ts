import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import { TERMINAL_CONTACT_STATES } from '../../domain/contact-state.ts';
import { unknownCampaign, type RunState } from '../campaigns/find-run.ts';
import { runsOfCampaign } from '../counting/count-sql.ts';
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
  /** Of its steps, in their order. */
  channels: Channel[];
  /** Contacts by state; states without one are left out. */
  byState: Record<string, number>;
  /** Of all its attempts, those of its retries too. */
  spentMicros: number;
  budgetMicros: number | null;
  currency: string;
}

export interface CampaignDetail extends CampaignView {
  settings: CampaignSettings;
  imports: { id: string; fileName: string; state: string; acceptedRows: number }[];
}

const COLUMNS = sql`
  c.id, r.id as "runId", c.name, r.state, counted.contacts, counted.done as "contactsDone",
  r.paused_reason as "pausedReason", r.paused_by as "pausedBy", ${iso(sql`r.paused_at`)} as "pausedAt",
  ${BLOCKED_REASON} as "blockedReason", c.created_by as "createdBy", ${iso(sql`c.created_at`)} as "createdAt",
  ${iso(sql`r.launched_at`)} as "launchedAt", ${iso(sql`r.ended_at`)} as "endedAt",
  (select jsonb_agg(step -> 'channel' order by place)
    from jsonb_array_elements(c.settings -> 'steps') with ordinality as steps (step, place)) as channels,
  counted.by_state as "byState", paid.micros as "spentMicros", (c.settings ->> 'budgetMicros')::bigint as "budgetMicros",
  coalesce((select a.currency from provider_accounts a
    where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), 'USD') as currency`;

const SOURCE = sql`
  campaigns c
  join runs r on r.campaign_id = c.id and r.kind = 'campaign',
  lateral (
    select coalesce(sum(k.n), 0)::int as contacts,
      coalesce(sum(k.n) filter (where k.key = any(${sql.param(TERMINAL_CONTACT_STATES)}::text[])), 0)::int as done,
      coalesce(jsonb_object_agg(k.key, k.n) filter (where k.n > 0), '{}') as by_state
    from (select key, sum(n)::int as n from live_counts where run_id = r.id and what = 'contact' group by key) k
  ) counted,
  lateral (
    select coalesce(sum(k.micros), 0)::bigint as micros from live_counts k
    where k.run_id = any(${runsOfCampaign(sql`c.id`)}) and k.what = 'attempt'
  ) paid`;

type CampaignSort = 'created' | 'name' | 'contacts' | 'spent' | 'launched';

const SORTED_BY: Record<CampaignSort, SQL> = {
  created: sql`c.id`,
  name: sql`lower(c.name)`,
  contacts: sql`counted.contacts`,
  spent: sql`paid.micros`,
  launched: sql`r.launched_at`,
};

export interface CampaignFilter extends PageInput {
  states?: readonly RunState[] | undefined;
  /** A part of the name, or the id. */
  q?: string | undefined;
  sort?: CampaignSort | undefined;
  direction?: 'asc' | 'desc' | undefined;
}

/** Campaigns, newest first where nothing else is asked for. The cursor is a place in the list: there are hundreds, not millions. */
export async function listCampaigns(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: CampaignFilter = {},
): Promise<Page<CampaignView>> {
  const { sort = 'created', direction = 'desc' } = filter;
  const offset = Number(filter.cursor ?? 0);
  const where: SQL = allOf(
    when(filter.states, (states) => sql`r.state = any(${sql.param([...states])}::text[])`),
    when(filter.q, (q) => sql`(c.name ilike ${`%${q.replace(/[\\%_]/g, String.raw`\$&`)}%`} or c.id::text = ${q})`),
  );
  const order = direction === 'asc' ? sql`asc nulls first` : sql`desc nulls last`;
  const found = await rows<CampaignView>(
    deps.readDb,
    sql`
      select ${COLUMNS} from ${SOURCE} where ${where}
      order by ${SORTED_BY[sort]} ${order}, c.id desc limit ${fetchLimit(filter)} offset ${offset}`,
  );
  return toPage(found, filter, () => offset + Math.min(found.length, fetchLimit(filter) - 1));
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
