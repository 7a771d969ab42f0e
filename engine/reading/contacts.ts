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
  state?: ContactState | undefined;
  /** E.164 digits. */
  phone?: number | undefined;
  externalId?: string | undefined;
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

/** Contacts in the order of their lists; those of a list that is not done yet are none. */
export async function listContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: ContactFilter = {},
): Promise<Page<ContactView>> {
  const where = allOf(
    when(filter.campaignId, ofCampaign),
    when(filter.state, (state) => sql`s.state = ${state}`),
    when(
      filter.phone,
      (phone) =>
        sql`(c.phone = ${phone} or c.id in (select n.contact_id from contact_phones n where n.phone = ${phone}))`,
    ),
    when(filter.externalId, (id) => sql`c.external_id = ${id}`),
    when(filter.cursor, (cursor) => sql`c.id > ${cursor}::bigint`),
  );
  const found = await rows<ContactView>(
    deps.readDb,
    sql`
      select ${CONTACT_COLUMNS}
      from contacts c
      join contact_states s on s.contact_id = c.id
      join imports i on i.id = c.import_id
      where ${where} order by c.id limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (contact) => contact.id);
}
