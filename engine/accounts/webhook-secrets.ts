import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import type { Provider } from './provider-defaults.ts';

/** The secrets under which an account's callbacks may be signed; undefined = no such account at that provider. */
export async function webhookSecrets(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  input: { accountId: string; provider: Provider },
): Promise<string[] | undefined> {
  const account = await firstRow<{ sealed: string | null }>(
    deps.db,
    sql`
      select webhook_secret_sealed as sealed from provider_accounts
      where id = ${input.accountId} and provider = ${input.provider}`,
  );
  if (!account) return undefined;
  return account.sealed === null ? [] : [deps.secrets.open(account.sealed)];
}
