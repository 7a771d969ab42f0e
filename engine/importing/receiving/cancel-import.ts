import { sql } from 'drizzle-orm';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { findImport } from '../find-import.ts';
import { lockDraft } from '../drafting/lock-draft.ts';
import { removeContacts } from '../undoing/remove-contacts.ts';

/** Past these there is something to undo, or nothing to cancel. */
const OVER = new Set(['done', 'undoing', 'undone']);

/**
 * Gives up an import before it is done, also while its bytes arrive or after it failed, and takes back the contacts it
 * has written: none of them was launched. Repeating it finishes what a crash left. Throws EngineError
 * `unknown_import`, `import_over`, `import_committed` when it was done once and is open again for repairs.
 */
export async function cancelImport(
  deps: Pick<EngineDeps, 'db' | 'files'>,
  input: { importId: string; actor: string },
): Promise<{ importId: string; state: 'cancelled' }> {
  await inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { importId: input.importId });
    if (draft.state === 'cancelled') return;
    if (OVER.has(draft.state)) {
      throw new EngineError('conflict', 'import_over', `The import of "${draft.fileName}" is ${draft.state}.`, {
        repair: draft.state === 'done' ? 'Undo it: whoever was not dialled is taken back.' : 'Nothing to do.',
        details: { state: draft.state },
      });
    }
    if (draft.reopened) {
      throw new EngineError(
        'conflict',
        'import_committed',
        `Contacts of "${draft.fileName}" are in a campaign already.`,
        {
          repair: 'Undo it: whoever was not dialled is taken back.',
        },
      );
    }
    await tx.execute(sql`
      update imports set state = 'cancelled', ended_at = outdial_now(), working_until = null where id = ${draft.id}`);
    await audit(tx, {
      actor: input.actor,
      action: 'import.cancel',
      subject: `import:${draft.id}`,
      details: { state: draft.state },
    });
  });
  // A chunk that was being written has either been committed before, or found the import cancelled: none comes now.
  const list = await findImport(deps.db, input.importId);
  await removeContacts(deps, list);
  await deps.db.execute(sql`update imports set accepted_rows = 0 where id = ${list.id} and state = 'cancelled'`);
  await deps.files.remove(list.storedPath).catch(() => {});
  return { importId: list.id, state: 'cancelled' };
}
