import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { findAccount } from '../accounts/find-account.ts';
import { readingProvider } from '../accounts/reading-provider.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import type { ProviderNumber } from '../ports.ts';

/**
 * Takes over the numbers that an account has at its provider; one that is no longer there counts as released.
 * Throws EngineError `unknown_account`, `provider_unreachable`, `provider_refused`.
 */
export async function syncNumbers(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { accountId: string; actor: string },
): Promise<{ active: number; released: number }> {
  const account = await findAccount(deps.db, input.accountId);
  const telephony = await deps.telephonyFor(account.id);
  const found = await readingProvider(account.name, () => telephony.listNumbers());
  return await inTransaction(deps.db, async (tx) => {
    await writeNumbers(tx, account.id, found);
    const counts = await firstRow<{ active: number; released: number }>(
      tx,
      sql`
        with gone as (
          update numbers set status = 'released', synced_at = (select outdial_now())
          where account_id = ${account.id} and status = 'active'
            and provider_ref <> all(${sql.param(found.map((number) => number.providerRef))}::text[])
          returning id
        )
        select
          (select count(*)::int from numbers n where n.account_id = ${account.id} and n.status = 'active'
            and n.id not in (select id from gone)) as active,
          (select count(*)::int from gone) as released`,
    );
    await audit(tx, {
      actor: input.actor,
      action: 'numbers.sync',
      subject: `account:${account.id}`,
      details: { ...counts },
    });
    return counts ?? { active: 0, released: 0 };
  });
}

/** Writes numbers as the provider shows them. */
export async function writeNumbers(
  tx: Pick<Queryable, 'execute'>,
  accountId: string,
  found: readonly ProviderNumber[],
): Promise<void> {
  // A provider that lists one number twice must not make the statement fail.
  const unique = [...new Map(found.map((number) => [number.providerRef, number])).values()];
  await tx.execute(sql`
    insert into numbers (account_id, provider_ref, phone, label, agent_ref, agent_name, status, synced_at)
    select ${accountId}::uuid, ref, phone, label, agent_ref, agent_name, status, (select outdial_now())
    from unnest(
      ${sql.param(unique.map((n) => n.providerRef))}::text[],
      ${sql.param(unique.map((n) => Number(n.phone.replace(/\D/g, ''))))}::bigint[],
      ${sql.param(unique.map((n) => n.label ?? null))}::text[],
      ${sql.param(unique.map((n) => n.agentRef ?? null))}::text[],
      ${sql.param(unique.map((n) => n.agentName ?? null))}::text[],
      ${sql.param(unique.map((n) => (n.active ? 'active' : 'released')))}::text[]
    ) as number (ref, phone, label, agent_ref, agent_name, status)
    on conflict (account_id, provider_ref) do update
    set phone = excluded.phone, label = excluded.label, agent_ref = excluded.agent_ref,
      agent_name = excluded.agent_name, status = excluded.status, synced_at = excluded.synced_at`);
}
