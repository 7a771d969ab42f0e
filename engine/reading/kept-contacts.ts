import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';

/** A contact that an undo leaves (or would leave) where it is, because an attempt was made. */
export interface KeptContact {
  contactId: number;
  rowNumber: number;
  phone: string;
  name: string | null;
  state: ContactState;
  reason: string | null;
  /** Attempts that left Outdial; 0 = all were given back or refused, so nobody was reached. */
  attemptsMade: number;
  /** How the last attempt ended; null = not yet, or none left. */
  lastOutcome: string | null;
  lastAttemptAt: string;
}

/**
 * The contacts of a list that cannot be taken back, in the order of its rows: of a list that is done, those who would
 * stay. Reads attempts alone, so it costs what was dialled, not what was uploaded. The cursor is a contact's id.
 */
export async function listKeptContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { importId: string } & PageInput,
): Promise<Page<KeptContact>> {
  const found = await rows<KeptContact>(
    deps.readDb,
    sql`
      with list as materialized (
        select first_contact_id as first_id, last_contact_id as last_id from imports where id = ${input.importId}
      ), tried as materialized (
        select a.contact_id, count(*) filter (where a.state not in ('INTENT', 'VOID', 'REFUSED'))::int as made,
          max(a.created_at) as last_at
        from attempts a
        where a.contact_id >= greatest((select first_id from list), ${input.cursor ?? 0}::bigint + 1)
          and a.contact_id <= (select last_id from list)
        group by a.contact_id order by a.contact_id limit ${fetchLimit(input)}
      )
      select c.id as "contactId", c.row_number as "rowNumber", '+' || c.phone as phone, c.name, s.state, s.reason,
        t.made as "attemptsMade", (select a.outcome from attempts a where a.contact_id = c.id order by a.id desc limit 1)
          as "lastOutcome", ${iso(sql`t.last_at`)} as "lastAttemptAt"
      from tried t join contacts c on c.id = t.contact_id join contact_states s on s.contact_id = c.id
      order by c.id`,
  );
  return toPage(found, input, (contact) => contact.contactId);
}
