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
    /** Why it ended as it did: the cause of its last attempt, or its reason. */
    lastCause: text(),
    /** What somebody may still do something about: set by the state alone, so that no writer can forget it. */
    cause: text().generatedAlwaysAs(
      sql`case when state in ('exhausted', 'failed') then coalesce(last_cause, reason, 'unknown') when state in ('expired', 'parked') then state end`,
    ),
    /** Who declared it done with; see resolutions. */
    resolutionId: uuid(),
    changedAt: instant()
      .notNull()
      .default(sql`outdial_now()`),
  },
  (t) => [
    // Progress and lists: contacts of a run by state.
    index('contact_states_run_state_idx').on(t.runId, t.state),
    // Failures by cause, and a retry's choice.
    index('contact_states_cause_idx')
      .on(t.runId, t.cause, t.contactId)
      .where(sql`cause is not null and resolution_id is null`),
    // Taking a resolution back.
    index('contact_states_resolution_idx')
      .on(t.resolutionId)
      .where(sql`resolution_id is not null`),
    check(
      'contact_states_state_known',
      sql`${t.state} in ('ready', 'waiting', 'in_flight', 'reached', 'exhausted', 'failed', 'suppressed', 'unknown_zone', 'no_consent', 'expired', 'parked', 'cancelled')`,
    ),
  ],
);
