import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { CopyTransaction } from './copy-transaction.ts';
import type { StoredImport } from '../find-import.ts';

/**
 * Rows that were set aside for a number that their winner has given up (`phones`) are looked at again, so that nobody is
 * lost. A row of which nothing else is to be said has no cells stored: for its sake the list is read once more from its
 * first row, which keeps what people corrected.
 */
export async function readmitRows(
  { tx }: Pick<CopyTransaction, 'tx'>,
  list: Pick<StoredImport, 'id' | 'firstContactId' | 'lastContactId'>,
  phones: readonly number[],
): Promise<void> {
  if (phones.length === 0) return;
  const waiting = await rows<{ rowNumber: number; hasCells: boolean }>(
    tx,
    sql`select p.row_number as "rowNumber", r.row_number is not null as "hasCells"
        from unnest(${sql.param(phones)}::bigint[]) as free (phone)
          join import_problems p on p.import_id = ${list.id} and p.code = 'duplicate_phone' and p.value = '+' || free.phone
          left join import_rows r on r.import_id = p.import_id and r.row_number = p.row_number
        where not exists (select from contacts c where c.phone = free.phone
          and c.id between ${list.firstContactId} and ${list.lastContactId})`,
  );
  if (waiting.length === 0) return;
  await tx.execute(sql`
    update import_rows set pending = true
    where import_id = ${list.id} and row_number = any(${sql.param(waiting.map(({ rowNumber }) => rowNumber))}::integer[])`);
  if (waiting.every(({ hasCells }) => hasCells)) return;
  await tx.execute(sql`
    update imports set state = 'uploaded', wanted = case when wanted = 'upload' then 'check' else wanted end
    where id = ${list.id} and not coalesce((detected ->> 'reopened')::boolean, false)`);
}
