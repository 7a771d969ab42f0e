import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, micros, timeOrderedId } from './columns.ts';

/** An account at a telephony provider. LIVE or SIMULATED for life: a simulated account can never dial a person. */
export const providerAccounts = pgTable(
  'provider_accounts',
  {
    id: timeOrderedId(),
    name: text().notNull(),
    provider: text().$type<'agentnumber' | 'cartesia'>().notNull(),
    mode: text().$type<'LIVE' | 'SIMULATED'>().notNull(),
    baseUrl: text().notNull(),
    /** Sealed with the installation's key (engine/accounts/seal.ts); never logged, never returned. */
    apiKeySealed: text().notNull(),
    webhookSecretSealed: text(),
    /** The provider's own id of the webhook registered for us; null = polling only. */
    webhookRef: text(),
    currency: text().notNull().default('USD'),
    callMicrosPerMinute: micros().notNull(),
    smsMicros: micros().notNull(),
    /** Calls that may be live at once; the provider's plan sets it. */
    maxConcurrentCalls: integer().notNull(),
    /** How long the provider itself may queue a dial; taken off the end of every calling window. */
    providerQueueSeconds: integer().notNull().default(5),
    /** The provider's or the account's own longest call, for providers that take no per-call limit. */
    maxCallMinutes: integer().notNull().default(10),
    /** Per-day spending cap (UTC day); null = none. */
    dailyCapMicros: micros(),
    /** Stop flag set by a person. */
    stoppedAt: instant(),
    stoppedReason: text(),
    /** Breaker: open while resume_at is in the future or null with a reason that only a person clears. */
    breakerState: text().$type<'closed' | 'open' | 'probing'>().notNull().default('closed'),
    breakerReason: text(),
    breakerWaitMs: integer().notNull().default(0),
    resumeAt: instant(),
    ambiguousInARow: integer().notNull().default(0),
    /** A reconciler turn is at work until then. */
    reconcilingUntil: instant()
      .notNull()
      .default(sql`'-infinity'`),
    /** Last balance that the provider itself reported, and when. */
    providerBalanceMicros: micros(),
    providerBalanceAt: instant(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('provider_accounts_name_key').on(t.name),
    check('provider_accounts_provider_known', sql`${t.provider} in ('agentnumber', 'cartesia')`),
    check('provider_accounts_mode_known', sql`${t.mode} in ('LIVE', 'SIMULATED')`),
    check('provider_accounts_breaker_known', sql`${t.breakerState} in ('closed', 'open', 'probing')`),
    check('provider_accounts_rates_not_negative', sql`${t.callMicrosPerMinute} >= 0 and ${t.smsMicros} >= 0`),
    check('provider_accounts_concurrency_positive', sql`${t.maxConcurrentCalls} > 0`),
  ],
);
