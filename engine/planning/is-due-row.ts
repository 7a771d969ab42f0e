import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether `d` is the due row of a contact, subject and step of a run. Run and step are not said by plain equality, which
 * the claim's index could serve: the planner would take it for as cheap as the primary key while the table is not
 * analysed, and compare every row of the run with every row that is asked for.
 */
export const isDueRow = (asked: { runId: string; contactId: SQL; subject: SQL; step: SQL | number }): SQL =>
  sql`d.contact_id = ${asked.contactId} and d.subject = ${asked.subject}
    and d.run_id is not distinct from ${asked.runId}::uuid and d.step is not distinct from ${asked.step}::integer`;
