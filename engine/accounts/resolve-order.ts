import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

/**
 * A person has looked at the provider and says whether an order with an unknown end happened. What it brought is
 * then synced or topped up by hand. Throws EngineError `unknown_order`, `order_resolved`.
 */
export async function resolveOrder(
  deps: Pick<EngineDeps, 'db'>,
  input: { orderId: string; happened: boolean; reason: string; actor: string },
): Promise<{ orderId: string; state: 'done' | 'refused' }> {
  const state = input.happened ? 'done' : 'refused';
  await inTransaction(deps.db, async (tx) => {
    const resolved = await firstRow(
      tx,
      sql`
        update orders
        set state = ${state}, ended_at = (select outdial_now()),
          result = coalesce(result, '{}') || jsonb_build_object('resolvedBy', ${input.actor}::text, 'reason', ${input.reason}::text)
        where id = ${input.orderId}
          -- One that is still being sent gets its own end, unless its process died.
          and (state = 'unknown' or (state = 'sending' and created_at < (select outdial_now()) - interval '2 minutes'))
        returning id`,
    );
    if (!resolved) {
      const known = await firstRow(tx, sql`select id from orders where id = ${input.orderId}`);
      throw known
        ? new EngineError('conflict', 'order_resolved', 'This order has an end already, or is being sent right now.')
        : new EngineError('not_found', 'unknown_order', `There is no order ${input.orderId}.`);
    }
    await audit(tx, {
      actor: input.actor,
      action: 'order.resolve',
      subject: `order:${input.orderId}`,
      reason: input.reason,
      details: { happened: input.happened },
    });
  });
  return { orderId: input.orderId, state };
}
