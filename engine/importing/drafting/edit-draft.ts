import { sql } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { inTransaction } from '../../../db/transaction.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { applyFixes, type Recheck } from './apply-fixes.ts';
import { checkImportOptions, readImportOptions, RECHECK_OPTIONS, type ImportOptions } from '../import-options.ts';
import { lockDraft, refuseState, stampDraft } from './lock-draft.ts';
import { shownName } from '../receiving/receive-upload.ts';
import { resetCheck } from './reset-check.ts';

/** Options to set; null removes one, and what is not named stays. */
export type OptionChanges = { [Key in keyof ImportOptions]?: ImportOptions[Key] | null | undefined };

/**
 * Changes how a list is read, before it is committed; also after it failed, which is how a wrong mapping is mended
 * without another upload. A list that was checked is `uploaded` again and waits for its next check, unless only
 * repairs or the policy about bad rows changed. Throws EngineError `unknown_import`, `draft_changed` (details: version,
 * changedBy, changedAt), `draft_busy`, `upload_unfinished`, `import_over`, `import_committed`, and what
 * checkImportOptions and applyFixes throw.
 */
export async function editDraft(
  deps: Pick<EngineDeps, 'db' | 'zones'>,
  input: {
    importId: string;
    version?: number | undefined;
    options?: OptionChanges | undefined;
    fileName?: string | undefined;
    actor: string;
  },
): Promise<{ importId: string; version: number; state: ImportState } & Recheck> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, input);
    if (!['uploaded', 'checked', 'failed'].includes(draft.state)) throw refuseState('change', draft);
    const options = merged(draft.options, input.options ?? {});
    checkImportOptions(options, deps.zones);
    const changed = changedKeys(draft.options, options);
    const readsOtherwise = changed.some((key) => !RECHECK_OPTIONS.some((known) => known === key));
    let recheck: Recheck = { recheck: 'none', rows: 0 };
    if (readsOtherwise && draft.state !== 'uploaded') {
      await resetCheck(tx, draft, 'upload');
      recheck = { recheck: 'all', rows: 0 };
    } else if (!readsOtherwise && changed.includes('fixes')) {
      recheck = await applyFixes(tx, draft, options.fixes ?? {});
    }
    const fileName = input.fileName === undefined ? draft.fileName : shownName(input.fileName);
    await tx.execute(sql`
      update imports set options = ${JSON.stringify(options)}::jsonb, file_name = ${fileName} where id = ${draft.id}`);
    const version = await stampDraft(tx, draft, input.actor);
    await audit(tx, {
      actor: input.actor,
      action: 'import.edit',
      subject: `import:${draft.id}`,
      details: { changed, version, ...recheck },
    });
    const state = recheck.recheck === 'all' ? 'uploaded' : recheck.recheck === 'rows' ? 'checked' : draft.state;
    return { importId: draft.id, version, state, ...recheck };
  });
}

function merged(before: ImportOptions, changes: OptionChanges): ImportOptions {
  const all: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete all[key];
    else if (value !== undefined) all[key] = value;
  }
  return readImportOptions(all);
}

function changedKeys(before: ImportOptions, after: ImportOptions): string[] {
  const [old, now]: Record<string, unknown>[] = [{ ...before }, { ...after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(old?.[key], now?.[key]),
  );
}
