import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { notifyWork } from '../../../db/notify.ts';
import { EngineError } from '../../error.ts';
import { checkCampaignOfList } from './campaign-of-list.ts';
import { refuseState, type Draft } from './lock-draft.ts';

/**
 * Refuses a list whose rows cannot be repaired any more. One that is done can: what was set aside then may still be
 * added. Throws EngineError `upload_unfinished`, `draft_not_checked`, `draft_busy`, `import_failed`, `import_over`,
 * `campaign_cancelled`, `campaign_completed`.
 */
export async function refuseRepair(tx: Pick<Queryable, 'execute'>, draft: Draft, action: string): Promise<void> {
  const noneUsable = draft.state === 'failed' && draft.failureCode === 'no_usable_rows';
  if (draft.state !== 'checked' && draft.state !== 'done' && !noneUsable) throw refuseState(action, draft);
  if (draft.state !== 'done') return;
  if (draft.purpose === 'stop') {
    throw new EngineError('conflict', 'import_over', `The stop list "${draft.fileName}" has done its work.`, {
      repair: 'Upload the corrected rows as another stop list.',
    });
  }
  await checkCampaignOfList(tx, { ...draft, wanted: 'commit' });
}

/**
 * Sends the job to the rows that are pending. A list that was done is `checked` again and goes on to its commit by
 * itself, which adds the repaired people and leaves the others alone: `reopened` keeps them from ever being removed as
 * if they had not been committed.
 */
export async function openForRepair(tx: Pick<Queryable, 'execute'>, draft: Draft): Promise<void> {
  const reopen = draft.state === 'done';
  await tx.execute(sql`
    update imports set state = 'checked', failure = null, ended_at = null,
      wanted = case when ${reopen} then 'commit' when wanted = 'upload' then 'check' else wanted end,
      detected = case when ${reopen} then coalesce(detected, '{}') || '{"reopened": true}' else detected end
    where id = ${draft.id}`);
  await notifyWork(tx, 'import', draft.id);
}

/** Contacts of a list that was done may have been dialled: their rows stay as they are. */
export const isCommitted = (draft: Draft, verdict: string): boolean =>
  verdict === 'accepted' && (draft.reopened || draft.state === 'done');
