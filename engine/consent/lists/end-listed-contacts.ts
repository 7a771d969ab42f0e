import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { endHeld } from '../end-suppressed-contacts.ts';

const PAGE_CONTACTS = 20_000;

/**
 * Ends whoever waits in any campaign and is held by now, page by page through the lists of contacts: after millions
 * said no at once, that is the shorter side. Meanwhile the gate says no to each. Returns how many were ended.
 */
export async function endListedContacts(deps: Pick<EngineDeps, 'db'>): Promise<number> {
  const ranges = await rows<{ first: number; last: number }>(
    deps.db,
    sql`select i.first_contact_id as first, i.last_contact_id as last from imports i
        where i.purpose = 'contacts' and i.first_contact_id is not null and not exists (
          select from runs r where r.campaign_id = i.campaign_id and r.state in ('completed', 'cancelled'))
        order by 1`,
  );
  let ended = 0;
  for (const { first, last } of ranges) {
    for (let from = first; ;) {
      const page = await firstRow<{ to: number | null }>(
        deps.db,
        sql`select max(id) as "to" from (
              select id from contacts where id between ${from} and ${last} order by id limit ${PAGE_CONTACTS}) page`,
      );
      const to = page?.to ?? null;
      if (to === null) break;
      const waiting = sql`select w.contact_id from contact_states w
        where w.contact_id between ${from} and ${to} and w.state in ('ready', 'waiting')`;
      ended += await inTransaction(deps.db, (tx) => endHeld(tx, waiting));
      from = to + 1;
    }
  }
  return ended;
}
