import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { EngineError } from '../../error.ts';
import type { Draft, Wanted } from './lock-draft.ts';

/**
 * Lets a list be checked from its first row again: state `uploaded`. What the earlier check wrote is not shown any
 * more, and its next check removes it; corrected rows are kept and applied again. Throws EngineError
 * `import_committed` for a list that was done once.
 */
export async function resetCheck(tx: Pick<Queryable, 'execute'>, draft: Draft, wanted: Wanted): Promise<void> {
  if (draft.reopened) {
    throw new EngineError(
      'conflict',
      'import_committed',
      `Contacts of "${draft.fileName}" are in a campaign already.`,
      {
        repair:
          'Only rows that were set aside can still be repaired. To read the file otherwise, undo it and upload it again.',
      },
    );
  }
  await tx.execute(sql`
    update imports set state = 'uploaded', wanted = ${wanted}, last_row = 0, rows_read = 0, bytes_read = 0, accepted_rows = 0,
      rejected_rows = 0, duplicate_rows = 0, failure = null, ended_at = null, step_started_at = null,
      detected = detected - 'layout' - 'suppressed'
    where id = ${draft.id}`);
  await tx.execute(sql`delete from import_groups where import_id = ${draft.id}`);
}
