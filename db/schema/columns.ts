import { sql } from 'drizzle-orm';
import { bigint, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Time-ordered id, made by Postgres 18 itself. */
export const timeOrderedId = () =>
  uuid()
    .primaryKey()
    .default(sql`uuidv7()`);

/** An instant. SQL and TypeScript both see it with its zone; drizzle hands out `Date`. */
export const instant = () => timestamp({ withTimezone: true });

/** When the row came to be, on Outdial's own clock. */
export const createdAt = () =>
  timestamp({ withTimezone: true })
    .notNull()
    .default(sql`outdial_now()`);

/** Money: integer micro-units of the account's currency. Safe as a number up to 9 thousand million units. */
export const micros = () => bigint({ mode: 'number' });

/** E.164 digits without the plus: 15 digits fit, and integers are half the size of text in the hot indexes. */
export const phoneDigits = () => bigint({ mode: 'number' });

/** A database-made sequence number. */
export const serialId = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity();
