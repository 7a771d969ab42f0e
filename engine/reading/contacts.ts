import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { CONTACT_SORTS, firstSorted, type ContactSort } from './contacts-sorted.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import {
  badCursor,
  behindKey,
  keyText,
  readSortedCursor,
  sortedBy,
  sortingOf,
  writeSortedCursor,
  type SortInput,
  type Sorting,
} from './sorting.ts';
import { allOf, when } from './where.ts';

export interface ContactView {
  id: number;
  campaignId: string | null;
  importId: string;
  rowNumber: number;
  /** The number that is tried first. */
  phone: string;
  name: string | null;
  externalId: string | null;
  zones: string[];
  state: ContactState;
  reason: string | null;
  step: number;
  attemptsMade: number;
  lastOutcome: string | null;
  changedAt: string;
  /** When it may be tried next; null = nothing is planned. */
  nextAttemptAt: string | null;
}

/** Sorted otherwise than as in its lists only within a campaign. */
export interface ContactFilter extends PageInput, SortInput<ContactSort> {
  campaignId?: string | undefined;
  states?: readonly ContactState[] | undefined;
  /** E.164 digits. */
  phone?: number | undefined;
  externalId?: string | undefined;
  /** How the last attempt ended. */
  outcome?: string | undefined;
  /** A part of the name, an external id, a number, or its last three or four digits. */
  q?: string | undefined;
  /** When it came into its state: at or after, and before. */
  changedFromMs?: number | undefined;
  changedToMs?: number | undefined;
}

export const CONTACT_COLUMNS = sql`
  c.id, i.campaign_id as "campaignId", c.import_id as "importId", c.row_number as "rowNumber", '+' || c.phone as phone,
  c.name, c.external_id as "externalId", string_to_array(c.zone_key, ',') as zones, s.state, s.reason, s.step,
  s.attempts_made as "attemptsMade", s.last_outcome as "lastOutcome", ${iso(sql`s.changed_at`)} as "changedAt",
  ${iso(sql`(select min(d.try_at) from due d where d.contact_id = c.id)`)} as "nextAttemptAt"`;

/** Lists are ranges of ids: the bounds let a page be read in order from where it begins. */
const ofCampaign = (campaignId: string): SQL => sql`
  i.campaign_id = ${campaignId}
  and c.id >= (select min(l.first_contact_id) from imports l where l.campaign_id = ${campaignId})
  and c.id <= (select max(l.last_contact_id) from imports l where l.campaign_id = ${campaignId})`;

const hasPhone = (phone: number): SQL =>
  sql`(c.phone = ${phone} or c.id in (select n.contact_id from contact_phones n where n.phone = ${phone}))`;

/**
 * So many are the end of a number: what a masked one shows. More of its end than that would tell, digit by digit, what
 * is masked.
 */
const SHOWN_DIGITS = { least: 3, most: 4 };
const WHOLE_NUMBER_DIGITS = 7;

/** What somebody typed into a search field. */
function found(q: string): SQL {
  const digits = /^[+\d\s().-]+$/.test(q) ? q.replace(/\D/g, '') : '';
  const text = sql`(c.external_id = ${q} or c.name ilike ${`%${q.replace(/[\\%_]/g, String.raw`\$&`)}%`})`;
  if (digits.length > 15 || digits.length < SHOWN_DIGITS.least) return text;
  if (digits.length >= WHOLE_NUMBER_DIGITS) {
    // A national number of North America may be written without its 1.
    const phones = digits.length === 10 ? [Number(digits), Number(`1${digits}`)] : [Number(digits)];
    return sql`(${sql.join(phones.map(hasPhone), sql` or `)} or c.external_id = ${q})`;
  }
  if (digits.length > SHOWN_DIGITS.most) return text;
  return sql`(c.phone % ${10 ** digits.length}::bigint = ${Number(digits)} or ${text})`;
}

const SOURCE = sql`
  contacts c join contact_states s on s.contact_id = c.id join imports i on i.id = c.import_id`;

/**
 * Contacts in the order of their lists, or sorted; those of a list that is not done yet are none. Throws EngineErrors
 * `sort_needs_campaign`, `direction_without_sort`, `cursor_of_another_sort`, `bad_cursor`.
 */
export async function listContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: ContactFilter = {},
): Promise<Page<ContactView>> {
  const sorting = sortingOf(filter, CONTACT_SORTS);
  const first = firstOf(filter, sorting);
  const found = await rows<SortedRow>(
    deps.readDb,
    sql`
      with page as materialized (${first})
      select ${CONTACT_COLUMNS}, ${sorting ? keyText(sorting, sql`page.key`) : sql`null`} as "sortKey"
      from page join (${SOURCE}) on c.id = page.id
      order by ${sorting ? sortedBy(sql`page.key`, sorting, sql`c.id`) : sql`c.id`}`,
  );
  const { items, nextCursor } = toPage(found, filter, (row) => writeSortedCursor(String(row.id), sorting, row.sortKey));
  return { items: items.map(withoutKey), nextCursor };
}

interface SortedRow extends ContactView {
  sortKey: string | null;
}

function withoutKey(row: SortedRow): ContactView {
  const { sortKey: _, ...contact } = row;
  return contact;
}

/** The ids of the page, and what it is sorted by. */
function firstOf(filter: ContactFilter, sorting: Sorting | undefined): SQL {
  const { campaignId } = filter;
  const cursor = filter.cursor === undefined ? undefined : readSortedCursor(filter.cursor, sorting);
  if (cursor && !/^\d{1,18}$/.test(cursor.own)) throw badCursor();
  const where = allOf(
    when(filter.states, (states) => sql`s.state = any(${sql.param([...states])}::text[])`),
    when(filter.phone, hasPhone),
    when(filter.outcome, (outcome) => sql`s.last_outcome = ${outcome}`),
    when(filter.q, found),
    when(filter.changedFromMs, (ms) => sql`s.changed_at >= from_ms(${ms})`),
    when(filter.changedToMs, (ms) => sql`s.changed_at < from_ms(${ms})`),
    when(filter.externalId, (id) => sql`c.external_id = ${id}`),
  );
  const limit = fetchLimit(filter);
  if (!sorting) {
    const behind = when(cursor, ({ own }) => sql`c.id > ${own}::bigint`);
    const among = allOf(when(campaignId, ofCampaign), where, behind);
    return sql`select c.id from ${SOURCE} where ${among} order by c.id limit ${limit}`;
  }
  if (campaignId !== undefined) {
    const behind = cursor ? behindKey(sql`key`, sorting, cursor.key, sql`id > ${cursor.own}::bigint`) : sql`true`;
    return firstSorted(sorting, { campaignId, where, behind, limit });
  }
  throw new EngineError('invalid', 'sort_needs_campaign', 'Contacts of all campaigns come in one order only.', {
    repair: 'Name the campaign whose contacts are to be sorted.',
    details: { pointer: '/campaignId' },
  });
}
