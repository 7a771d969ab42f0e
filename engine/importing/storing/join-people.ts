import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { CopyTransaction } from './copy-transaction.ts';

/**
 * Makes one person of numbers that stand in one row: one budget, one open attempt, and a "no" on one counts for all.
 * Numbers that had people of their own bring them along. The id of the joined person is one that a number had before,
 * so what was counted under the others is still found by the numbers themselves.
 */
export async function joinPeople(
  { tx }: Pick<CopyTransaction, 'tx'>,
  groups: readonly (readonly number[])[],
): Promise<void> {
  const joined = groups.filter((phones) => phones.length > 1);
  if (joined.length === 0) return;
  // One at a time: two joins that know nothing of each other could leave a number between two people.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('outdial.people'))`);
  const phones = [...new Set(joined.flat())];
  const found = await rows<{ phone: number; personId: number }>(
    tx,
    sql`select phone, person_id as "personId" from person_phones where phone = any(${sql.param(phones)}::bigint[])`,
  );
  const personOf = new Map(found.map(({ phone, personId }) => [phone, personId]));
  const parents = new Map<number, number>();
  const root = (id: number): number => {
    let at = id;
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
    // A long chain is walked once.
    if (at !== id) parents.set(id, at);
    return at;
  };
  for (const group of joined) {
    const roots = group.map((phone) => root(personOf.get(phone) ?? phone));
    const least = Math.min(...roots);
    for (const one of roots) if (one !== least) parents.set(one, least);
  }
  const moves = [...parents.keys()].map((from) => ({ from, to: root(from) }));
  const members = phones.map((phone) => ({ phone, person: root(personOf.get(phone) ?? phone) }));
  // An earlier id is a number of the person as well.
  const earlier = moves.map(({ from, to }) => ({ phone: from, person: to }));
  await tx.execute(sql`
    update person_phones p set person_id = m.to
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m("from" bigint, "to" bigint)
    where p.person_id = m.from`);
  await tx.execute(sql`
    insert into person_phones (phone, person_id)
    select distinct on (phone) phone, person
    from jsonb_to_recordset(${JSON.stringify([...members, ...earlier])}::jsonb) as i(phone bigint, person bigint)
    order by phone
    on conflict (phone) do update set person_id = excluded.person_id where person_phones.person_id <> excluded.person_id`);
}
