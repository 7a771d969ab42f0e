import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
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
}

export interface ContactFilter extends PageInput {
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
  s.attempts_made as "attemptsMade", s.last_outcome as "lastOutcome", ${iso(sql`s.changed_at`)} as "changedAt"`;

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

/** Contacts in the order of their lists; those of a list that is not done yet are none. */
export async function listContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: ContactFilter = {},
): Promise<Page<ContactView>> {
  const where = allOf(
    when(filter.campaignId, ofCampaign),
    when(filter.states, (states) => sql`s.state = any(${sql.param([...states])}::text[])`),
    when(filter.phone, hasPhone),
    when(filter.outcome, (outcome) => sql`s.last_outcome = ${outcome}`),
    when(filter.q, found),
    when(filter.changedFromMs, (ms) => sql`s.changed_at >= from_ms(${ms})`),
    when(filter.changedToMs, (ms) => sql`s.changed_at < from_ms(${ms})`),
    when(filter.externalId, (id) => sql`c.external_id = ${id}`),
    when(filter.cursor, (cursor) => sql`c.id > ${cursor}::bigint`),
  );
  const items = await rows<ContactView>(
    deps.readDb,
    sql`
      select ${CONTACT_COLUMNS}
      from contacts c
      join contact_states s on s.contact_id = c.id
      join imports i on i.id = c.import_id
      where ${where} order by c.id limit ${fetchLimit(filter)}`,
  );
  return toPage(items, filter, (contact) => contact.id);
}
