import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { checkCampaignOfList } from './campaign-of-list.ts';
import type { ImportOptions } from '../import-options.ts';
import { lockDraft, refuseState, stampDraft, type Draft } from './lock-draft.ts';

/**
 * Asks for the commit of a draft, which is checked before if it was not: its contacts come to be at one moment, and
 * into the campaign if one is named. `badRows: 'refuse'` commits nothing while a row is set aside, 'skip' leaves those
 * out. Repeating it on a list that is being committed changes nothing. Throws EngineError `unknown_import`,
 * `draft_changed`, `draft_has_bad_rows`, `import_taken`, `campaign_needed`, `unknown_campaign`, `campaign_cancelled`,
 * `campaign_completed`, `upload_unfinished`, `import_failed`, `import_over`.
 */
export async function commitImport(
  deps: Pick<EngineDeps, 'db'>,
  input: {
    importId: string;
    version?: number | undefined;
    campaignId?: string | undefined;
    badRows?: ImportOptions['badRows'] | undefined;
    actor: string;
  },
): Promise<{ importId: string; version: number; state: ImportState; campaignId: string | null }> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, input);
    const { id, state } = draft;
    const campaignId = input.campaignId ?? draft.campaignId;
    if (draft.campaignId !== null && campaignId !== draft.campaignId) throw taken(draft);
    if (state === 'committing') return { importId: id, version: draft.version, state, campaignId };
    if (state !== 'uploaded' && state !== 'checking' && state !== 'checked') throw refuseState('commit', draft);
    await checkCampaignOfList(tx, { campaignId, purpose: draft.purpose, wanted: 'commit' });
    const options: ImportOptions = { ...draft.options, ...(input.badRows ? { badRows: input.badRows } : {}) };
    if (options.badRows === 'refuse') await refuseBadRows(tx, draft);
    await tx.execute(sql`
      update imports set wanted = 'commit', campaign_id = ${campaignId}, options = ${JSON.stringify(options)}::jsonb
      where id = ${id}`);
    const version = await stampDraft(tx, draft, input.actor);
    await audit(tx, {
      actor: input.actor,
      action: 'import.commit',
      subject: `import:${id}`,
      details: { campaignId, badRows: options.badRows ?? 'skip', version },
    });
    await notifyWork(tx, 'import', id);
    return { importId: id, version, state, campaignId };
  });
}

/** Rows that are being looked at again may turn out well: then it is the commit itself that counts them. */
async function refuseBadRows(tx: Transaction, { id, state, fileName, rejectedRows }: Draft): Promise<void> {
  if (state !== 'checked' || rejectedRows === 0) return;
  const pending = await firstRow(tx, sql`select from import_rows where import_id = ${id} and pending limit 1`);
  if (pending) return;
  throw new EngineError('conflict', 'draft_has_bad_rows', `${rejectedRows} rows of "${fileName}" are set aside.`, {
    repair: 'Repair them, or commit without them (badRows: skip).',
    details: { rejectedRows },
  });
}

const taken = ({ fileName, campaignId }: Draft): EngineError =>
  new EngineError('conflict', 'import_taken', `The list "${fileName}" belongs to another campaign.`, {
    repair: 'Upload it again for this campaign.',
    details: { campaignId },
  });
