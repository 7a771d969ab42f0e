import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { computedCostMicros, splitAtHold } from '../../domain/money.ts';
import { postEntries, type NewEntry } from '../credits/post-entries.ts';
import type { FoldedChange } from './store-folded.ts';

/** What an attempt costs as of now. */
export interface Settlement {
  costMicros: number;
  presumed: boolean;
}

/**
 * Settles what ended or was parked: the actual cost where it is known, our own price of the talk time where the
 * provider gives none, the whole hold where nobody knows. A presumed cost is corrected when the truth comes.
 * Settlement is always accepted: what exceeds the hold is an overrun (L4). Answers the new costs by attempt id.
 */
export async function settle(
  tx: Transaction,
  changes: readonly FoldedChange[],
  nowMs: number,
): Promise<Map<string, Settlement>> {
  const settled = new Map<string, Settlement>();
  const due = changes.flatMap((change) => {
    const settlement = settlementOf(change);
    if (!settlement) return [];
    settled.set(change.before.attemptId, settlement);
    return [{ change, settlement }];
  });
  if (due.length === 0) return settled;
  const purses = await readPurses(
    tx,
    due.map(({ change }) => change),
  );
  const entries = due.flatMap(({ change, settlement }) => entriesOf(change, settlement, purses));
  if (entries.length === 0) return settled;
  const { posted } = await postEntries(tx, entries);
  await addToDays(tx, posted, purses, nowMs);
  await pauseOverdrawn(
    tx,
    due.map(({ change }) => change.before.accountId),
  );
  return settled;
}

function settlementOf({ before, attempt, facts, notDialled }: FoldedChange): Settlement | null {
  if (notDialled) return before.settledMicros === null ? null : { costMicros: 0, presumed: false };
  if (attempt.state === 'PARKED') {
    return before.settledMicros === null ? { costMicros: before.holdMicros, presumed: true } : null;
  }
  const isOver = attempt.state === 'ENDED' || attempt.state === 'DISPOSED';
  if (!isOver) return null;
  if (before.costPresumed && attempt.costMicros === null && attempt.talkSeconds === null) {
    // A person who resolves a parked dial as made confirms what was presumed; an end without figures leaves it open.
    const confirmed = facts.some((fact) => fact.kind === 'resolved');
    return confirmed ? { costMicros: before.settledMicros ?? 0, presumed: false } : null;
  }
  const costMicros = attempt.costMicros ?? computedCostMicros(before.channel, before, attempt.talkSeconds ?? 0);
  // The end may be told first without its figures: they settle the difference when they come.
  const stands = !before.costPresumed && before.settledMicros === costMicros;
  return stands ? null : { costMicros, presumed: false };
}

interface PursePair {
  owner: string;
  availableId: string;
  spentId: string;
}

async function readPurses(tx: Transaction, changes: readonly FoldedChange[]): Promise<PursePair[]> {
  const accountIds = [...new Set(changes.map(({ before }) => before.accountId))];
  const campaignIds = [...new Set(changes.map(({ before }) => before.campaignId))];
  return await rows(
    tx,
    sql`select coalesce(account_id, campaign_id) as owner,
          (array_agg(id) filter (where kind = 'available'))[1] as "availableId", (array_agg(id) filter (where kind = 'spent'))[1] as "spentId"
        from credit_accounts
        where account_id = any(${sql.param(accountIds)}::uuid[]) or campaign_id = any(${sql.param(campaignIds)}::uuid[])
        group by 1`,
  );
}

function entriesOf({ before }: FoldedChange, settlement: Settlement, purses: readonly PursePair[]): NewEntry[] {
  return purses
    .filter((purse) => purse.owner === before.accountId || purse.owner === before.campaignId)
    .flatMap((purse): NewEntry[] => {
      const out = {
        fromAccount: purse.availableId,
        toAccount: purse.spentId,
        attemptId: before.attemptId,
        createdBy: 'fold',
      };
      if (before.settledMicros !== null) {
        const difference = settlement.costMicros - before.settledMicros;
        if (difference === 0) return [];
        const note = before.costPresumed ? 'presumed cost corrected' : 'figure told later';
        return difference > 0
          ? [{ ...out, kind: 'adjust', amountMicros: difference, note }]
          : [
              {
                ...out,
                fromAccount: purse.spentId,
                toAccount: purse.availableId,
                kind: 'adjust',
                amountMicros: -difference,
                note,
              },
            ];
      }
      if (settlement.presumed)
        return settlement.costMicros === 0 ? [] : [{ ...out, kind: 'presumed', amountMicros: settlement.costMicros }];
      const { settleMicros, overrunMicros } = splitAtHold(settlement.costMicros, before.holdMicros);
      const lines: NewEntry[] = [
        { ...out, kind: 'settle', amountMicros: settleMicros },
        { ...out, kind: 'overrun', amountMicros: overrunMicros },
      ];
      return lines.filter((line) => line.amountMicros > 0);
    });
}

/** Per-day sums, which the claim's daily caps read. */
async function addToDays(
  tx: Transaction,
  posted: readonly { fromAccount: string; toAccount: string; amountMicros: number }[],
  purses: readonly PursePair[],
  nowMs: number,
): Promise<void> {
  const sums = new Map<string, number>();
  for (const purse of purses) {
    for (const line of posted) {
      const sign = line.fromAccount === purse.availableId ? 1 : line.toAccount === purse.availableId ? -1 : 0;
      if (sign !== 0) sums.set(purse.availableId, (sums.get(purse.availableId) ?? 0) + sign * line.amountMicros);
    }
  }
  if (sums.size === 0) return;
  const records = [...sums].map(([id, micros]) => ({ id, micros }));
  await tx.execute(
    sql`insert into spend_days (credit_account_id, day, spent_micros)
        select id, (from_ms(${nowMs}::double precision) at time zone 'UTC')::date, micros
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(id uuid, micros bigint) order by id
        on conflict (credit_account_id, day) do update set spent_micros = spend_days.spent_micros + excluded.spent_micros`,
  );
}

/** An account below zero pauses: its breaker opens until credit comes. */
async function pauseOverdrawn(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.execute(
    sql`update provider_accounts p set breaker_state = 'open', breaker_reason = 'overdrawn', resume_at = null
        from credit_accounts c
        where c.account_id = p.id and c.kind = 'available' and c.balance_micros < 0 and p.breaker_state = 'closed'
          and p.id = any(${sql.param([...new Set(accountIds)])}::uuid[])`,
  );
}
