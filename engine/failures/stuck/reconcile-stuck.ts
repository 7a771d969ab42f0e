import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { checkScope } from '../scope.ts';
import { stuckAttempts, type StuckFilter } from './count-stuck.ts';

/**
 * Has the provider asked about stuck attempts at once. It moves none of them: what the provider says, or that it says
 * nothing, moves them through the inbox as ever, so pressing twice only asks twice. Attempts that are named are asked
 * about before their time, but for those whose sender may still be at work. Throws EngineError `unknown_campaign`.
 */
export async function reconcileStuck(
  deps: Pick<EngineDeps, 'db'>,
  input: StuckFilter & { actor: string },
): Promise<{ asked: number }> {
  const { actor, ...filter } = input;
  return await inTransaction(deps.db, async (tx) => {
    await checkScope(tx, filter);
    const wanted = filter.attemptIds === undefined ? filter : { minutes: 0, ...filter };
    const asked = await rows<{ accountId: string }>(
      tx,
      sql`with stuck as materialized (${stuckAttempts(wanted, sql`a.id`)})
          update open_attempts o set check_at = least(o.check_at, outdial_now()) from stuck
          where o.attempt_id = stuck.id and o.phase = 'live' returning o.account_id as "accountId"`,
    );
    if (asked.length === 0) return { asked: 0 };
    for (const accountId of new Set(asked.map((row) => row.accountId))) await notifyWork(tx, 'reconcile', accountId);
    const { campaignId, accountId, minutes } = filter;
    await audit(tx, {
      actor,
      action: 'attempt.reconcile',
      subject: accountId === undefined ? 'attempts' : `account:${accountId}`,
      details: { asked: asked.length, campaignId, accountId, minutes },
    });
    return { asked: asked.length };
  });
}
