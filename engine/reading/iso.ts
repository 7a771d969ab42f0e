import { sql, type SQL } from 'drizzle-orm';

/** An instant as people and programs outside read it: ISO 8601 in UTC with milliseconds; null stays null. */
export const iso = (instant: SQL): SQL =>
  sql`to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
