import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { lockDraft, refuseState, stampDraft } from './lock-draft.ts';
import { resetCheck } from './reset-check.ts';

/**
 * Asks for the check of a draft; it waits again afterwards. One that is checked already, or being checked, is left as
 * it is; one that failed is checked from its first row. Throws EngineError `unknown_import`, `draft_changed`,
 * `upload_unfinished`, `draft_busy`, `import_over`.
 */
export async function startCheck(
  deps: Pick<EngineDeps, 'db'>,
  input: { importId: string; version?: number | undefined; actor: string },
): Promise<{ importId: string; version: number; state: ImportState }> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, input);
    const { id, state, version } = draft;
    if (state === 'checking' || state === 'checked') return { importId: id, version, state };
    if (state !== 'uploaded' && state !== 'failed') throw refuseState('check', draft);
    if (state === 'failed') await resetCheck(tx, draft, 'check');
    else await tx.execute(sql`update imports set wanted = 'check' where id = ${id} and wanted = 'upload'`);
    const next = await stampDraft(tx, draft, input.actor);
    await audit(tx, {
      actor: input.actor,
      action: 'import.check',
      subject: `import:${id}`,
      details: { version: next },
    });
    await notifyWork(tx, 'import', id);
    return { importId: id, version: next, state: 'uploaded' };
  });
}
