import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import type { StoredImport } from '../find-import.ts';
import type { ContactRange } from '../storing/find-suppressed.ts';
import type { CommitPlan } from './commit-plan.ts';

/**
 * Puts on record the consents that rows of a range state, for each number of a row. Answers how many. Call it in the
 * transaction that makes the list `done`: they are written with that, or not at all. Only of a list that was done
 * before some may be there already.
 */
export async function writeConsents(
  tx: Pick<Queryable, 'execute'>,
  list: Pick<StoredImport, 'id'>,
  range: ContactRange,
  { again }: Pick<CommitPlan, 'again'>,
): Promise<number> {
  const unlessThere = again
    ? sql`where not exists (select from consent_events e
        where e.phone = numbers.phone and e.import_id = ${list.id} and e.row_number = stating.row_number)`
    : sql``;
  const written = await tx.execute(sql`
    with stating as (
      select c.id, c.row_number, c.phone, c.overrides -> 'consent' as said from contacts c
      where c.id between ${range.firstContactId} and ${range.lastContactId} and c.overrides ? 'consent'
    )
    insert into consent_events (phone, kind, purpose, consent_class, method, text_shown, evidence, happened_at, expires_at,
      created_by, import_id, row_number)
    select numbers.phone, 'given', said ->> 'purpose', said ->> 'consentClass', said ->> 'method', said ->> 'textShown',
      said ->> 'evidence', from_ms((said ->> 'happenedAtMs')::double precision),
      from_ms((said ->> 'expiresAtMs')::double precision), coalesce(i.changed_by, i.created_by), i.id, stating.row_number
    from stating join imports i on i.id = ${list.id},
      lateral (select stating.phone union all select n.phone from contact_phones n where n.contact_id = stating.id) as numbers
    ${unlessThere}`);
  return written.rowCount ?? 0;
}
