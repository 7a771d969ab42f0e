import type { SQL } from 'drizzle-orm';
import type { Queryable } from './client.ts';

/**
 * Runs a statement and hands out its rows. The row type is the statement's own promise: it stands beside the SQL
 * that makes it. Instants cross as milliseconds (`to_ms(x)` out, `from_ms($)` in), so no zone can get lost.
 */
export async function rows<Row>(db: Pick<Queryable, 'execute'>, statement: SQL): Promise<Row[]> {
  const result = await db.execute(statement);
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the driver knows no row types; the SQL does
  return result.rows as Row[];
}

/** The first row, or undefined. */
export async function firstRow<Row>(db: Pick<Queryable, 'execute'>, statement: SQL): Promise<Row | undefined> {
  return (await rows<Row>(db, statement))[0];
}
