import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { removeContacts } from './remove-contacts.ts';
import { refuseFile, type ImportFailureFacts } from './import-failure.ts';

/**
 * Closes an import whose last row is written: done, or failed when not one row could be used. Rows are checked once
 * more to add up by what is really stored.
 */
export async function endImport(
  deps: Pick<EngineDeps, 'db'>,
  importId: string,
): Promise<'done' | 'failed' | 'stopped'> {
  return inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{
      rowsRead: number;
      acceptedRows: number;
      rejectedRows: number;
      stored: number;
      working: boolean;
    }>(
      tx,
      sql`select rows_read as "rowsRead", accepted_rows as "acceptedRows", rejected_rows as "rejectedRows",
            (select count(*) from contacts c where c.import_id = i.id) as stored, state = 'working' as working
          from imports i where id = ${importId} for no key update`,
    );
    if (!row?.working) return 'stopped';
    if (row.stored !== row.acceptedRows) {
      throw new Error(`import ${importId}: ${row.acceptedRows} rows accepted, ${row.stored} contacts stored`);
    }
    const failure =
      row.rowsRead === 0 ? noRows() : row.acceptedRows === 0 ? await noneUsable(tx, importId, row.rejectedRows) : null;
    await tx.execute(sql`
      update imports set state = ${failure ? 'failed' : 'done'}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb,
        ended_at = outdial_now(), working_until = null
      where id = ${importId}`);
    return failure ? 'failed' : 'done';
  });
}

/** Ends an import that cannot go on, for a reason that is shown, and takes back what it has written. */
export async function failImport(
  deps: Pick<EngineDeps, 'db'>,
  importId: string,
  failure: ImportFailureFacts,
): Promise<void> {
  await deps.db.execute(sql`
    update imports set state = 'failed', failure = ${JSON.stringify(failure)}::jsonb, ended_at = outdial_now(), working_until = null
    where id = ${importId} and state = 'working'`);
  await removeContacts(deps, importId);
}

const noRows = (): ImportFailureFacts =>
  refuseFile('no_rows', 'The file has a header and no rows.', 'Upload a list with one row per contact.').facts;

async function noneUsable(
  tx: Parameters<typeof firstRow>[0],
  importId: string,
  rejectedRows: number,
): Promise<ImportFailureFacts> {
  const commonest = await firstRow<{ code: string; message: string; columnName: string | null; count: number }>(
    tx,
    sql`select code, min(message) as message, min(column_name) as "columnName", count(*) as count from import_problems
        where import_id = ${importId} and severity = 'error' group by code order by count(*) desc, code limit 1`,
  );
  const what = commonest
    ? ` Most often: ${commonest.message}${commonest.columnName ? ` (column "${commonest.columnName}")` : ''}.`
    : '';
  return {
    code: 'no_usable_rows',
    message: `None of the ${rejectedRows} rows can be used.${what}`,
    repair:
      commonest?.code === 'phone_needs_country'
        ? 'Upload it again with the default country of its numbers.'
        : 'Download the reject file, correct it and upload it again; or map the columns otherwise.',
  };
}
