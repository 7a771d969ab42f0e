import { inTransaction } from '../../db/transaction.ts';
import { findAccount } from '../accounts/find-account.ts';
import { readingProvider } from '../accounts/reading-provider.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import type { ProvisionNumber } from '../ports.ts';
import { findNumber } from './list.ts';
import { writeNumbers } from './sync.ts';

/**
 * Changes what a number does at its provider: its agent, label or configuration. Never part of a dial.
 * Throws EngineError `unknown_number`, `provider_unreachable`, `provider_refused`.
 */
export async function assignNumber(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { numberId: string; change: Partial<ProvisionNumber>; actor: string },
): Promise<void> {
  const number = await findNumber(deps.db, input.numberId);
  const account = await findAccount(deps.db, number.accountId);
  const telephony = await deps.telephonyFor(account.id);
  const changed = await readingProvider(account.name, () => telephony.updateNumber(number.providerRef, input.change));
  await inTransaction(deps.db, async (tx) => {
    await writeNumbers(tx, account.id, [{ ...changed, providerRef: number.providerRef }]);
    await audit(tx, {
      actor: input.actor,
      action: 'number.assign',
      subject: `number:${number.id}`,
      details: { change: input.change },
    });
  });
}
