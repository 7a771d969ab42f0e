import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts } from '../folding/inbox.ts';
import { ProviderReadError, type Telephony } from '../ports.ts';
import { factsOfRecord } from './facts-of-record.ts';

const BATCH = 50;

/**
 * Facts about a provider id that no attempt has: the provider is read, its answer carries the correlator. Ours get
 * their id and are folded in the next round; the rest is somebody else's traffic on the account, filed as such.
 */
export async function namePending(
  deps: Pick<EngineDeps, 'db' | 'log'>,
  accountId: string,
  telephony: Telephony,
): Promise<void> {
  const pending = await rows<{ id: number; providerRef: string; kind: string }>(
    deps.db,
    sql`select id, fact ->> 'providerRef' as "providerRef", fact ->> 'kind' as kind from provider_events
        where account_id = ${accountId} and state = 'new' and tries >= 2 and fact ->> 'providerRef' is not null
        order by id limit ${BATCH}`,
  );
  const refs = [...new Set(pending.map((event) => event.providerRef))];
  for (const providerRef of refs) {
    try {
      const record = await readAny(telephony, providerRef);
      if (record?.attemptId !== undefined && /^[0-9a-f-]{36}$/.test(record.attemptId)) {
        await writeFacts(deps.db, factsOfRecord(accountId, record.attemptId, record));
      } else {
        await deps.db.execute(
          sql`update provider_events set state = 'not_ours', folded_at = outdial_now()
              where account_id = ${accountId} and state = 'new' and fact ->> 'providerRef' = ${providerRef}`,
        );
      }
    } catch (error) {
      if (!(error instanceof ProviderReadError)) throw error;
      deps.log.warn({ status: error.details.status }, `provider cannot be asked about an unknown id: ${error.message}`);
    }
  }
}

async function readAny(telephony: Telephony, providerRef: string) {
  const channels: readonly Channel[] = telephony.capabilities.channels;
  for (const channel of channels) {
    const record = await telephony.read(channel, providerRef);
    if (record) return record;
  }
  return null;
}
