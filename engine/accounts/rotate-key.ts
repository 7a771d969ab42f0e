import { sql } from 'drizzle-orm';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { findAccount } from './find-account.ts';

/** Replaces an account's API key; used within a second. Throws EngineError `unknown_account`. */
export async function rotateKey(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  input: { accountId: string; apiKey: string; actor: string },
): Promise<void> {
  const account = await findAccount(deps.db, input.accountId);
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts set api_key_sealed = ${deps.secrets.seal(input.apiKey)} where id = ${account.id}`);
    await audit(tx, { actor: input.actor, action: 'account.rotate_key', subject: `account:${account.id}` });
  });
}
