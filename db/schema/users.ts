import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../domain/role.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** People who sign in. Disabled, never deleted: the audit trail names them. */
export const users = pgTable(
  'users',
  {
    id: timeOrderedId(),
    /** In lower case. */
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** argon2id; null = invited, not joined yet. */
    passwordHash: text(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    lastSeenAt: instant(),
    disabledAt: instant(),
  },
  (t) => [
    uniqueIndex('users_email_key').on(t.email),
    check('users_role_known', sql`${t.role} in ('viewer', 'operator', 'admin')`),
  ],
);

/** Signed-in browsers: only a SHA-256 of the 256-bit id is stored. */
export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    lastSeenAt: instant().notNull(),
    /** Whatever is done with it, it ends then. */
    expiresAt: instant().notNull(),
    address: text(),
    userAgent: text(),
    endedAt: instant(),
  },
  (t) => [index('sessions_user_idx').on(t.userId)],
);

/** One-time links: the first administrator, an invitation, a new password. */
export const invites = pgTable(
  'invites',
  {
    id: timeOrderedId(),
    tokenSha256: text().notNull(),
    purpose: text().$type<'first_admin' | 'invite' | 'reset'>().notNull(),
    userId: uuid().references(() => users.id),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [uniqueIndex('invites_token_key').on(t.tokenSha256)],
);

/** Wrong passwords of late, by what they were tried on: `email:...` and `address:...`. */
export const loginFailures = pgTable(
  'login_failures',
  {
    subject: text().notNull(),
    windowAt: instant().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ name: 'login_failures_pkey', columns: [t.subject, t.windowAt] })],
);
