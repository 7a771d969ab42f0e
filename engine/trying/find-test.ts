import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';

export const unknownTest = (testId: string): EngineError =>
  new EngineError('not_found', 'unknown_test', `There is no test ${testId}.`, {
    repair: 'List the tests of its campaign.',
  });

/** Whether there is such a test, of whichever campaign. Throws EngineError `unknown_test`. */
export async function checkTest(db: Pick<Queryable, 'execute'>, testId: string): Promise<void> {
  const found = await firstRow(db, sql`select from runs where id = ${testId} and kind = 'manual'`);
  if (!found) throw unknownTest(testId);
}
