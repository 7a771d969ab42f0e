import { placeOrder, type OrderResult } from '../accounts/place-order.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { bookTopUp } from './top-up.ts';

/**
 * Buys credit at the provider: an explicit command of an admin, sent once, never automatic.
 * Throws EngineError `amount_invalid`, `not_supported`, `order_unresolved`, `unknown_account`.
 */
export async function purchaseCredit(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { accountId: string; amountMicros: number; force?: boolean | undefined; actor: string },
): Promise<OrderResult<{ balanceMicros?: number }>> {
  const { accountId, amountMicros, actor } = input;
  if (!(Number.isSafeInteger(amountMicros) && amountMicros > 0)) {
    throw new EngineError('invalid', 'amount_invalid', 'A purchase is a whole number of micro-units above 0.');
  }
  const { capabilities } = await deps.telephonyFor(accountId);
  if (!capabilities.purchaseCredit) {
    throw new EngineError('conflict', 'not_supported', 'This provider sells no credit through its API.', {
      repair: 'Buy it on the site of the provider and enter it as a top-up.',
    });
  }
  return await placeOrder(
    deps,
    { accountId, kind: 'credit', request: { amountMicros }, force: input.force, actor },
    (telephony) => telephony.purchaseCredit(amountMicros),
    async (tx, value, _account, orderId) => {
      await bookTopUp(tx, { accountId, amountMicros, note: `purchase ${orderId}`, actor });
      return { ...value };
    },
  );
}
