import { placeOrder, type OrderResult } from '../accounts/place-order.ts';
import type { EngineDeps } from '../deps.ts';
import type { ProviderNumber, ProvisionNumber } from '../ports.ts';
import { writeNumbers } from './sync.ts';

/** Orders a number at the provider, once. Throws EngineError `unknown_account`, `order_unresolved`. */
export async function provisionNumber(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { accountId: string; request: ProvisionNumber; force?: boolean | undefined; actor: string },
): Promise<OrderResult<ProviderNumber>> {
  return await placeOrder(
    deps,
    { ...input, kind: 'number', request: { ...input.request } },
    (telephony) => telephony.provisionNumber(input.request),
    async (tx, number, account) => {
      await writeNumbers(tx, account.id, [number]);
      return { ...number };
    },
  );
}
