import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { findImport } from './find-import.ts';
import { removeContacts } from './remove-contacts.ts';

/**
 * Stops an import that is not done and takes back the contacts it has written: none of them was launched. Repeating it
 * finishes what a crash left. Throws EngineError `unknown_import`, `import_over`.
 */
export async function cancelImport(
  deps: Pick<EngineDeps, 'db' | 'files'>,
  input: { importId: string; actor: string },
): Promise<{ importId: string; state: 'cancelled' }> {
  const stored = await findImport(deps.db, input.importId);
  await inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{ state: string }>(
      tx,
      sql`select state from imports where id = ${input.importId} for no key update`,
    );
    if (row?.state === 'cancelled') return;
    if (row?.state === 'done' || row?.state === 'failed') {
      throw new EngineError('conflict', 'import_over', `The import of "${stored.fileName}" is ${row.state}.`, {
        repair: 'Only an import that is still being read can be cancelled.',
      });
    }
    await tx.execute(sql`
      update imports set state = 'cancelled', ended_at = outdial_now(), working_until = null where id = ${input.importId}`);
    await audit(tx, { actor: input.actor, action: 'import.cancel', subject: `import:${input.importId}` });
  });
  // A chunk that was being written has either been committed before, or found the import cancelled: none comes now.
  await removeContacts(deps, input.importId);
  await deps.files.remove(stored.storedPath).catch(() => {});
  return { importId: input.importId, state: 'cancelled' };
}
