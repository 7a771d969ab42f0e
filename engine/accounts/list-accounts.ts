import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { unknownAccount } from './find-account.ts';
import type { PaceLimit, Provider } from './provider-defaults.ts';

/** An account as people see it: everything but its secrets. */
export interface AccountView {
  id: string;
  name: string;
  provider: Provider;
  mode: 'LIVE' | 'SIMULATED';
  baseUrl: string;
  currency: string;
  callMicrosPerMinute: number;
  smsMicros: number;
  maxConcurrentCalls: number;
  providerQueueSeconds: number;
  maxCallMinutes: number;
  dailyCapMicros: number | null;
  callbacks: 'registered' | 'polling';
  stoppedAt: string | null;
  stoppedReason: string | null;
  breaker: { state: 'closed' | 'open' | 'probing'; reason: string | null; resumeAt: string | null };
  providerBalanceMicros: number | null;
  providerBalanceAt: string | null;
  liveCalls: number;
  paces: PaceLimit[];
  createdAt: string;
}

/** All accounts, oldest first; or one, with EngineError `unknown_account`. */
export async function listAccounts(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { accountId?: string } = {},
): Promise<AccountView[]> {
  const found = await rows<AccountView>(
    deps.readDb,
    sql`
      select a.id, a.name, a.provider, a.mode, a.base_url as "baseUrl", a.currency,
        a.call_micros_per_minute as "callMicrosPerMinute", a.sms_micros as "smsMicros",
        a.max_concurrent_calls as "maxConcurrentCalls", a.provider_queue_seconds as "providerQueueSeconds",
        a.max_call_minutes as "maxCallMinutes", a.daily_cap_micros as "dailyCapMicros",
        case when a.webhook_ref is null then 'polling' else 'registered' end as callbacks,
        ${iso(sql`a.stopped_at`)} as "stoppedAt", a.stopped_reason as "stoppedReason",
        jsonb_build_object('state', a.breaker_state, 'reason', a.breaker_reason, 'resumeAt', ${iso(sql`a.resume_at`)}) as breaker,
        a.provider_balance_micros as "providerBalanceMicros", ${iso(sql`a.provider_balance_at`)} as "providerBalanceAt",
        (select count(*)::int from open_attempts o
          where o.account_id = a.id and o.phase = 'live' and o.channel = 'call') as "liveCalls",
        coalesce((
          select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('numberId', p.number_id))
            || jsonb_build_object('channel', p.channel, 'maxCount', p.max_count, 'windowMs', p.window_ms) order by p.id)
          from pacers p where p.account_id = a.id), '[]') as paces,
        ${iso(sql`a.created_at`)} as "createdAt"
      from provider_accounts a
      where ${filter.accountId === undefined ? sql`true` : sql`a.id = ${filter.accountId}`}
      order by a.id`,
  );
  if (filter.accountId !== undefined && found.length === 0) throw unknownAccount(filter.accountId);
  return found;
}
