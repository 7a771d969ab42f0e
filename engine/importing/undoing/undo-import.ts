import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { lockDraft } from '../drafting/lock-draft.ts';

export interface UndoneImport {
  importId: string;
  state: 'undoing' | 'undone';
  /** Consents that its rows put on record: they stay, for history is never overwritten. */
  consentsKept: number;
}

/** What to do with a list that is not done. */
const REPAIRS: Partial<Record<ImportState, string>> = {
  receiving: 'Cancel it instead: none of its contacts was given to a campaign.',
  uploaded: 'Cancel it instead: none of its contacts was given to a campaign.',
  checking: 'Cancel it instead: none of its contacts was given to a campaign.',
  checked: 'Cancel it instead: none of its contacts was given to a campaign.',
  committing: 'Wait until it is done, then undo it.',
  failed: 'There is nothing to take back.',
  cancelled: 'There is nothing to take back.',
};

/**
 * Begins to take a list back: a job then removes each of its contacts that was never dialled (`undoBatch`). Whoever was
 * dialled stays with all that is known of it, and is not dialled again. Appointments that it booked and that are still to
 * come are cancelled. Consents that came with it stay on record.
 * Undoing twice is one undo.
 * Throws EngineError `unknown_import`, `import_not_undoable`.
 */
export async function undoImport(
  deps: Pick<EngineDeps, 'db'>,
  input: { importId: string; reason?: string | undefined; actor: string },
): Promise<UndoneImport> {
  const { importId, actor, reason } = input;
  return await inTransaction(deps.db, async (tx) => {
    const { state, purpose, fileName, reopened } = await lockDraft(tx, { importId });
    const consentsKept = await countConsents(tx, importId);
    if (state === 'undoing' || state === 'undone') return { importId, state, consentsKept };
    if (state !== 'done' && !(state === 'checked' && reopened)) {
      throw new EngineError('conflict', 'import_not_undoable', `The import of "${fileName}" is ${state}, not done.`, {
        repair: REPAIRS[state] ?? 'Look at its state.',
        details: { importId, state },
      });
    }
    if (purpose === 'stop') {
      throw new EngineError(
        'conflict',
        'import_not_undoable',
        `"${fileName}" is a stop list: who it ended stays ended.`,
        {
          repair: 'To call these people after all, upload them as a list of their own.',
          details: { importId, state },
        },
      );
    }
    await tx.execute(sql`
      update imports set state = 'undoing', undone_rows = 0, ended_at = null, working_until = null,
        step_started_at = outdial_now(), last_row = coalesce(
          (select max(id) from contacts where id between first_contact_id and last_contact_id) - first_contact_id, 0)
      where id = ${importId}`);
    await audit(tx, { actor, action: 'import.undo', subject: `import:${importId}`, reason, details: { consentsKept } });
    await notifyWork(tx, 'import', importId);
    return { importId, state: 'undoing', consentsKept };
  });
}

async function countConsents(tx: Transaction, importId: string): Promise<number> {
  const found = await firstRow<{ count: number }>(
    tx,
    sql`select coalesce((detected ->> 'consents')::integer, 0) as count from imports where id = ${importId}`,
  );
  return found?.count ?? 0;
}
