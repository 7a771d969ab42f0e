import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { writeEvents } from '../../events/write-events.ts';
import type { StoredImport } from '../find-import.ts';
import { refuseFile, type ImportFailureFacts } from '../import-failure.ts';
import { removeContacts } from '../undoing/remove-contacts.ts';
import type { StepResult } from '../run-import.ts';

/**
 * Closes the check of a list whose last row is stored. Rows are counted once more by what is really there. A list of
 * which not one row can be used fails, unless a repair would mend some: then it waits for a decision.
 */
export async function endCheck(deps: Pick<EngineDeps, 'db'>, importId: string): Promise<StepResult> {
  return inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{
      purpose: StoredImport['purpose'];
      rowsRead: number;
      acceptedRows: number;
      rejectedRows: number;
      stored: number;
      fixable: boolean;
      pending: boolean;
      checking: boolean;
    }>(
      tx,
      sql`select purpose, rows_read as "rowsRead", accepted_rows as "acceptedRows", rejected_rows as "rejectedRows",
            (select count(*) from contacts c where c.id between i.first_contact_id and i.last_contact_id) as stored,
            exists (select from import_groups g where g.import_id = i.id and g.severity = 'error' and g.fix <> '' and g.count > 0)
              as fixable,
            exists (select from import_rows r where r.import_id = i.id and r.pending) as pending,
            state = 'checking' as checking
          from imports i where id = ${importId} for no key update`,
    );
    if (!row?.checking) return 'stopped';
    if (row.purpose !== 'stop' && row.stored !== row.acceptedRows) {
      throw new Error(`import ${importId}: ${row.acceptedRows} rows accepted, ${row.stored} contacts stored`);
    }
    const failure =
      row.rowsRead === 0 ? noRows() : row.acceptedRows === 0 ? await noneUsable(tx, importId, row.rejectedRows) : null;
    const fails = failure !== null && !row.fixable && !row.pending;
    // A stop list has no commit: reading it was the work.
    const state = fails ? 'failed' : row.purpose === 'stop' ? 'done' : 'checked';
    await tx.execute(sql`
      update imports set state = ${state}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb,
        wanted = case when ${failure !== null && !fails && !row.pending} then 'check' else wanted end,
        ended_at = case when ${state === 'checked'} then null else outdial_now() end
      where id = ${importId}`);
    if (state === 'checked') await tellOfCheck(tx, importId);
    return state === 'checked' ? 'next' : state;
  });
}

/** Once for each check: the row says `checking` no more. */
async function tellOfCheck(tx: Transaction, importId: string): Promise<void> {
  const data = await firstRow<Record<string, unknown>>(
    tx,
    sql`select id as "importId", file_name as name, purpose, campaign_id as "campaignId", rows_read as rows,
          accepted_rows as accepted, rejected_rows as rejected, duplicate_rows as duplicates
        from imports where id = ${importId}`,
  );
  if (data) await writeEvents(tx, [{ kind: 'import.checked', subject: `import:${importId}`, data }]);
}

/** Ends an import that cannot go on, for a reason that is shown, and takes back what it has written. */
export async function failImport(
  deps: Pick<EngineDeps, 'db'>,
  importId: string,
  failure: ImportFailureFacts,
): Promise<void> {
  // A list that was done once is done again, with the reason: its contacts may have been dialled.
  const list = await firstRow<Pick<StoredImport, 'firstContactId' | 'lastContactId' | 'state'>>(
    deps.db,
    sql`update imports set state = case when (detected ->> 'reopened')::boolean then 'done' else 'failed' end,
          failure = ${JSON.stringify(failure)}::jsonb, ended_at = outdial_now(), working_until = null
        where id = ${importId} and state in ('uploaded', 'checking', 'checked', 'committing')
        returning first_contact_id as "firstContactId", last_contact_id as "lastContactId", state`,
  );
  if (list?.state !== 'failed') return;
  await removeContacts(deps, list);
  await deps.db.execute(sql`update imports set accepted_rows = 0 where id = ${importId} and state = 'failed'`);
}

const noRows = (): ImportFailureFacts =>
  refuseFile('no_rows', 'The file has a header and no rows.', 'Upload a list with one row per contact.').facts;

async function noneUsable(
  tx: Parameters<typeof firstRow>[0],
  importId: string,
  rejectedRows: number,
): Promise<ImportFailureFacts> {
  const commonest = await firstRow<{ code: string; message: string; column: string; fix: string }>(
    tx,
    sql`select code, examples -> 0 ->> 'message' as message, column_name as "column", fix from import_groups
        where import_id = ${importId} and severity = 'error' order by count desc, code limit 1`,
  );
  const what = commonest
    ? ` Most often: ${commonest.message}${commonest.column === '' ? '' : ` (column "${commonest.column}")`}.`
    : '';
  return {
    code: 'no_usable_rows',
    message: `None of the ${rejectedRows} rows can be used.${what}`,
    repair:
      commonest?.code === 'phone_needs_country'
        ? 'Say which country its numbers are of (the default country), then check it again.'
        : commonest !== undefined && commonest.fix !== ''
          ? `Accept the repair ${commonest.fix}, or download the reject file, correct it and upload it again.`
          : 'Download the reject file, correct it and upload it again; or map the columns otherwise.',
  };
}
