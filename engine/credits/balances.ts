import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';

export interface BalanceView {
  owner: 'account' | 'campaign';
  id: string;
  name: string;
  currency: string;
  /** Credit put in so far. */
  fundedMicros: number;
  /** Not spent; holds are part of it. */
  availableMicros: number;
  /** Held for attempts that are not settled. */
  heldMicros: number;
  /** What a new attempt may draw on. */
  freeMicros: number;
  spentMicros: number;
  providerBalanceMicros: number | null;
  providerBalanceAt: string | null;
}

/** Balances of every account and of every campaign that has a budget. */
export async function balances(deps: Pick<EngineDeps, 'readDb'>): Promise<BalanceView[]> {
  return await rows(
    deps.readDb,
    sql`
      with purse as (
        select account_id, campaign_id,
          -sum(balance_micros) filter (where kind = 'funding') as funded,
          sum(balance_micros) filter (where kind = 'available') as available,
          sum(balance_micros) filter (where kind = 'spent') as spent
        from credit_accounts group by account_id, campaign_id
      )
      select 'account' as owner, a.id, a.name, a.currency, purse.funded::bigint as "fundedMicros",
        purse.available::bigint as "availableMicros", held.micros as "heldMicros",
        (purse.available - held.micros)::bigint as "freeMicros", purse.spent::bigint as "spentMicros",
        a.provider_balance_micros as "providerBalanceMicros", ${iso(sql`a.provider_balance_at`)} as "providerBalanceAt"
      from purse
      join provider_accounts a on a.id = purse.account_id,
        lateral (select coalesce(sum(o.hold_micros), 0)::bigint as micros from open_attempts o where o.account_id = a.id) held
      union all
      select 'campaign', c.id, c.name,
        (select a.currency from provider_accounts a where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid),
        purse.funded::bigint, purse.available::bigint, held.micros, (purse.available - held.micros)::bigint,
        purse.spent::bigint, null, null
      from purse
      join campaigns c on c.id = purse.campaign_id and c.settings ->> 'budgetMicros' is not null,
        lateral (
          select coalesce(sum(o.hold_micros), 0)::bigint as micros
          from open_attempts o join runs r on r.id = o.run_id where r.campaign_id = c.id
        ) held
      order by 1, 3`,
  );
}
