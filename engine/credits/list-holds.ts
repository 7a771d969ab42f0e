import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { runsOfCampaign } from '../counting/count-sql.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page } from '../reading/page.ts';
import { allOf, when } from '../reading/where.ts';
import type { EntryFilter, EntryView } from './list-entries.ts';
import { campaignOfAttempt } from './of-attempt.ts';

/** `hold`: what is held at this moment. `release`: what holds that are over left unspent. */
export type HoldKind = 'hold' | 'release';

/**
 * Holds and releases, the newest call first. Neither is a line of the ledger: a hold is an open attempt's, a release is
 * what had been held less what was settled of it. A call that cost nothing has a release and no line. The sum of what is
 * held is the `heldMicros` of the balances.
 */
export async function listHolds(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: EntryFilter & { kind: HoldKind },
): Promise<Page<EntryView>> {
  const [from, to] = filter.kind === 'hold' ? ['available', 'held'] : ['held', 'available'];
  const found = await rows<EntryView & { attemptId: string }>(
    deps.readDb,
    sql`
      with page as materialized (
        select a.id, a.account_id, a.contact_id, h.* from ${filter.kind === 'hold' ? HELD : RELEASED}
        where ${whereHolds(filter)} order by a.id desc limit ${fetchLimit(filter)}
      )
      select null::bigint as id, p.amount as "amountMicros", ${filter.kind} as kind,
        ${filter.campaignId === undefined ? sql`p.account_id` : sql`null::uuid`} as "accountId",
        ${filter.campaignId ?? null}::uuid as "campaignId", ${from} as from, ${to} as to, p.id as "attemptId",
        o.campaign_id as "ofCampaignId", o.name as "ofCampaignName", o.programme_id as "ofProgrammeId",
        p.contact_id as "contactId", p.held as "heldMicros", p.released as "releasedMicros", null::bigint as "balanceMicros",
        null as note, 'system' as "createdBy", ${iso(sql`p.at`)} as "createdAt"
      from page p, lateral (${campaignOfAttempt(sql`p.id`)}) o
      order by p.id desc`,
  );
  return toPage(found, filter, ({ attemptId }) => attemptId);
}

const HELD = sql`open_attempts open join attempts a on a.id = open.attempt_id and open.hold_micros > 0,
  lateral (select open.hold_micros as amount, open.hold_micros as held, null::bigint as released, a.created_at as at) h`;

/** An account's lines alone: a budget pays the same once more. */
const RELEASED = sql`attempts a left join lateral (
    select sum(l.amount_micros)::bigint as micros, min(l.created_at) as at
    from ledger_entries l join credit_accounts f on f.id = l.from_account and f.account_id is not null
    where l.attempt_id = a.id and l.kind in ('settle', 'presumed')
  ) settled on true,
  lateral (
    select a.hold_micros - coalesce(settled.micros, 0) as amount, a.hold_micros as held,
      a.hold_micros - coalesce(settled.micros, 0) as released,
      coalesce(settled.at, a.voided_at, a.ended_at, a.disposed_at, a.sent_at, a.created_at) as at
  ) h`;

function whereHolds({ kind, accountId, campaignId, ofCampaign, attemptId, cursor }: EntryFilter): SQL {
  const { account, run } =
    kind === 'hold'
      ? { account: sql`open.account_id`, run: sql`open.run_id` }
      : { account: sql`a.account_id`, run: sql`a.run_id` };
  return allOf(
    kind === 'hold'
      ? undefined
      : sql`h.amount > 0 and not exists (select from open_attempts o where o.attempt_id = a.id and o.hold_micros > 0)`,
    when(cursor, (id) => sql`a.id < ${id}::uuid`),
    when(accountId, (id) => sql`${account} = ${id}`),
    // As its lines: it has some when it has purses of its own.
    when(
      campaignId,
      (id) => sql`${run} = any(array(select q.id from runs q where q.campaign_id = ${id}
        and exists (select from credit_accounts c where c.campaign_id = q.campaign_id)))`,
    ),
    when(ofCampaign, (id) => sql`${run} = any(${runsOfCampaign(sql`${id}`)})`),
    when(attemptId, (id) => sql`a.id = ${id}`),
  );
}
