import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, timeOrderedId } from './columns.ts';
import { numbers } from './numbers.ts';
import { providerAccounts } from './provider-accounts.ts';
import { runs } from './runs.ts';

/**
 * One rate limit: at most `max_count` sends in any window of `window_ms`. Owned by an account, optionally
 * narrowed to a number, or by a run (the campaign's own pace). The claim locks these rows first of all.
 */
export const pacers = pgTable(
  'pacers',
  {
    id: timeOrderedId(),
    accountId: uuid().references(() => providerAccounts.id),
    numberId: uuid().references(() => numbers.id),
    runId: uuid().references(() => runs.id),
    channel: text().$type<'call' | 'sms'>(),
    maxCount: integer().notNull(),
    windowMs: integer().notNull(),
    /** Earliest send time that is still free. */
    nextAt: instant()
      .notNull()
      .default(sql`'-infinity'`),
  },
  (t) => [
    // The claim reads all limits of one account and one run.
    index('pacers_account_idx').on(t.accountId),
    index('pacers_run_idx').on(t.runId),
    check('pacers_have_one_owner', sql`(${t.accountId} is null) <> (${t.runId} is null)`),
    check('pacers_limit_positive', sql`${t.maxCount} > 0 and ${t.windowMs} > 0`),
  ],
);
