import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow, rows } from '../../../db/rows.ts';
import type { StoredImport } from '../find-import.ts';

export type OthersList = Pick<StoredImport, 'id' | 'firstContactId' | 'lastContactId' | 'campaignId' | 'options'>;

/** A person of a list who waits elsewhere, or was dialled a short time ago. */
export interface Other {
  contactId: number;
  rowNumber: number;
  phone: number;
  code: 'in_this_campaign' | 'in_other_campaign' | 'recently_dialled';
  campaign: string;
  /** When it was last dialled; null where it waits. */
  dialledOn: string | null;
}

/** Where people may wait already, and since when a dial counts as recent. */
export interface Elsewhere {
  list: OthersList;
  runIds: string[];
  recentDays: number;
  /** True: so few that it is quicker to look for each of them in the list than the other way round. */
  few: boolean;
}

const DEFAULT_RECENT_DAYS = 7;
/** Above this many people elsewhere the list is gone through instead, a page at a time. */
const FEW_PEOPLE = 20_000;
const WAITING = sql`('ready', 'waiting', 'in_flight')`;

/** Undefined: nobody waits anywhere and nobody was dialled, so there is nothing to compare with. */
export async function findElsewhere(db: Pick<Queryable, 'execute'>, list: OthersList): Promise<Elsewhere | undefined> {
  const recentDays = list.options.recentDays ?? DEFAULT_RECENT_DAYS;
  const runs = await rows<{ id: string }>(
    db,
    sql`select r.id from runs r
        where (r.state in ('running', 'paused') or (r.state = 'draft' and r.campaign_id = ${list.campaignId}::uuid))
          and exists (select from contact_states s where s.run_id = r.id and s.state in ${WAITING})`,
  );
  const runIds = runs.map(({ id }) => id);
  const size = await firstRow<{ waiting: number; dialled: number }>(
    db,
    sql`select
          (select count(*)::int from (select from contact_states s where ${waitsIn(runIds)} limit ${FEW_PEOPLE + 1}) w) as waiting,
          (select count(*)::int from (select from attempts a where ${recently(recentDays)} limit ${FEW_PEOPLE + 1}) d) as dialled`,
  );
  const { waiting = 0, dialled = 0 } = size ?? {};
  if (waiting + dialled === 0) return undefined;
  return { list, runIds, recentDays, few: waiting <= FEW_PEOPLE && dialled <= FEW_PEOPLE };
}

/** Ids of contacts of the list who are elsewhere, in pages that fit into memory. */
export async function* candidatePages(
  db: Pick<Queryable, 'execute'>,
  elsewhere: Elsewhere,
  page: number,
): AsyncIterable<number[]> {
  const { list } = elsewhere;
  if (elsewhere.few) {
    const ids = await candidatesOfFew(db, elsewhere);
    for (let at = 0; at < ids.length; at += page) yield ids.slice(at, at + page);
    return;
  }
  for (let after = list.firstContactId; ;) {
    const [found] = await rows<{ last: number | null; ids: number[] }>(db, candidatesBehind(elsewhere, after, page));
    if (!found || found.last === null) return;
    yield found.ids;
    after = found.last;
  }
}

/**
 * Subqueries inside subqueries instead of joins: each is one probe of an index, in this order, whatever the statistics
 * say of a list that was written a moment ago. Further numbers of a contact share its person.
 */
function candidatesBehind({ list, runIds, recentDays }: Elsewhere, after: number, page: number): SQL {
  const waits = (phone: SQL): SQL => sql`
    (select true from contacts c
      where c.phone = ${phone} and c.id not between ${list.firstContactId} and ${list.lastContactId}
        and (select ${waitsIn(runIds)} from contact_states s where s.contact_id = c.id) limit 1)`;
  const dialled = (phone: SQL): SQL => sql`
    (select true from attempts a where a.person_id = ${phone} and ${dialledWithin(recentDays)} limit 1)`;
  return sql`
    with page as materialized (
      select id, phone from contacts where id > ${after} and id <= ${list.lastContactId} order by id limit ${page}
    )
    select (select max(id) from page) as last,
      coalesce(json_agg(g.id order by g.id) filter (where ${waits(sql`g.phone`)} or ${dialled(sql`g.phone`)}
        or (select true from person_phones shared
          where shared.person_id = (select p.person_id from person_phones p where p.phone = g.phone)
            and (${waits(sql`shared.phone`)} or ${dialled(sql`shared.phone`)}) limit 1)), '[]') as ids
    from page g`;
}

async function candidatesOfFew(
  db: Pick<Queryable, 'execute'>,
  { list, runIds, recentDays }: Elsewhere,
): Promise<number[]> {
  const inList = (id: SQL): SQL => sql`${id} between ${list.firstContactId} and ${list.lastContactId}`;
  const found = await rows<{ id: number }>(
    db,
    sql`with waiting as materialized (
          select s.contact_id as id from contact_states s where ${waitsIn(runIds)}
        ), said as materialized (
          select c.phone from waiting w join contacts c on c.id = w.id
          union select n.phone from waiting w join contact_phones n on n.contact_id = w.id
          union select a.person_id from attempts a where ${recently(recentDays)}
        ), numbers as materialized (
          select phone from said
          union select shared.phone from said join person_phones p on p.phone = said.phone
            join person_phones shared on shared.person_id = p.person_id
        )
        select c.id from numbers x join contacts c on c.phone = x.phone where ${inList(sql`c.id`)}
        union select n.contact_id from numbers x join contact_phones n on n.phone = x.phone where ${inList(sql`n.contact_id`)}
        order by id`,
  );
  return found.map(({ id }) => id);
}

/** Who of these contacts is elsewhere: at most one line per contact and code, in the order of rows. */
export async function othersAmong(
  db: Pick<Queryable, 'execute'>,
  { list, runIds, recentDays }: Elsewhere,
  ids: readonly number[],
): Promise<Other[]> {
  const outside = (id: SQL): SQL => sql`${id} not between ${list.firstContactId} and ${list.lastContactId}`;
  // Fenced, for the same reason as above.
  return await rows<Other>(
    db,
    sql`with mine as materialized (
          select id, phone from contacts where id = ${anyOf(ids, 'bigint')}
          union all select contact_id, phone from contact_phones where contact_id = ${anyOf(ids, 'bigint')}
        ), numbers as materialized (
          select id, phone from mine
          union select m.id, shared.phone from mine m join person_phones p on p.phone = m.phone
            join person_phones shared on shared.person_id = p.person_id
        ), holders as materialized (
          select x.id, h.id as holder from numbers x, lateral (
            select c.id from contacts c where c.phone = x.phone and ${outside(sql`c.id`)}
            union all select n.contact_id from contact_phones n where n.phone = x.phone and ${outside(sql`n.contact_id`)}
            offset 0) h
        ), found as (
          select h.id, w.run_id, null::timestamptz as dialled_at from holders h, lateral (
            select s.run_id from contact_states s where s.contact_id = h.holder and ${waitsIn(runIds)} offset 0) w
          union all
          select x.id, d.run_id, d.gated_at from numbers x, lateral (
            select a.run_id, a.gated_at from attempts a where a.person_id = x.phone and ${dialledWithin(recentDays)} offset 0) d
        ), coded as (
          select f.id, f.dialled_at, g.name, case when f.dialled_at is not null then 'recently_dialled'
            when r.campaign_id = ${list.campaignId}::uuid then 'in_this_campaign' else 'in_other_campaign' end as code
          from found f join runs r on r.id = f.run_id join campaigns g on g.id = r.campaign_id
        )
        select distinct on (k.id, k.code) k.id as "contactId", c.row_number as "rowNumber", c.phone, k.code, k.name as campaign,
          to_char(k.dialled_at at time zone 'UTC', 'YYYY-MM-DD') as "dialledOn"
        from coded k join contacts c on c.id = k.id
        order by k.id, k.code, k.dialled_at desc nulls last, k.name`,
  );
}

const waitsIn = (runIds: readonly string[]): SQL => sql`s.run_id = ${anyOf(runIds, 'uuid')} and s.state in ${WAITING}`;

/** Attempts that were let through to their provider lately. */
const dialledWithin = (days: number): SQL => sql`
  a.gated_at > (select outdial_now()) - make_interval(days => ${days}::integer) and a.state not in ('VOID', 'REFUSED')`;

/**
 * The same, of everybody: ids carry the time at which they were made, and that bounds how far back is read. Outdial's
 * clock, which decides, never runs slower than that.
 */
const recently = (days: number): SQL => sql`
  a.id >= (select uuidv7(make_interval(days => -(${days}::integer), mins => -5))) and ${dialledWithin(days)}`;

/** An array parameter; drizzle would spread a plain array into a list. */
const anyOf = (values: readonly (string | number)[], type: 'uuid' | 'bigint'): SQL =>
  type === 'uuid' ? sql`any(${sql.param([...values])}::uuid[])` : sql`any(${sql.param([...values])}::bigint[])`;
