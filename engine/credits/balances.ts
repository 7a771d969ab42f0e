import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { forecastCredit, latelySpent, type CreditForecast, type LatelySpent } from './forecast.ts';

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
  /** Of the day that is running, in UTC: what the daily cap counts. */
  spentTodayMicros: number;
  dailyCapMicros: number | null;
  providerBalanceMicros: number | null;
  providerBalanceAt: string | null;
  /** How long it lasts at the rate of the last hour; null = nothing was spent in it. */
  forecast: CreditForecast | null;
}

type Row = Omit<BalanceView, 'forecast'> & LatelySpent;

/** Balances of every account and of every campaign that has a budget, and how long they last. */
export async function balances(deps: Pick<EngineDeps, 'readDb'>): Promise<BalanceView[]> {
  const found = await rows<Row>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now), purse as (
        select account_id, campaign_id, (array_agg(id) filter (where kind = 'available'))[1] as id,
          -sum(balance_micros) filter (where kind = 'funding') as funded,
          sum(balance_micros) filter (where kind = 'available') as available,
          sum(balance_micros) filter (where kind = 'spent') as spent,
          coalesce(sum((select d.spent_micros from spend_days d
            where d.credit_account_id = credit_accounts.id and d.day = (t.now at time zone 'UTC')::date)), 0) as today
        from credit_accounts, t group by account_id, campaign_id
      )
      select 'account' as owner, a.id, a.name, a.currency, purse.funded::bigint as "fundedMicros",
        purse.available::bigint as "availableMicros", held.micros as "heldMicros",
        (purse.available - held.micros)::bigint as "freeMicros", purse.spent::bigint as "spentMicros",
        purse.today::bigint as "spentTodayMicros", a.daily_cap_micros as "dailyCapMicros",
        a.provider_balance_micros as "providerBalanceMicros", ${iso(sql`a.provider_balance_at`)} as "providerBalanceAt",
        lately.micros as "latelyMicros", lately.seconds as "latelySeconds"
      from t, purse
      join provider_accounts a on a.id = purse.account_id,
        lateral (select coalesce(sum(o.hold_micros), 0)::bigint as micros from open_attempts o where o.account_id = a.id) held,
        ${latelySpent(sql`purse.id`, sql`t.now`)} lately
      union all
      select 'campaign', c.id, c.name,
        (select a.currency from provider_accounts a where a.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid),
        purse.funded::bigint, purse.available::bigint, held.micros, (purse.available - held.micros)::bigint,
        purse.spent::bigint, purse.today::bigint, (c.settings ->> 'dailyCapMicros')::bigint, null, null, lately.micros, lately.seconds
      from t, purse
      join campaigns c on c.id = purse.campaign_id and c.settings ->> 'budgetMicros' is not null,
        lateral (
          select coalesce(sum(o.hold_micros), 0)::bigint as micros
          from open_attempts o join runs r on r.id = o.run_id where r.campaign_id = c.id
        ) held, ${latelySpent(sql`purse.id`, sql`t.now`)} lately
      order by 1, 3`,
  );
  return found.map(({ latelyMicros, latelySeconds, ...balance }) => ({
    ...balance,
    forecast: forecastCredit(balance.freeMicros, { latelyMicros, latelySeconds }),
  }));
}
