import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { findAccount } from './find-account.ts';
import { readingProvider } from './reading-provider.ts';

export interface CallbacksInput {
  accountId: string;
  /** Where the provider reaches this installation; undefined = it cannot, results are polled. */
  publicUrl: string | undefined;
  actor: string;
}

/**
 * Registers our address for callbacks and keeps its secret sealed; an older registration is removed afterwards.
 * Throws EngineError `no_public_url`, `unknown_account`, `provider_unreachable`, `provider_refused`.
 */
export async function registerCallbacks(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'secrets' | 'log'>,
  input: CallbacksInput,
): Promise<{ url: string; webhookRef: string }> {
  const account = await findAccount(deps.db, input.accountId);
  if (input.publicUrl === undefined) {
    throw new EngineError('conflict', 'no_public_url', 'This installation has no public address.', {
      repair: 'Set OUTDIAL_PUBLIC_URL, or leave it: without callbacks every result is polled.',
    });
  }
  const url = `${input.publicUrl.replace(/\/+$/, '')}/v1/webhooks/${account.provider}/${account.id}`;
  const old = await firstRow<{ webhookRef: string | null }>(
    deps.db,
    sql`select webhook_ref as "webhookRef" from provider_accounts where id = ${account.id}`,
  );
  const agents = await rows<{ agentRef: string }>(
    deps.db,
    sql`
      select distinct agent_ref as "agentRef" from numbers
      where account_id = ${account.id} and status = 'active' and agent_ref is not null order by 1`,
  );
  const telephony = await deps.telephonyFor(account.id);
  const registered = await readingProvider(account.name, () =>
    telephony.registerWebhook(
      url,
      randomBytes(32).toString('hex'),
      agents.map((agent) => agent.agentRef),
    ),
  );
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts
      set webhook_ref = ${registered.webhookRef}, webhook_secret_sealed = ${deps.secrets.seal(registered.secret)}
      where id = ${account.id}`);
    await audit(tx, {
      actor: input.actor,
      action: 'account.register_callbacks',
      subject: `account:${account.id}`,
      details: { url, webhookRef: registered.webhookRef },
    });
  });
  if (old?.webhookRef && old.webhookRef !== registered.webhookRef) {
    // The new one works already; an old one that stays behind is refused as forged.
    await telephony.deleteWebhook(old.webhookRef).catch((error: unknown) => {
      deps.log.warn({ accountId: account.id, error }, 'the old webhook could not be removed at the provider');
    });
  }
  return { url, webhookRef: registered.webhookRef };
}
