import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { ASKED, askedOf, LIVING } from './asked-contacts.ts';
import type { DryGroup } from './read-groups.ts';

/** A contact as a group of one, and what is shown of it. */
export interface DryContact extends Omit<DryGroup, 'contacts'> {
  id: number;
  importId: string;
  rowNumber: number;
  name: string | null;
  /** The number that is tried first, E.164. */
  phone: string;
}

/** The contacts of a range of ids, in their order. What is known of each is looked up: for a few thousand. */
export async function readDryContacts(
  tx: Transaction,
  input: { campaignId: string; atMs: number; firstId: number; lastId: number },
): Promise<DryContact[]> {
  const living = sql`
    select ${LIVING}, s.reason
    from contacts c left join contact_states s on s.contact_id = c.id
    where c.id between ${input.firstId} and ${input.lastId}`;
  return await rows(
    tx,
    sql`
      with ${askedOf({ ...input, withConsent: true, few: true }, living)}
      select ${ASKED}, a.id, c.import_id as "importId", c.row_number as "rowNumber", c.name, '+' || c.phone as phone
      from asked a join contacts c on c.id = a.id order by a.id`,
  );
}
