import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { placeOrder, type OrderResult } from '../accounts/place-order.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { findNumber } from './list.ts';

/**
 * Gives a number back to the provider, once; it cannot be had again. Throws EngineError `unknown_number`,
 * `number_in_use`, `order_unresolved`.
 */
export async function releaseNumber(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { numberId: string; force?: boolean | undefined; actor: string },
): Promise<OrderResult<null>> {
  const number = await findNumber(deps.db, input.numberId);
  const user = await firstRow<{ name: string }>(
    deps.db,
    sql`
      select c.name from campaigns c join runs r on r.campaign_id = c.id
      where r.state in ('running', 'paused') and exists (
        select from jsonb_array_elements(c.settings -> 'steps') as step
        where step ->> 'numberId' = ${number.id} and step -> 'retired' is null)
      limit 1`,
  );
  if (user && !input.force) {
    throw new EngineError('conflict', 'number_in_use', `The campaign "${user.name}" sends from this number.`, {
      repair: 'Give the campaign another number or cancel it first, or release with force.',
    });
  }
  return await placeOrder(
    deps,
    {
      ...input,
      accountId: number.accountId,
      kind: 'release',
      request: { numberId: number.id, providerRef: number.providerRef },
    },
    (telephony) => telephony.releaseNumber(number.providerRef),
    async (tx) => {
      await tx.execute(sql`
        update numbers set status = 'released', synced_at = (select outdial_now()) where id = ${number.id}`);
      return {};
    },
  );
}
