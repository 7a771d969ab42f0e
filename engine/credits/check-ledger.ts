import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import type { PurseKind } from './list-entries.ts';

export interface LedgerCheck {
  ok: boolean;
  purses: number;
  /** Purses whose balance is not the sum of their lines: nothing repairs that by itself. */
  differing: {
    owner: 'account' | 'campaign';
    id: string;
    name: string;
    purse: PurseKind;
    balanceMicros: number;
    linesMicros: number;
    differenceMicros: number;
  }[];
  at: string;
}

/** Adds up every line of the ledger, in one snapshot, and compares (L4). Goes through all lines. */
export async function checkLedger(deps: Pick<EngineDeps, 'readDb'>): Promise<LedgerCheck> {
  const found = await firstRow<LedgerCheck>(
    deps.readDb,
    sql`
      with lines as materialized (
        select purse, sum(micros) as micros from (
          select to_account as purse, sum(amount_micros) as micros from ledger_entries group by 1
          union all
          select from_account, -sum(amount_micros) from ledger_entries group by 1
        ) sides group by purse
      ), compared as materialized (
        select c.*, coalesce(l.micros, 0)::bigint as lines_micros from credit_accounts c left join lines l on l.purse = c.id
      )
      select not exists (select from compared where balance_micros <> lines_micros) as ok,
        (select count(*)::int from compared) as purses,
        coalesce((
          select jsonb_agg(jsonb_build_object('owner', case when p.account_id is null then 'campaign' else 'account' end,
            'id', coalesce(p.account_id, p.campaign_id), 'name', coalesce(a.name, c.name), 'purse', p.kind,
            'balanceMicros', p.balance_micros, 'linesMicros', p.lines_micros,
            'differenceMicros', p.balance_micros - p.lines_micros) order by p.id)
          from compared p left join provider_accounts a on a.id = p.account_id left join campaigns c on c.id = p.campaign_id
          where p.balance_micros <> p.lines_micros), '[]') as differing,
        ${iso(sql`(select outdial_now())`)} as at`,
  );
  if (!found) throw new Error('nothing was read');
  return found;
}
