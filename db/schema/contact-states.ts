import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ContactState } from '../../domain/contact-state.ts';
import { instant } from './columns.ts';

/** Exactly one state per contact (L2). */
export const contactStates = pgTable(
  'contact_states',
  {
    /** Without foreign keys, as contacts are. */
    contactId: bigint({ mode: 'number' }).primaryKey(),
    /** The run that holds this contact; null until a campaign takes its list. */
    runId: uuid(),
    state: text().$type<ContactState>().notNull(),
    /** Why it is in this state, as a stable code of domain/reason.ts. */
    reason: text(),
    step: integer().notNull().default(0),
    /** Dials made in this step that count (ambiguous ones too, refused and voided ones not). */
    attemptsMade: integer().notNull().default(0),
    lastOutcome: text(),
    changedAt: instant()
      .notNull()
      .default(sql`outdial_now()`),
  },
  (t) => [
    // Progress and lists: contacts of a run by state.
    index('contact_states_run_state_idx').on(t.runId, t.state),
    check(
      'contact_states_state_known',
      sql`${t.state} in ('ready', 'waiting', 'in_flight', 'reached', 'exhausted', 'failed', 'suppressed', 'unknown_zone', 'no_consent', 'expired', 'parked', 'cancelled')`,
    ),
  ],
);
