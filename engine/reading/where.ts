import { sql, type SQL } from 'drizzle-orm';

/** All conditions that are set, joined with and; none = true. */
export function allOf(...conditions: (SQL | undefined)[]): SQL {
  const set = conditions.filter((condition) => condition !== undefined);
  return set.length === 0 ? sql`true` : sql.join(set, sql` and `);
}

/** The condition for a filter that may be absent. */
export const when = <T>(value: T | undefined, condition: (value: T) => SQL): SQL | undefined =>
  value === undefined ? undefined : condition(value);
