import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';

/** The row number is a part of a contact's id, and has 24 bits. */
const BLOCK_ROWS = 2 ** 24;
const BLOCK_LOCK = 7_202_616;

export interface MessageId {
  contactId: number;
  importId: string;
  rowNumber: number;
}

/**
 * Ids for new messages. They come from a sequence, since a counter in a row would make every booking wait for the one
 * before it; each 2^24 of them are one range of contact ids, kept as a hidden list.
 */
export async function messageIds(tx: Transaction, count: number): Promise<MessageId[]> {
  if (count === 0) return [];
  const drawn = await rows<{ block: number; rowNumber: number; importId: string | null; firstContactId: number }>(
    tx,
    sql`with drawn as materialized (select nextval('reminder_rows') as seq from generate_series(1, ${count}))
        select (d.seq / ${BLOCK_ROWS})::int as block, (d.seq % ${BLOCK_ROWS})::int as "rowNumber", i.id as "importId",
          i.first_contact_id as "firstContactId"
        from drawn d left join imports i on i.purpose = 'reminders' and i.file_sha256 = 'reminders:' || d.seq / ${BLOCK_ROWS}`,
  );
  const blocks = new Map<number, { importId: string; firstContactId: number }>();
  const ids: MessageId[] = [];
  for (const { block, rowNumber, importId, firstContactId } of drawn) {
    const list =
      importId === null ? (blocks.get(block) ?? (await listOfBlock(tx, block))) : { importId, firstContactId };
    blocks.set(block, list);
    ids.push({ contactId: list.firstContactId + rowNumber, importId: list.importId, rowNumber });
  }
  return ids;
}

const blockName = (block: number): string => `reminders:${block}`;

async function listOfBlock(tx: Transaction, block: number): Promise<{ importId: string; firstContactId: number }> {
  const find = async () =>
    await firstRow<{ importId: string; firstContactId: number }>(
      tx,
      sql`select id as "importId", first_contact_id as "firstContactId" from imports
          where file_sha256 = ${blockName(block)} and purpose = 'reminders'`,
    );
  const found = await find();
  if (found) return found;
  // Once in sixteen million messages: whoever comes second waits, and finds it.
  await tx.execute(sql`select pg_advisory_xact_lock(${BLOCK_LOCK})`);
  const made = await find();
  if (made) return made;
  await tx.execute(
    sql`insert into imports (purpose, file_name, file_sha256, file_bytes, stored_path, state, created_by)
        values ('reminders', 'reminders', ${blockName(block)}, 0, 'none', 'done', 'system')`,
  );
  return await listOfBlock(tx, block);
}
