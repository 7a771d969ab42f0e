import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { SNOOZE_COLUMNS, SNOOZE_LASTS, type SnoozeView } from '../snoozes.ts';

/** What nobody ended and whose time is not over, newest first; those whose number is reached too. */
export async function listSnoozes(deps: Pick<EngineDeps, 'readDb'>): Promise<SnoozeView[]> {
  return await rows(
    deps.readDb,
    sql`select ${SNOOZE_COLUMNS} from failure_snoozes z where ${SNOOZE_LASTS} order by z.id desc limit 500`,
  );
}
