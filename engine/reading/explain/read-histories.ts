import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { BreakerThen } from '../../../domain/explain/facts.ts';
import type { EngineDeps } from '../../deps.ts';
import type { RunState } from '../../campaigns/find-run.ts';
import { BLOCKED_REASON } from '../blocked-reason.ts';

/** One line of the audit trail that stopped something or let it go on. Oldest first. */
export interface Turned {
  subject: string;
  action: string;
  actor: string;
  reason: string | null;
  replanned: boolean;
  atMs: number;
}

export interface CampaignHistory {
  campaignId: string;
  name: string;
  /** Null = it is no hidden campaign of a programme. */
  programme: { id: string; name: string } | null;
  runId: string;
  createdAtMs: number;
  state: RunState;
  policyVersion: number;
  pausedAtMs: number | null;
  pausedBy: string | null;
  pausedReason: string | null;
  endedAtMs: number | null;
  blockedReason: string | null;
  /** As they are today. */
  settings: CampaignSettings;
  /** Oldest first; empty = no version was written. */
  versions: { version: number; settings: CampaignSettings; fromMs: number }[];
  turned: Turned[];
}

export interface AccountHistory {
  accountId: string;
  name: string;
  providerQueueSeconds: number;
  stoppedAtMs: number | null;
  stoppedReason: string | null;
  breaker: BreakerThen;
  turned: Turned[];
}

export interface Histories {
  nowMs: number;
  installation: {
    stoppedAtMs: number | null;
    stoppedBy: string | null;
    stoppedReason: string | null;
    turned: Turned[];
  };
  campaigns: ReadonlyMap<string, CampaignHistory>;
  accounts: ReadonlyMap<string, AccountHistory>;
  /** Since when the rule files of today are in use; null = no decision was made under them yet. */
  lawSinceMs: number | null;
}

/** What stopped and started whole campaigns, accounts and the installation: few rows, for many contacts. */
export async function readHistories(
  deps: Pick<EngineDeps, 'readDb' | 'law'>,
  campaignIds: readonly string[],
): Promise<Histories> {
  const campaigns = await readCampaigns(deps, campaignIds);
  const settings = campaigns.flatMap((campaign) => [
    campaign.settings,
    ...campaign.versions.map((version) => version.settings),
  ]);
  const accountIds = [...new Set(settings.flatMap(({ steps }) => steps.map(({ accountId }) => accountId)))];
  const subjects = [
    'installation',
    ...accountIds.map((id) => `account:${id}`),
    // Rules that were replaced make every plan stale.
    'rules',
    ...campaigns.flatMap(subjectsOf),
  ];
  const [turned, accounts, [state]] = await Promise.all([
    readTurned(deps, subjects),
    readAccounts(deps, accountIds),
    rows<Omit<Histories['installation'], 'turned'> & { nowMs: number; lawSinceMs: number | null }>(
      deps.readDb,
      sql`select to_ms(outdial_now()) as "nowMs", to_ms(stopped_at) as "stoppedAtMs", stopped_by as "stoppedBy",
            stopped_reason as "stoppedReason",
            (select to_ms(min(created_at)) from applied_laws where versions = ${JSON.stringify(deps.law.versions)}::jsonb) as "lawSinceMs"
          from installation`,
    ),
  ]);
  if (!state) throw new Error('the installation has no row');
  const of = (...names: string[]): Turned[] => turned.filter(({ subject }) => names.includes(subject));
  const { nowMs, lawSinceMs, ...installation } = state;
  return {
    nowMs,
    lawSinceMs,
    installation: { ...installation, turned: of('installation') },
    campaigns: new Map(
      campaigns.map((campaign) => [campaign.campaignId, { ...campaign, turned: of('rules', ...subjectsOf(campaign)) }]),
    ),
    accounts: new Map(
      accounts.map((account) => [account.accountId, { ...account, turned: of(`account:${account.accountId}`) }]),
    ),
  };
}

const subjectsOf = ({ campaignId, runId, programme }: Omit<CampaignHistory, 'turned'>): string[] => [
  `campaign:${campaignId}`,
  `run:${runId}`,
  ...(programme ? [`programme:${programme.id}`] : []),
];

async function readCampaigns(
  deps: Pick<EngineDeps, 'readDb'>,
  campaignIds: readonly string[],
): Promise<Omit<CampaignHistory, 'turned'>[]> {
  const ids = sql`${sql.param([...campaignIds])}::uuid[]`;
  const found = await rows<Omit<CampaignHistory, 'turned' | 'versions'>>(
    deps.readDb,
    sql`select c.id as "campaignId", coalesce(p.name, c.name) as name,
          case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as programme, r.id as "runId", to_ms(c.created_at) as "createdAtMs", r.state,
          r.policy_version as "policyVersion", to_ms(r.paused_at) as "pausedAtMs", r.paused_by as "pausedBy",
          r.paused_reason as "pausedReason", to_ms(r.ended_at) as "endedAtMs", ${BLOCKED_REASON} as "blockedReason", c.settings
        from campaigns c join lateral (select * from runs where campaign_id = c.id order by kind in ('campaign', 'programme') desc limit 1) r on true
          left join programmes p on p.run_id = r.id
        where c.id = any(${ids})`,
  );
  const versions = await rows<{ campaignId: string; version: number; settings: CampaignSettings; fromMs: number }>(
    deps.readDb,
    sql`select campaign_id as "campaignId", version, settings, to_ms(created_at) as "fromMs"
        from campaign_versions where campaign_id = any(${ids}) order by campaign_id, version`,
  );
  return found.map((campaign) => ({
    ...campaign,
    versions: versions.filter(({ campaignId }) => campaignId === campaign.campaignId),
  }));
}

async function readTurned(deps: Pick<EngineDeps, 'readDb'>, subjects: readonly string[]): Promise<Turned[]> {
  return await rows(
    deps.readDb,
    sql`select subject, action, actor, reason, coalesce((details ->> 'replanned')::boolean, false) as replanned,
          to_ms(created_at) as "atMs"
        from audit_entries
        where subject = any(${sql.param([...subjects])}::text[]) and action in ('installation.stop', 'installation.start',
          'account.stop', 'account.start', 'campaign.launch', 'campaign.undo_launch', 'campaign.pause', 'campaign.resume', 'campaign.cancel', 'campaign.settings',
            'programme.pause', 'programme.resume', 'programme.change', 'rules.adopt')
        order by id`,
  );
}

async function readAccounts(
  deps: Pick<EngineDeps, 'readDb'>,
  accountIds: readonly string[],
): Promise<Omit<AccountHistory, 'turned'>[]> {
  return await rows(
    deps.readDb,
    sql`select id as "accountId", name, provider_queue_seconds as "providerQueueSeconds", to_ms(stopped_at) as "stoppedAtMs",
          stopped_reason as "stoppedReason",
          jsonb_build_object('state', breaker_state, 'reason', breaker_reason, 'resumeAtMs', to_ms(resume_at)) as breaker
        from provider_accounts where id = any(${sql.param([...accountIds])}::uuid[])`,
  );
}
