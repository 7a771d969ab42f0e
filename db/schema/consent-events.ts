import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/**
 * Consent given and revoked, one event a row, never changed: what holds at an instant is the last event before it.
 * A phone's consent is that of the phone, not of whoever else shares its person.
 */
export const consentEvents = pgTable(
  'consent_events',
  {
    id: timeOrderedId(),
    phone: phoneDigits().notNull(),
    kind: text().$type<'given' | 'revoked'>().notNull(),
    /** Empty = every purpose. */
    purpose: text().notNull().default(''),
    /** Empty = every channel. */
    channel: text().notNull().default(''),
    consentClass: text().$type<ConsentClass>().notNull().default('express'),
    /** How, in a word: web_form, paper, sms, call, api, import ... */
    method: text().notNull(),
    /** What the person was shown or told. */
    textShown: text(),
    evidence: text(),
    happenedAt: instant().notNull(),
    expiresAt: instant(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    importId: uuid(),
    rowNumber: integer(),
  },
  (t) => [
    // The gate: the last event of a phone.
    index('consent_events_phone_idx').on(t.phone, t.happenedAt),
    // Pages of what was taken back, beside the millions that lists bring.
    index('consent_events_revoked_idx')
      .on(t.id)
      .where(sql`kind = 'revoked'`),
    check('consent_events_kind_known', sql`${t.kind} in ('given', 'revoked')`),
  ],
);
