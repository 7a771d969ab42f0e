import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';

export type EntryKind = 'topup' | 'settle' | 'overrun' | 'presumed' | 'adjust' | 'budget';

/** One movement of money from one purse (row of credit_accounts) to another. */
export interface NewEntry {
  fromAccount: string;
  toAccount: string;
  /** Above zero: a movement back is an entry with the purses exchanged. */
  amountMicros: number;
  kind: EntryKind;
  attemptId?: string;
  note?: string;
  createdBy: string;
}

export interface PostedEntries {
  /** What was written now. A settle, overrun or presumed line that stood already is not among them. */
  posted: {
    fromAccount: string;
    toAccount: string;
    amountMicros: number;
    kind: EntryKind;
    attemptId: string | null;
  }[];
  /** The purses that moved, with their balance after it. */
  balances: { creditAccountId: string; balanceMicros: number }[];
}

/**
 * Writes ledger lines and moves the balances of their purses by exactly the lines that were written, in one
 * statement: an attempt that is already settled moves nothing (unique attempt, purse, kind). Purses are locked in
 * the order of their ids, so two batches never wait for each other in a circle.
 */
export async function postEntries(
  tx: Pick<Queryable, 'execute'>,
  entries: readonly NewEntry[],
): Promise<PostedEntries> {
  if (entries.length === 0) return { posted: [], balances: [] };
  const column = <T>(pick: (entry: NewEntry) => T): T[] => entries.map(pick);
  const row = await firstRow<PostedEntries>(
    tx,
    sql`
      with input as materialized (
        select * from unnest(
          ${sql.param(column((e) => e.fromAccount))}::uuid[],
          ${sql.param(column((e) => e.toAccount))}::uuid[],
          ${sql.param(column((e) => e.amountMicros))}::bigint[],
          ${sql.param(column((e) => e.kind))}::text[],
          ${sql.param(column((e) => e.attemptId ?? null))}::uuid[],
          ${sql.param(column((e) => e.note ?? null))}::text[],
          ${sql.param(column((e) => e.createdBy))}::text[]
        ) with ordinality as line (from_account, to_account, amount_micros, kind, attempt_id, note, created_by, place)
      ),
      locked as materialized (
        select id from credit_accounts
        where id in (select from_account from input union select to_account from input)
        order by id
        for no key update
      ),
      posted as (
        insert into ledger_entries (from_account, to_account, amount_micros, kind, attempt_id, note, created_by)
        select from_account, to_account, amount_micros, kind, attempt_id, note, created_by
        from input
        -- Asking for the count makes the locks come first.
        where (select count(*) from locked) > 0
        order by place
        on conflict (attempt_id, from_account, kind) where kind in ('settle', 'overrun', 'presumed') do nothing
        returning from_account, to_account, amount_micros, kind, attempt_id
      ),
      moved as (
        update credit_accounts purse
        set balance_micros = purse.balance_micros + change.micros
        from (
          select id, sum(micros)::bigint as micros
          from (
            select from_account as id, -amount_micros as micros from posted
            union all
            select to_account, amount_micros from posted
          ) as side
          group by id
        ) as change
        where purse.id = change.id
        returning purse.id, purse.balance_micros
      )
      select
        (
          select coalesce(jsonb_agg(jsonb_build_object(
            'fromAccount', from_account, 'toAccount', to_account, 'amountMicros', amount_micros,
            'kind', kind, 'attemptId', attempt_id
          )), '[]') from posted
        ) as posted,
        (
          select coalesce(jsonb_agg(jsonb_build_object(
            'creditAccountId', id, 'balanceMicros', balance_micros
          )), '[]') from moved
        ) as balances`,
  );
  return row ?? { posted: [], balances: [] };
}
