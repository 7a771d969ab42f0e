import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/transaction.ts';
import { firstRow } from '../../../db/rows.ts';
import { EngineError } from '../../error.ts';
import { isUuid } from '../../../domain/uuid.ts';

/**
 * A programme is named in requests by its id or its name, so that a name belongs to one of them. Two that are created
 * at once follow each other. Throws EngineError `programme_name_taken`, `programme_name_invalid`.
 */
export async function refuseTakenName(tx: Transaction, name: string): Promise<void> {
  if (isUuid(name) || name.trim() !== name || name === '') {
    const message = 'A name is not empty, has no space at its ends and does not look like an id.';
    throw new EngineError('invalid', 'programme_name_invalid', message, { repair: 'Choose another name.' });
  }
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('programme:' || ${name}::text, 0))`);
  const taken = await firstRow<{ id: string }>(tx, sql`select id from programmes where name = ${name} limit 1`);
  if (!taken) return;
  throw new EngineError('conflict', 'programme_name_taken', `There is already a programme named "${name}".`, {
    repair: 'Change that one, or choose another name.',
    details: { programmeId: taken.id },
  });
}
