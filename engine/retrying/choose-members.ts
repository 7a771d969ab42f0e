import { sql, type SQL } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { describeCause, KNOWN_CAUSES } from '../../domain/cause.ts';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import { RANG } from '../../domain/retries/rang.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { suppressionHolds } from '../consent/holding.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { whichContacts } from '../failures/which-contacts.ts';

/** What one plan may take: its list is frozen in one transaction. */
export const MOST_MEMBERS = 250_000;

const NEVER = KNOWN_CAUSES.filter((code) => describeCause(code).class === 'never');

/** Each batch is a statement of its own: one for all would run into the time that a statement may take. */
const BATCH = 10_000;

/** Freezes who matches now, each with what keeps it from being dialled. Answers how many; one more than allowed = too many. */
export async function chooseMembers(
  tx: Transaction,
  input: {
    retryId: string;
    filter: FailureFilter;
    places: PlaceBook;
    settings: CampaignSettings;
    options: RetryOptions;
  },
): Promise<number> {
  let total = 0;
  for (let after: number | null = -1; after !== null && total <= MOST_MEMBERS;) {
    const batch = await chooseBatch(tx, input, after);
    total += batch.count;
    after = batch.count < BATCH ? null : batch.last;
  }
  return total;
}

async function chooseBatch(
  tx: Transaction,
  { retryId, filter, places, settings, options }: Parameters<typeof chooseMembers>[1],
  after: number,
): Promise<{ count: number; last: number | null }> {
  const chosen = await firstRow<{ count: number; last: number | null }>(
    tx,
    sql`with matching as materialized (
          ${whichContacts(filter, places)} and s.contact_id > ${after} order by s.contact_id limit ${BATCH}
        ), members as (
          insert into run_members (retry_id, contact_id, status, exclusion, step, changed_at, state_before, reason_before, step_before,
            attempts_before, outcome_before, cause_before)
          select ${retryId}, s.contact_id, case when x.exclusion is null then 'planned' else 'excluded' end, x.exclusion,
            s.step, s.changed_at, s.state, s.reason, s.step, s.attempts_made, s.last_outcome, s.last_cause
          from matching m join contact_states s on s.contact_id = m.contact_id join contacts c on c.id = s.contact_id,
            lateral (select ${numbersOf(personOf(sql`c.phone`))} as numbers offset 0) person,
            lateral (select ${exclusion(settings, options)} as exclusion offset 0) x
        )
        select count(*)::int as count, max(contact_id)::double precision as last from matching`,
  );
  return chosen ?? { count: 0, last: null };
}

/** The first reason that holds, the most final first. */
function exclusion(settings: CampaignSettings, options: RetryOptions): SQL {
  const channels = sql`${sql.param(settings.steps.map((step) => step.channel))}::text[]`;
  const limits = sql`${sql.param(settings.steps.map((step) => step.maxAttempts ?? settings.maxAttempts))}::integer[]`;
  const held = suppressionHolds(sql`person.numbers`, sql`${settings.purpose}::text`, sql`(${channels})[s.step + 1]`);
  return sql`case
    when exists (${held}) then 'opted_out'
    when s.cause = any(${sql.param(NEVER)}::text[]) then 'never_retry'
    when s.state = 'parked' then 'parked'
    when s.contact_id in (select o.contact_id from run_members o where o.status in ('queued', 'waiting')) then 'in_other_retry'
    when s.step >= ${settings.steps.length} then 'no_more_steps'
    when ${options.overrideMaxAttempts !== true} and s.attempts_made >= (${limits})[s.step + 1]
      and (select count(*) from attempts a where a.contact_id = s.contact_id and a.step = s.step
        and a.outcome = any(${sql.param([...RANG])}::text[])) >= (${limits})[s.step + 1] then 'out_of_attempts'
  end`;
}
