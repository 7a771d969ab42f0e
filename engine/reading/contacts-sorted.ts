import { sql, type SQL } from 'drizzle-orm';
import { CONTACT_STATES } from '../../domain/contact-state.ts';
import { allOf } from './where.ts';
import { sortedBy, sortedText, type SortKey, type Sorting } from './sorting.ts';

export type ContactSort = 'list' | 'name' | 'state' | 'next' | 'attempts' | 'changed';

/** By their own order contacts are ranges of ids; `next`: when they may be tried again. */
export const CONTACT_SORTS: Readonly<Record<Exclude<ContactSort, 'list'>, SortKey>> = {
  name: { by: sortedText(sql`c.name`), kind: 'text' },
  state: { by: sql`array_position(${sql.param([...CONTACT_STATES])}::text[], s.state)`, kind: 'whole' },
  next: { by: sql`due.at`, kind: 'instant' },
  attempts: { by: sql`s.attempts_made`, kind: 'whole' },
  changed: { by: sql`s.changed_at`, kind: 'instant' },
};

const OF_LIST: SQL = sql`between i.first_contact_id and i.last_contact_id`;
const WHEN_DUE: SQL = sql`
  left join (select d.contact_id, min(d.try_at) as at from due d where d.contact_id ${OF_LIST} group by d.contact_id) due
    on due.contact_id = s.contact_id`;

/**
 * The first of a campaign's contacts in that order, as `id` and `key`. List by list, so that each is read once along its
 * range of ids and no more than a page of it is kept; then the first of all: a second or so for a million.
 */
export function firstSorted(
  sorting: Sorting,
  input: { campaignId: string; where: SQL; behind: SQL; limit: number },
): SQL {
  const order = sortedBy(sql`key`, sorting, sql`id`);
  // `offset 0`: what a row is sorted by is computed once, however often it is compared.
  return sql`
    select first.id, first.key
    from imports i cross join lateral (
      select id, key from (
        select c.id, ${sorting.key.by} as key
        from contact_states s join contacts c on c.id = s.contact_id and c.id ${OF_LIST}
        ${sorting.name === 'next' ? WHEN_DUE : sql``}
        where ${allOf(sql`s.contact_id ${OF_LIST}`, input.where)} offset 0) found
      where ${input.behind} order by ${order} limit ${input.limit}) first
    where i.campaign_id = ${input.campaignId}
    order by ${sortedBy(sql`first.key`, sorting, sql`first.id`)} limit ${input.limit}`;
}
