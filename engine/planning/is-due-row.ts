import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether `d` is the due row of the contact and subject that a row of `asked` names, of this run and step. Run and step
 * are not said by plain equality, which the claim's index could serve: the planner would take it for as cheap as the
 * primary key while the table is not analysed, and compare every row of the run with every row that is asked for.
 */
export const isDueRow = (asked: SQL, runId: string, step: SQL | number = sql`${asked}.step`): SQL =>
  sql`d.contact_id = ${asked}.contact_id and d.subject = ${asked}.subject
    and d.run_id is not distinct from ${runId}::uuid and d.step is not distinct from ${step}::integer`;
