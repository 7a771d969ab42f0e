import { sql } from 'drizzle-orm';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import { wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';

/** Stops all dialing of the installation. Needs nothing but Postgres. */
export async function stopAll(
  deps: Pick<EngineDeps, 'db'>,
  input: { reason?: string | undefined; actor: string },
): Promise<{ stopped: true } & InFlight> {
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update installation
      set stopped_at = coalesce(stopped_at, (select outdial_now())), stopped_by = ${input.actor},
        stopped_reason = ${input.reason ?? 'by_person'}`);
    await audit(tx, {
      actor: input.actor,
      action: 'installation.stop',
      subject: 'installation',
      reason: input.reason,
    });
  });
  return { stopped: true, ...(await countInFlight(deps.db, sql`true`)) };
}

/** Lets dialing go on, where campaigns and accounts allow it. */
export async function startAll(
  deps: Pick<EngineDeps, 'db'>,
  input: { actor: string },
): Promise<{ stopped: false; wokenRuns: number }> {
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`update installation set stopped_at = null, stopped_by = null, stopped_reason = null`);
    await audit(tx, { actor: input.actor, action: 'installation.start', subject: 'installation' });
    const woken = await wakeRuns(tx, sql`true`);
    return { stopped: false, wokenRuns: woken.length };
  });
}
