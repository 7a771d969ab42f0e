import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { CampaignWarning } from './check-windows.ts';

type Limits = Pick<CampaignSettings, 'budgetMicros' | 'dailyCapMicros'>;

interface Money {
  spentMicros: number;
  heldMicros: number;
  spentTodayMicros: number;
  currency: string;
}

/** What a lower budget or daily limit does to the dialing: it ends where the money is gone already. */
export async function warnOfMoney(
  tx: Transaction,
  input: { campaignId: string; before: Limits; after: Limits },
): Promise<CampaignWarning[]> {
  const { campaignId, before, after } = input;
  const isChanged = (key: keyof Limits): boolean => after[key] !== null && after[key] !== before[key];
  if (!isChanged('budgetMicros') && !isChanged('dailyCapMicros')) return [];
  const money = await readMoney(tx, campaignId);
  return [
    ...(isChanged('budgetMicros') ? ofBudget(after.budgetMicros ?? 0, money) : []),
    ...(isChanged('dailyCapMicros') ? ofDay(after.dailyCapMicros ?? 0, money) : []),
  ];
}

function ofBudget(budgetMicros: number, { spentMicros, heldMicros, currency }: Money): CampaignWarning[] {
  const say = (micros: number): string => amount(micros, currency);
  if (budgetMicros <= spentMicros) {
    const message = `The budget of ${say(budgetMicros)} is not above the ${say(spentMicros)} that are spent: nothing more is dialled.`;
    return [{ code: 'budget_spent', message }];
  }
  if (budgetMicros > spentMicros + heldMicros) return [];
  const message =
    `Of the budget of ${say(budgetMicros)}, ${say(spentMicros)} are spent and the rest is held by calls in progress: ` +
    'nothing more is dialled before they end for less.';
  return [{ code: 'budget_held', message }];
}

function ofDay(capMicros: number, { spentTodayMicros, currency }: Money): CampaignWarning[] {
  if (capMicros > spentTodayMicros) return [];
  const [cap, spent] = [amount(capMicros, currency), amount(spentTodayMicros, currency)];
  const message = `The limit of ${cap} a day is not above the ${spent} that are spent today: nothing more is dialled before tomorrow (UTC).`;
  return [{ code: 'day_spent', message }];
}

const amount = (micros: number, currency: string): string =>
  `${(micros / 1_000_000).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 })} ${currency}`;

async function readMoney(tx: Transaction, campaignId: string): Promise<Money> {
  const found = await firstRow<Money>(
    tx,
    sql`with mine as (select id from runs where campaign_id = ${campaignId})
        select
          coalesce((select sum(micros) from live_counts where run_id in (select id from mine) and what = 'attempt'), 0)::bigint
            as "spentMicros",
          coalesce((select sum(hold_micros) from open_attempts where run_id in (select id from mine)), 0)::bigint as "heldMicros",
          coalesce((select d.spent_micros from spend_days d join credit_accounts p on p.id = d.credit_account_id
            where p.campaign_id = c.id and p.kind = 'available'
              and d.day = ((select outdial_now()) at time zone 'UTC')::date), 0)::bigint as "spentTodayMicros",
          coalesce((select currency from provider_accounts
            where id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid), '') as currency
        from campaigns c where c.id = ${campaignId}`,
  );
  if (!found) throw new Error(`campaign ${campaignId} is gone`);
  return found;
}
