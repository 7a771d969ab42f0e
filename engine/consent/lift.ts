import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

/**
 * Takes a "no" back, with the reason; the row stays. Contacts that it ended stay ended: calling them again is a new
 * campaign's decision. Throws EngineError `unknown_suppression`, `suppression_lifted`, `reason_missing`.
 */
export async function liftSuppression(
  deps: Pick<EngineDeps, 'db'>,
  input: { suppressionId: string; reason: string; actor: string },
): Promise<void> {
  if (input.reason.trim() === '') {
    throw new EngineError('invalid', 'reason_missing', 'Lifting a suppression needs its reason.', {
      repair: 'Say in `reason` how the person agreed again.',
    });
  }
  await inTransaction(deps.db, async (tx) => {
    const lifted = await firstRow(
      tx,
      sql`
        update suppressions
        set lifted_at = (select outdial_now()), lifted_by = ${input.actor}, lifted_reason = ${input.reason}
        where id = ${input.suppressionId} and lifted_at is null
        returning id`,
    );
    if (!lifted) {
      const known = await firstRow(tx, sql`select id from suppressions where id = ${input.suppressionId}`);
      throw known
        ? new EngineError('conflict', 'suppression_lifted', 'This suppression was lifted already.', {
            repair: 'Nothing to do; look whether another one holds for the number.',
          })
        : new EngineError('not_found', 'unknown_suppression', `There is no suppression ${input.suppressionId}.`, {
            repair: 'List the suppressions of the number to find its id.',
          });
    }
    await audit(tx, {
      actor: input.actor,
      action: 'suppression.lift',
      subject: `suppression:${input.suppressionId}`,
      reason: input.reason,
    });
  });
}
