import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { campaignHeld } from '../../consent/holding.ts';
import type { EngineDeps } from '../../deps.ts';
import { numbersOf, personOf } from '../../dialing/person-numbers.ts';

/** Above this many the list is gone through instead of the suppressions. */
const FEW_SUPPRESSIONS = 20_000;
const PAGE_CONTACTS = 20_000;

/** Contacts of a list lie in one range of ids, both ends included. */
export interface ContactRange {
  firstContactId: number;
  lastContactId: number;
}

/** A list, or a part of it, with the campaign that it belongs to: it decides which "no" leaves nothing of it. */
export interface RangeOfList extends ContactRange {
  campaignId: string | null;
}

/**
 * Of contacts that some "no" may be of (`found`: id and phone), those of whom nothing is left: in a campaign, every
 * step is held by one "no" or another; without one, a "no" to everything. What holds a part is for planner and gate.
 */
function heldAmong(found: SQL, { campaignId }: RangeOfList): SQL {
  const numbers = numbersOf(personOf(sql`g.phone`));
  const toAll = sql`exists (select from suppressions held where held.phone = any(${numbers}) and held.lifted_at is null
    and held.purpose = '' and held.channel = '')`;
  if (campaignId === null) return sql`select distinct g.id from (${found}) g where ${toAll}`;
  return sql`select distinct g.id from (${found}) g, (select settings from campaigns where id = ${campaignId}) campaign
    where ${campaignHeld(numbers, sql`campaign.settings`)}`;
}

/**
 * Contacts of a list whose person has said no on any number, found from the side of those who said it. Null = so many
 * did that the list is the shorter side: go through it with `suppressedInRange`.
 */
export async function suppressedByFew(deps: Pick<EngineDeps, 'db'>, range: RangeOfList): Promise<number[] | null> {
  const known = await firstRow<{ count: number }>(
    deps.db,
    sql`select count(*)::int as count from (select from suppressions where lifted_at is null limit ${FEW_SUPPRESSIONS + 1}) s`,
  );
  const count = known?.count ?? 0;
  if (count === 0) return [];
  if (count > FEW_SUPPRESSIONS) return null;
  const inList = (id: SQL): SQL => sql`${id} between ${range.firstContactId} and ${range.lastContactId}`;
  const found = await rows<{ id: number }>(
    deps.db,
    sql`with said as materialized (
          select phone from suppressions where lifted_at is null
        ), numbers as materialized (
          select phone from said
          union select shared.phone from said join person_phones p on p.phone = said.phone
            join person_phones shared on shared.person_id = p.person_id
        )
        ${heldAmong(
          sql`select c.id, c.phone from numbers x join contacts c on c.phone = x.phone where ${inList(sql`c.id`)}
            union select n.contact_id, c.phone from numbers x join contact_phones n on n.phone = x.phone
              join contacts c on c.id = n.contact_id where ${inList(sql`n.contact_id`)}`,
          range,
        )}`,
  );
  return found.map(({ id }) => id);
}

/** The same, contact by contact: for a part of a list at a time. */
export async function suppressedInRange(deps: Pick<EngineDeps, 'db'>, range: RangeOfList): Promise<number[]> {
  const found = await rows<{ id: number }>(
    deps.db,
    // Subqueries inside subqueries instead of joins: each is one probe of an index, whatever the statistics say of a list
    // that was written a moment ago. Further numbers of a contact share its person.
    // The scope of a "no" is asked of the few alone that have one.
    heldAmong(
      sql`select id, phone from contacts c where id between ${range.firstContactId} and ${range.lastContactId} and (
          (select true from suppressions s where s.phone = c.phone and s.lifted_at is null limit 1)
          or (select true from person_phones shared
            where shared.person_id = (select p.person_id from person_phones p where p.phone = c.phone)
              and (select true from suppressions s where s.phone = shared.phone and s.lifted_at is null limit 1) limit 1))
          offset 0`,
      range,
    ),
  );
  return found.map(({ id }) => id);
}

/** How many contacts of a list will not be dialled. Costs the smaller of the two: the suppressions, or the list. */
export async function countSuppressed(deps: Pick<EngineDeps, 'db'>, range: RangeOfList): Promise<number> {
  const few = await suppressedByFew(deps, range);
  if (few) return few.length;
  const end = await firstRow<{ id: number | null }>(
    deps.db,
    sql`select max(id) as id from contacts where id between ${range.firstContactId} and ${range.lastContactId}`,
  );
  let count = 0;
  for (let first = range.firstContactId; first <= (end?.id ?? -1); first += PAGE_CONTACTS) {
    const page = { ...range, firstContactId: first, lastContactId: first + PAGE_CONTACTS - 1 };
    count += (await suppressedInRange(deps, page)).length;
  }
  return count;
}
