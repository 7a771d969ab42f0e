import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ConsentClass, LawCap } from '../../domain/law/law-rule.ts';
import { createdAt } from './columns.ts';

/**
 * Each combination of rules that a plan was ever made under, written once: due rows and attempts name it, so that every
 * decision can be explained by the rules of its day. Row 0 = no rules. Append-only.
 */
export const appliedLaws = pgTable(
  'applied_laws',
  {
    id: integer().primaryKey().generatedByDefaultAsIdentity({ startWith: 1 }),
    /** Purpose, channel, places and the rules with the versions of their files: what makes two alike. */
    key: text().notNull(),
    purpose: text().notNull(),
    channel: text().notNull(),
    placeKey: text().notNull(),
    ruleIds: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Versions of the rule files that were looked at. */
    versions: jsonb().$type<Record<string, string>>().notNull().default({}),
    caps: jsonb().$type<LawCap[]>().notNull().default([]),
    consent: text().$type<ConsentClass>().notNull().default('none'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('applied_laws_key').on(t.key)],
);
