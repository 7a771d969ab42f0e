import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownContact } from '../reading/contact-history.ts';
import { suppress, type NewSuppression, type Suppressed } from './suppress.ts';

/**
 * As `suppress`, of the number of a contact: for people who see numbers masked. It holds for every number of the same
 * person. Throws EngineError `unknown_contact`, and what suppress throws.
 */
export async function suppressContact(
  deps: Pick<EngineDeps, 'db'>,
  input: NewSuppression & { contactId: number },
): Promise<Suppressed> {
  const { contactId, ...said } = input;
  const contact = await firstRow<{ phone: number }>(deps.db, sql`select phone from contacts where id = ${contactId}`);
  if (!contact) throw unknownContact(contactId);
  return await suppress(deps, { ...said, phone: contact.phone });
}
