import { sql } from 'drizzle-orm';
import { notifyLive } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';

/** Shows a snoozed group again before its time. Ended twice is ended once. Throws EngineError `unknown_snooze`. */
export async function wakeGroup(
  deps: Pick<EngineDeps, 'db'>,
  input: { snoozeId: string; actor: string },
): Promise<{ already: boolean }> {
  const { snoozeId, actor } = input;
  return await inTransaction(deps.db, async (tx) => {
    const ended = await firstRow<{ cause: string }>(
      tx,
      sql`update failure_snoozes set ended_at = outdial_now(), ended_by = ${actor}
          where id = ${snoozeId} and ended_at is null returning cause`,
    );
    if (!ended) {
      const known = await firstRow(tx, sql`select from failure_snoozes where id = ${snoozeId}`);
      if (known) return { already: true };
      throw new EngineError('not_found', 'unknown_snooze', `There is no snooze ${snoozeId}.`, {
        repair: 'List the snoozes to find its id.',
      });
    }
    await audit(tx, { actor, action: 'failure.wake', subject: `snooze:${snoozeId}`, details: { cause: ended.cause } });
    await notifyLive(tx, 'failures');
    return { already: false };
  });
}
