import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AttemptState } from '../../domain/attempt-state.ts';
import type { Channel } from '../../domain/channel.ts';
import { createdAt, instant, micros, phoneDigits, timeOrderedId } from './columns.ts';
import { contacts } from './contacts.ts';
import { numbers } from './numbers.ts';
import { providerAccounts } from './provider-accounts.ts';
import { runs } from './runs.ts';

/** Every attempt ever claimed, with all that is known of it. Its id is the correlator that travels to the provider. */
export const attempts = pgTable(
  'attempts',
  {
    id: timeOrderedId(),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    contactId: bigint({ mode: 'number' })
      .notNull()
      .references(() => contacts.id),
    personId: bigint({ mode: 'number' }).notNull(),
    accountId: uuid()
      .notNull()
      .references(() => providerAccounts.id),
    numberId: uuid()
      .notNull()
      .references(() => numbers.id),
    subject: text().notNull().default(''),
    step: integer().notNull(),
    /** Which dial of this step it is, from 1. */
    ordinal: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    phone: phoneDigits().notNull(),
    state: text().$type<AttemptState>().notNull(),
    /** Why the gate or the sender gave it back, or the provider's refusal, or why it was parked. */
    reason: text(),
    /** The sender process that claimed it; only it may send. */
    sender: uuid().notNull(),
    leaseUntil: instant().notNull(),
    /** The send time that the pacer granted. */
    grantedAt: instant().notNull(),
    dueAt: instant().notNull(),
    closesAt: instant().notNull(),
    expiresAt: instant().notNull(),
    policyVersion: integer().notNull(),
    /** The rules of law that it was planned under (applied_laws); 0 = none. */
    lawId: integer().notNull().default(0),
    holdMicros: micros().notNull(),
    /** What it cost so far, as settled; null until settled. */
    costMicros: micros(),
    /** True while the cost is only presumed (a parked dial). */
    costPresumed: boolean().notNull().default(false),
    /** What was sent: the message text or the agent's variables, as rendered. */
    rendered: jsonb().$type<{ text?: string; variables?: Record<string, string> }>(),
    providerRef: text(),
    outcome: text(),
    /** Why it failed, a code of domain/cause.ts; null = it did not, or not yet. */
    cause: text(),
    /** The provider's own word for the end, kept raw. */
    providerReason: text(),
    talkSeconds: integer(),
    createdAt: createdAt(),
    /** When the gate let it through. */
    gatedAt: instant(),
    /** When it was given back unsent. */
    voidedAt: instant(),
    /** When the first byte left, by the sender's clock. */
    sentAt: instant(),
    acceptedAt: instant(),
    endedAt: instant(),
    disposedAt: instant(),
  },
  (t) => [
    // Facts name the provider's id; a doubled adoption would be a double dial.
    uniqueIndex('attempts_provider_ref_key')
      .on(t.accountId, t.providerRef)
      .where(sql`provider_ref is not null`),
    // A contact's history, and the ordinal of the next dial.
    index('attempts_contact_idx').on(t.contactId, t.id),
    // The person's sliding caps at the gate. Without gated_at, so that passing the gate can stay a HOT update.
    index('attempts_person_idx').on(t.personId),
    // Lists of a run, newest first.
    index('attempts_run_idx').on(t.runId, t.id),
    check(
      'attempts_state_known',
      sql`${t.state} in ('INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'PARKED', 'REFUSED', 'VOID', 'ENDED', 'DISPOSED')`,
    ),
    check('attempts_hold_not_negative', sql`${t.holdMicros} >= 0`),
  ],
);
