import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { findRun } from '../../campaigns/find-run.ts';
import { requiredOfCampaign } from '../../campaigns/required-of-campaign.ts';
import { refuseMissingVariables } from '../../campaigns/take-list.ts';
import { EngineError } from '../../error.ts';
import { commitAppointments } from './commit-appointments.ts';
import { commitContacts } from './commit-contacts.ts';
import { readCommitPlan, type CommitPlan } from './commit-plan.ts';
import type { StoredImport } from '../find-import.ts';
import type { ImportFailureFacts } from '../import-failure.ts';
import type { ImportDeps, StepResult } from '../run-import.ts';

/**
 * Gives the contacts of a checked list their state, and in a launched campaign their due row: all of them, at one
 * instant, or none. A list of appointments is booked row by row. What stands in the way is written to the draft, which
 * stays as it is.
 */
export async function commitList(
  deps: ImportDeps,
  list: StoredImport,
  signal: AbortSignal | undefined,
): Promise<StepResult> {
  const books = list.purpose === 'appointments';
  if (list.state === 'committing' && !books) await dropHalf(deps, list.id);
  const obstacle = await obstacleOf(deps, list);
  if (obstacle) return await keepDraft(deps, list.id, obstacle);
  if (books) {
    if (!(await beginCommit(deps, list))) return 'next';
    const booked = await commitAppointments(deps, list, signal);
    return typeof booked === 'string' ? booked : await keepDraft(deps, list.id, booked);
  }
  const plan = await readCommitPlan(deps, list);
  if (!(await beginCommit(deps, list))) return 'next';
  const result = await commitContacts(deps, list, plan, signal);
  if (result === 'campaign_over') return await keepDraft(deps, list.id, campaignOver(plan));
  return result;
}

async function obstacleOf(deps: ImportDeps, list: StoredImport): Promise<ImportFailureFacts | null> {
  if (list.state === 'checked' && list.options.badRows === 'refuse' && list.rejectedRows > 0) {
    return {
      code: 'draft_has_bad_rows',
      message: `${list.rejectedRows} rows cannot be used, and the list is to be taken whole or not at all.`,
      repair: 'Repair them (the groups of the check say how), or commit it with the policy skip.',
    };
  }
  if (list.acceptedRows === 0) {
    return {
      code: 'no_usable_rows',
      message: `None of the ${list.rowsRead} rows can be used.`,
      repair: 'Repair them (the groups of the check say how), or map the columns otherwise.',
    };
  }
  if (list.campaignId === null) return null;
  const missing = await missingVariables(deps, list, list.campaignId);
  if (missing) return missing;
  const run = await findRun(deps.db, list.campaignId);
  return run.state === 'cancelled' || run.state === 'completed' ? campaignOver({ run }) : null;
}

/** A campaign that was chosen after the check may have texts that need more than was looked at. */
async function missingVariables(
  deps: ImportDeps,
  list: StoredImport,
  campaignId: string,
): Promise<ImportFailureFacts | null> {
  const checked = list.options.requiredVariables ?? [];
  const needed = (await requiredOfCampaign(deps, campaignId)).filter((name) => !checked.includes(name));
  if (needed.length === 0) return null;
  try {
    await refuseMissingVariables(deps.db, campaignId, needed, list.id);
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const repair = `Check the list again with the required variables ${needed.join(', ')}: rows without them are then set aside. Or give the texts a fallback.`;
    return { code: error.code, message: error.message, repair };
  }
}

const campaignOver = ({ run }: Pick<CommitPlan, 'run'>): ImportFailureFacts => ({
  code: 'campaign_over',
  message: `The campaign "${run?.name ?? ''}" is ${run?.state === 'cancelled' ? 'cancelled' : 'completed'}: nobody would be called any more.`,
  repair: 'Commit the list into another campaign.',
});

async function keepDraft(deps: ImportDeps, importId: string, failure: ImportFailureFacts): Promise<StepResult> {
  await deps.db.execute(sql`
    update imports set state = 'checked', wanted = 'check', failure = ${JSON.stringify(failure)}::jsonb
    where id = ${importId} and state in ('checked', 'committing')`);
  return 'checked';
}

/**
 * A job that died between its two commits has left states that were planned for another moment: somebody may have said
 * no since, or the campaign changed. Nobody could dial them without their due rows; they go, and are written anew.
 */
async function dropHalf(deps: ImportDeps, importId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    // A job that slept between its two commits still holds the list: only once it is known how that ended may they go.
    const half = await firstRow(
      tx,
      sql`select from imports
          where id = ${importId} and state = 'committing' and not coalesce(detected ? 'committed', false) for no key update`,
    );
    if (!half) return;
    await tx.execute(sql`
      delete from contact_states s using imports i
      where i.id = ${importId} and s.contact_id between i.first_contact_id and i.last_contact_id`);
  });
}

/** False: it was edited, cancelled or taken up by another job since it was read. */
async function beginCommit(deps: ImportDeps, { id, version }: StoredImport): Promise<boolean> {
  const begun = await firstRow(
    deps.db,
    sql`update imports set state = 'committing', failure = null,
          step_started_at = case when state = 'checked' then outdial_now() else step_started_at end
        where id = ${id} and version = ${version} and state in ('checked', 'committing') returning id`,
  );
  return begun !== undefined;
}
