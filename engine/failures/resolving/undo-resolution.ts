import { sql } from 'drizzle-orm';
import { notifyLive } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';

const BATCH = 2_000;

/**
 * Puts what a resolution took off the failures back onto them. Asked twice, the second finds nobody. Throws EngineError
 * `unknown_resolution`.
 */
export async function undoResolution(
  deps: Pick<EngineDeps, 'db'>,
  input: { resolutionId: string; actor: string },
): Promise<{ count: number }> {
  const { resolutionId, actor } = input;
  const begun = await inTransaction(deps.db, async (tx) => {
    const known = await firstRow<{ undone: boolean }>(
      tx,
      sql`select undone_at is not null as undone from resolutions where id = ${resolutionId} for update`,
    );
    if (!known) {
      throw new EngineError('not_found', 'unknown_resolution', `There is no resolution ${resolutionId}.`, {
        repair: 'List the resolutions to find its id.',
      });
    }
    if (known.undone) return false;
    await tx.execute(
      sql`update resolutions set undone_at = outdial_now(), undone_by = ${actor} where id = ${resolutionId}`,
    );
    return true;
  });
  let count = 0;
  for (let undone = BATCH; undone === BATCH; count += undone) {
    undone = await inTransaction(deps.db, async (tx) => {
      const back = await tx.execute(sql`
        with held as materialized (
          select contact_id from contact_states where resolution_id = ${resolutionId} order by contact_id limit ${BATCH} for update
        )
        update contact_states s set resolution_id = null from held
        where s.contact_id = held.contact_id and s.resolution_id = ${resolutionId}`);
      return back.rowCount ?? 0;
    });
  }
  // One that broke off is finished by the next call, under the same line.
  if (begun || count > 0) {
    await inTransaction(deps.db, async (tx) => {
      const subject = `resolution:${resolutionId}`;
      await audit(tx, { actor, action: 'failure.unresolve', subject, details: { contacts: count } });
      await notifyLive(tx, 'failures');
    });
  }
  return { count };
}
