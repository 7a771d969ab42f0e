import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';

/** The texts of stored templates by their names; a name that has none is left out. */
export async function templateBodies(
  db: Pick<Queryable, 'execute'>,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const known = await rows<{ name: string; body: string }>(
    db,
    sql`select name, body from templates where name = any(${sql.param([...names])}::text[])`,
  );
  return new Map(known.map(({ name, body }) => [name, body]));
}
