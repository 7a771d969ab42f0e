import { sql } from 'drizzle-orm';
import { inTransaction } from '../../../db/transaction.ts';
import type { FixDecision } from '../../../domain/fixes.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { applyFixes, type Recheck } from './apply-fixes.ts';
import { checkImportOptions } from '../import-options.ts';
import { lockDraft, refuseState, stampDraft } from './lock-draft.ts';

/**
 * Decides about repairs, by code or by `code:Column header`; `undecided` takes a decision back. The rows with that
 * damage are looked at again. On a list that is done, acceptances add the people they repair; none can be taken back.
 * Throws EngineError `unknown_import`, `draft_changed`, `unknown_fix`, `repair_committed`, `draft_busy`,
 * `upload_unfinished`, `import_over`.
 */
export async function decideFixes(
  deps: Pick<EngineDeps, 'db' | 'zones'>,
  input: {
    importId: string;
    version?: number | undefined;
    fixes: Readonly<Record<string, FixDecision | 'undecided'>>;
    actor: string;
  },
): Promise<{ importId: string; version: number } & Recheck> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, input);
    if (!['uploaded', 'checked', 'failed', 'done'].includes(draft.state)) throw refuseState('repair', draft);
    const fixes: Record<string, FixDecision> = { ...draft.options.fixes };
    for (const [key, decision] of Object.entries(input.fixes)) {
      if (decision === 'undecided') delete fixes[key];
      else fixes[key] = decision;
    }
    const options = { ...draft.options, fixes };
    // A key that is taken back is checked too: a slip of the pen there would be silent.
    checkImportOptions({ ...options, fixes: { ...fixes, ...asDecisions(input.fixes) } }, deps.zones);
    const recheck = await applyFixes(tx, draft, fixes);
    await tx.execute(sql`update imports set options = ${JSON.stringify(options)}::jsonb where id = ${draft.id}`);
    const version = await stampDraft(tx, draft, input.actor);
    await audit(tx, {
      actor: input.actor,
      action: 'import.decide_fixes',
      subject: `import:${draft.id}`,
      details: { fixes: input.fixes, version, ...recheck },
    });
    return { importId: draft.id, version, ...recheck };
  });
}

const asDecisions = (fixes: Readonly<Record<string, string>>): Record<string, FixDecision> =>
  Object.fromEntries(Object.keys(fixes).map((key) => [key, 'accept' as const]));
