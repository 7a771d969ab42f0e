import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { runsOfCampaign } from '../counting/count-sql.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import { badCursor } from '../reading/sorting.ts';
import { allOf, when } from '../reading/where.ts';
import { listHolds, type HoldKind } from './list-holds.ts';
import { campaignOfAttempt } from './of-attempt.ts';
import type { EntryKind } from './post-entries.ts';

export type PurseKind = 'funding' | 'available' | 'spent';

export interface EntryView {
  /** Null = a hold or a release, which are read from the attempt and are no lines. */
  id: number | null;
  amountMicros: number;
  kind: EntryKind | HoldKind;
  /** Whose money moved: exactly one of the two. */
  accountId: string | null;
  campaignId: string | null;
  /** `held` is a part of what is available. */
  from: PurseKind | 'held';
  to: PurseKind | 'held';
  attemptId: string | null;
  /** The campaign of the attempt, whoever's money it was. */
  ofCampaignId: string | null;
  ofCampaignName: string | null;
  /** Where it is the campaign behind a programme of reminders. */
  ofProgrammeId: string | null;
  /** Who was called or texted. */
  contactId: number | null;
  /** What had been held for the attempt that the line settles; null = it settles none. */
  heldMicros: number | null;
  /** What was left of that. What a call cost beyond its hold is the overrun's line. */
  releasedMicros: number | null;
  /** What the owner had after this line; null = it was not asked for. */
  balanceMicros: number | null;
  note: string | null;
  createdBy: string;
  createdAt: string;
}

export interface EntryFilter extends PageInput {
  accountId?: string | undefined;
  /** Lines of a campaign's own purses: it has some when it has a budget or a cap. */
  campaignId?: string | undefined;
  /** Lines of its attempts and those of its retries, whoever's money it was. */
  ofCampaign?: string | undefined;
  attemptId?: string | undefined;
  kind?: EntryKind | HoldKind | undefined;
}

/**
 * Lines of the ledger, newest first. Money moves inside one owner's purses only. `withBalance` adds what the owner had
 * after each line: the balance of now less all later lines, so it costs the more, the further back the page is.
 * Throws EngineError `bad_cursor`.
 */
export async function listEntries(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: EntryFilter & { withBalance?: boolean } = {},
): Promise<Page<EntryView>> {
  const { kind, cursor } = filter;
  const ofHolds = kind === 'hold' || kind === 'release';
  if (cursor !== undefined && cursor.includes('-') !== ofHolds) throw badCursor('the ledger of this kind');
  if (ofHolds) return await listHolds(deps, { ...filter, kind });
  const found = await rows<EntryView & { id: number }>(
    deps.readDb,
    sql`
      with page as materialized (
        select e.id, e.amount_micros, e.kind, f.account_id, f.campaign_id, f.kind as from_kind, t.kind as to_kind, e.attempt_id,
          e.note, e.created_by, e.created_at
        from ledger_entries e
        join credit_accounts f on f.id = e.from_account
        join credit_accounts t on t.id = e.to_account
        where ${whereEntries(filter)}
        order by e.id desc limit ${fetchLimit(filter)}
      ), ${filter.withBalance ? BALANCES : NO_BALANCES}
      select p.id, p.amount_micros as "amountMicros", p.kind, p.account_id as "accountId", p.campaign_id as "campaignId",
        p.from_kind as "from", p.to_kind as "to", p.attempt_id as "attemptId",
        o.campaign_id as "ofCampaignId", o.name as "ofCampaignName", o.programme_id as "ofProgrammeId", o.contact_id as "contactId",
        case when p.kind in ('settle', 'presumed') then o.hold_micros end as "heldMicros",
        case when p.kind in ('settle', 'presumed') then greatest(0, o.hold_micros - p.amount_micros) end as "releasedMicros",
        b.micros as "balanceMicros", p.note, p.created_by as "createdBy", ${iso(sql`p.created_at`)} as "createdAt"
      from page p left join balances b on b.id = p.id left join lateral (${campaignOfAttempt(sql`p.attempt_id`)}) o on true
      order by p.id desc`,
  );
  return toPage(found, filter, (entry) => entry.id);
}

function whereEntries(filter: EntryFilter): SQL {
  return allOf(
    when(filter.cursor, (cursor) => sql`e.id < ${cursor}::bigint`),
    when(filter.accountId, (id) => sql`f.account_id = ${id}`),
    when(filter.campaignId, (id) => sql`f.campaign_id = ${id}`),
    when(filter.attemptId, (id) => sql`e.attempt_id = ${id}`),
    when(filter.kind, (kind) => sql`e.kind = ${kind}`),
    when(
      filter.ofCampaign,
      (id) =>
        sql`exists (select from attempts a where a.id = e.attempt_id and a.run_id = any(${runsOfCampaign(sql`${id}`)}))`,
    ),
  );
}

const NO_BALANCES = sql`balances as (select null::bigint as id, null::bigint as micros where false)`;

/** Every line has the owner's available purse on one of its sides. All later lines are gone through once per purse. */
const BALANCES = sql`
  purses as materialized (
    select c.id, c.account_id, c.campaign_id, c.balance_micros, min(p.id) as first_id
    from page p join credit_accounts c on c.kind = 'available'
      and (c.account_id = p.account_id or c.campaign_id = p.campaign_id)
    group by c.id
  ), balances as (
    select l.id, (u.balance_micros - coalesce(sum(l.micros) over (
      partition by u.id order by l.id desc rows between unbounded preceding and 1 preceding), 0))::bigint as micros
    from purses u, lateral (
      select x.id, -x.amount_micros as micros from ledger_entries x where x.from_account = u.id and x.id >= u.first_id
      union all
      select x.id, x.amount_micros from ledger_entries x where x.to_account = u.id and x.id >= u.first_id
    ) l
  )`;
