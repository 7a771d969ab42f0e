import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { readNowMs } from '../read-now.ts';
import { allOf, when } from '../reading/where.ts';
import { asksOfAttempt, LAST_ATTEMPT, ofLastAttempt } from './last-attempt.ts';
import type { FailedContactFilter } from './list-contacts.ts';
import { checkScope } from './scope.ts';

export interface CountedContacts {
  at: string;
  contacts: number;
  /** With the most contacts first. */
  campaigns: { id: string; name: string; kind: 'campaign' | 'programme'; contacts: number }[];
}

/** More are not looked at one by one for a number that somebody reads. */
const MOST_LOOKED_AT = 250_000;

/**
 * How many contacts a list of failures would show, by campaign: what "all that match" means before it is acted upon.
 * Throws EngineError `unknown_campaign`, `unknown_country`, `too_many_to_count` where an attempt's detail is asked of very
 * many.
 */
export async function countFailedContacts(
  deps: Pick<EngineDeps, 'readDb' | 'places'>,
  filter: FailedContactFilter,
): Promise<CountedContacts> {
  const db = deps.readDb;
  await checkScope(db, filter);
  const where = allOf(
    sql`s.cause = ${filter.cause} and s.cause is not null`,
    filter.resolved === true ? sql`s.resolution_id is not null` : sql`s.resolution_id is null`,
    when(
      filter.campaignId,
      (id) =>
        sql`s.run_id in (select r.id from runs r where r.campaign_id = ${id} and r.kind in ('campaign', 'programme'))`,
    ),
  );
  const asks = asksOfAttempt(filter);
  const looked = asks ? sql`limit ${MOST_LOOKED_AT + 1}` : sql``;
  const found = await rows<{
    id: string;
    name: string;
    kind: 'campaign' | 'programme';
    contacts: number;
    looked: number;
  }>(
    db,
    sql`with looked as materialized (select s.contact_id, s.run_id from contact_states s where ${where} ${looked})
        select k.id, k.name, r.kind, f.contacts, (select count(*)::int from looked) as looked
        from (
          select s.run_id, count(*)::int as contacts from looked s ${asks ? sql`left join ${LAST_ATTEMPT}` : sql``}
          where ${ofLastAttempt(filter, deps.places)} group by s.run_id
        ) f join runs r on r.id = f.run_id join campaigns k on k.id = r.campaign_id
        order by f.contacts desc, k.name`,
  );
  if (asks && (found[0]?.looked ?? 0) > MOST_LOOKED_AT) {
    throw new EngineError('invalid', 'too_many_to_count', 'Too many contacts failed so to count those that match.', {
      repair: 'Choose one campaign.',
    });
  }
  return {
    at: new Date(await readNowMs(db)).toISOString(),
    contacts: found.reduce((sum, { contacts }) => sum + contacts, 0),
    campaigns: found.map(({ looked: _looked, ...campaign }) => campaign),
  };
}
