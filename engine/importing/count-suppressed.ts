import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

/** Above this many the list is gone through instead of the suppressions. */
const FEW_SUPPRESSIONS = 20_000;
const PAGE_CONTACTS = 20_000;

/**
 * How many contacts of a list, given as its range of ids, will not be dialled because their person has said no on any
 * number. Costs the smaller of the two: the suppressions, or the list.
 */
export async function countSuppressed(
  deps: Pick<EngineDeps, 'db'>,
  range: { firstContactId: number; lastContactId: number },
): Promise<number> {
  const known = await firstRow<{ count: number }>(
    deps.db,
    sql`select count(*)::int as count from (select from suppressions where lifted_at is null limit ${FEW_SUPPRESSIONS + 1}) s`,
  );
  const count = known?.count ?? 0;
  if (count === 0) return 0;
  return count <= FEW_SUPPRESSIONS ? await countFromNos(deps, range) : await countFromList(deps, range);
}

async function countFromNos(
  deps: Pick<EngineDeps, 'db'>,
  { firstContactId, lastContactId }: { firstContactId: number; lastContactId: number },
): Promise<number> {
  const inList = (id: SQL): SQL => sql`${id} between ${firstContactId} and ${lastContactId}`;
  const found = await firstRow<{ count: number }>(
    deps.db,
    sql`with said as materialized (
          select phone from suppressions where lifted_at is null
        ), numbers as materialized (
          select phone from said
          union select shared.phone from said join person_phones p on p.phone = said.phone
            join person_phones shared on shared.person_id = p.person_id
        ), met as (
          select c.id from numbers x join contacts c on c.phone = x.phone where ${inList(sql`c.id`)}
          union select n.contact_id from numbers x join contact_phones n on n.phone = x.phone where ${inList(sql`n.contact_id`)}
        )
        select count(*)::int as count from met`,
  );
  return found?.count ?? 0;
}

async function countFromList(
  deps: Pick<EngineDeps, 'db'>,
  { firstContactId, lastContactId }: { firstContactId: number; lastContactId: number },
): Promise<number> {
  let count = 0;
  for (let after = firstContactId; ;) {
    const [page] = await rows<{ last: number | null; count: number }>(
      deps.db,
      // Subqueries inside subqueries instead of joins: each is one probe of an index, whatever the statistics say of a list
      // that was written a moment ago. Further numbers of a contact share its person.
      sql`with page as materialized (
            select id, phone from contacts where id > ${after} and id <= ${lastContactId} order by id limit ${PAGE_CONTACTS}
          )
          select max(id) as last, count(*) filter (where
            (select true from suppressions s where s.phone = g.phone and s.lifted_at is null limit 1)
            or (select true from person_phones shared
              where shared.person_id = (select p.person_id from person_phones p where p.phone = g.phone)
                and (select true from suppressions s where s.phone = shared.phone and s.lifted_at is null) limit 1))::int as count
          from page g`,
    );
    if (!page || page.last === null) return count;
    count += page.count;
    after = page.last;
  }
}
