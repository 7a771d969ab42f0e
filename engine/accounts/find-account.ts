import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';
import type { Provider } from './provider-defaults.ts';

export interface AccountBrief {
  id: string;
  name: string;
  provider: Provider;
  mode: 'LIVE' | 'SIMULATED';
  currency: string;
  callMicrosPerMinute: number;
  smsMicros: number;
  maxCallMinutes: number;
  stopped: boolean;
}

export const unknownAccount = (accountId: string): EngineError =>
  new EngineError('not_found', 'unknown_account', `There is no provider account ${accountId}.`, {
    repair: 'List the accounts to find its id.',
  });

/** The few facts of an account that other verbs decide by. Throws EngineError `unknown_account`. */
export async function findAccount(db: Pick<Queryable, 'execute'>, accountId: string): Promise<AccountBrief> {
  const row = await firstRow<AccountBrief>(
    db,
    sql`
      select id, name, provider, mode, currency, call_micros_per_minute as "callMicrosPerMinute",
        sms_micros as "smsMicros", max_call_minutes as "maxCallMinutes", stopped_at is not null as stopped
      from provider_accounts where id = ${accountId}`,
  );
  if (!row) throw unknownAccount(accountId);
  return row;
}
