import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { isTerminal, type ContactState } from '../../../domain/contact-state.ts';
import type { RuleName } from '../../../domain/explain/rule-look.ts';
import {
  accountRule,
  breakerRule,
  campaignRule,
  installationRule,
  paceRule,
} from '../../../domain/explain/stop-rules.ts';
import { findRun } from '../../campaigns/find-run.ts';
import type { EngineDeps } from '../../deps.ts';
import { accountAt, installationAt, runAt, settingsAt } from './histories-at.ts';
import { readHistories } from './read-histories.ts';

/** Contacts for which the same holds now. `code` is that of an explanation. */
export interface ReasonCount {
  code: string;
  /** Their states, as the campaign's progress counts them. */
  state: ContactState;
  contacts: number;
  /** The first and last instant at which something changes for them by itself; null = it does not. */
  nextAt: string | null;
  lastAt: string | null;
}

export interface CampaignReasons {
  campaignId: string;
  name: string;
  /** Whose hidden campaign it is; its contacts are messages of appointments then. */
  programme: { id: string; name: string } | null;
  at: string;
  /** What is in the way of everybody: stops, a pause, the breaker of an account, slots or credit. */
  blocks: { rule: RuleName; evidence: string; whatWouldChange: string | null }[];
  contacts: number;
  /** Most contacts first; they sum to `contacts`. */
  reasons: ReasonCount[];
}

/** More reasons than that and the least are summed up as `other`. */
const MOST_REASONS = 200;

type Wait = 'early' | 'window' | 'put_off' | 'turn';
interface Counted {
  state: ContactState;
  reason: string | null;
  tried: boolean;
  /** A step before it was tried. */
  follows: boolean;
  waits: Wait | null;
  contacts: number;
  firstMs: number | null;
  lastMs: number | null;
}

/** Why the contacts of a campaign, also of a programme's hidden one, wait or are finished, counted. Throws EngineError `unknown_campaign`. */
export async function campaignReasons(
  deps: Pick<EngineDeps, 'readDb' | 'law'>,
  input: { campaignId: string },
): Promise<CampaignReasons> {
  const { runId, name, programme } = await findAnyRun(deps, input.campaignId);
  const [histories, counted] = await Promise.all([readHistories(deps, [input.campaignId]), count(deps, runId)]);
  const reasons = sumUp(counted.map(toReason));
  return {
    campaignId: input.campaignId,
    name,
    programme,
    at: new Date(histories.nowMs).toISOString(),
    blocks: blocksOf(histories, input.campaignId),
    contacts: counted.reduce((sum, { contacts }) => sum + contacts, 0),
    reasons,
  };
}

async function findAnyRun(
  deps: Pick<EngineDeps, 'readDb'>,
  campaignId: string,
): Promise<{ runId: string; name: string; programme: { id: string; name: string } | null }> {
  const programme = await firstRow<{ runId: string; id: string; name: string }>(
    deps.readDb,
    sql`select run_id as "runId", id, name from programmes where campaign_id = ${campaignId}`,
  );
  if (!programme) return { ...(await findRun(deps.readDb, campaignId)), programme: null };
  const { runId, id, name } = programme;
  return { runId, name, programme: { id, name } };
}

function blocksOf(histories: Awaited<ReturnType<typeof readHistories>>, campaignId: string): CampaignReasons['blocks'] {
  const campaign = histories.campaigns.get(campaignId);
  if (!campaign) return [];
  const accounts = [...new Set(campaign.settings.steps.map(({ accountId }) => accountId))].flatMap(
    (accountId) => histories.accounts.get(accountId) ?? [],
  );
  const run = runAt(campaign, null);
  return [
    installationRule({ installation: installationAt(histories, null) }),
    ...accounts.flatMap((history) => {
      const account = accountAt(history, null);
      return [accountRule({ account }), breakerRule({ account })];
    }),
    campaignRule({ run, settings: settingsAt(campaign, null) }),
    paceRule({ isNow: true, run, blockedReason: campaign.blockedReason }),
  ]
    .filter(({ verdict }) => verdict === 'forbids' || verdict === 'waits')
    .map(({ rule, evidence, whatWouldChange }) => ({ rule, evidence, whatWouldChange }));
}

/** One statement over all contacts of the run. Windows open on whole minutes, so that these groups stay few. */
async function count(deps: Pick<EngineDeps, 'readDb'>, runId: string): Promise<Counted[]> {
  return await rows(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now), living as (
        select s.state, s.reason, s.attempts_made > 0 as tried, s.last_outcome is not null as follows,
          case when d.contact_id is null then null when d.earliest_at > t.now then 'early' when d.due_at > t.now then 'window'
            when d.try_at > t.now then 'put_off' else 'turn' end as waits,
          greatest(d.due_at, d.try_at) as next
        from t, contact_states s left join due d on d.contact_id = s.contact_id and d.run_id = s.run_id
        where s.run_id = ${runId}
      )
      select state, reason, tried, follows, waits, count(*)::int as contacts, to_ms(min(next)) as "firstMs", to_ms(max(next)) as "lastMs"
      from living
      group by state, reason, tried, follows, waits, case when waits = 'window' then date_trunc('minute', next) end
      order by contacts desc`,
  );
}

function toReason({ state, reason, tried, follows, waits, contacts, firstMs, lastMs }: Counted): ReasonCount {
  const isoOf = (ms: number | null): string | null =>
    ms === null || waits === 'turn' ? null : new Date(ms).toISOString();
  const code = (): string => {
    if (isTerminal(state)) return reason ?? state;
    if (state === 'in_flight') return 'in_flight';
    if (waits === null) return 'waits_for_plan';
    // Whoever was put off by a full cap carries its name until the next try.
    if (waits !== 'turn' && (reason === 'person_cap' || reason === 'person_taken')) return reason;
    if (waits === 'early') return tried ? 'waits_for_retry' : follows ? 'waits_for_follow_up' : 'waits_for_its_time';
    if (waits === 'window') return 'waits_for_window';
    return waits === 'put_off' ? 'person_taken' : 'waits_for_turn';
  };
  return { code: code(), state, contacts, nextAt: isoOf(firstMs), lastAt: isoOf(lastMs) };
}

/** Alike ones as one, except windows that open at different times. */
function sumUp(all: readonly ReasonCount[]): ReasonCount[] {
  const byKey = new Map<string, ReasonCount>();
  for (const each of all) {
    const key = `${each.state}|${each.code}|${each.code === 'waits_for_window' ? each.nextAt : ''}`;
    const known = byKey.get(key);
    byKey.set(key, known ? joined(known, each) : each);
  }
  const sorted = [...byKey.values()].sort((a, b) => b.contacts - a.contacts);
  const rest = sorted.slice(MOST_REASONS);
  const [first] = rest;
  return first ? [...sorted.slice(0, MOST_REASONS), rest.slice(1).reduce(joined, { ...first, code: 'other' })] : sorted;
}

const joined = (a: ReasonCount, b: ReasonCount): ReasonCount => ({
  ...a,
  contacts: a.contacts + b.contacts,
  nextAt: [a.nextAt, b.nextAt].filter((at) => at !== null).sort()[0] ?? null,
  lastAt:
    [a.lastAt, b.lastAt]
      .filter((at) => at !== null)
      .sort()
      .at(-1) ?? null,
});
