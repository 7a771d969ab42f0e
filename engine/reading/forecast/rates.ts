import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { RunContext } from '../../dialing/run-context.ts';

/** What holds the calls of a campaign back most. */
export interface Narrowest {
  by: 'pace' | 'account_pace' | 'slots';
  perSecond: number;
}

/** From claim to end of a call, ringing and those that nobody answers included: a guess, and said to be one. */
export const ASSUMED_CALL_SECONDS = 90;

/** Rates of the account of the first step. */
export async function readRates(tx: Transaction, run: RunContext): Promise<number[]> {
  const [first] = run.steps;
  if (first === undefined) return [];
  const found = await rows<{ perSecond: number }>(
    tx,
    sql`select (max_count * 1000.0 / window_ms)::double precision as "perSecond" from pacers
        where account_id = ${first.accountId} and (channel is null or channel = ${first.channel})
          and (number_id is null or number_id = ${first.numberId})`,
  );
  return found.map(({ perSecond }) => perSecond);
}

/** The lowest of the campaign's pace, its account's rates, and what its slots let through; null = none. */
export function narrowest(
  { settings, steps }: Pick<RunContext, 'settings' | 'steps'>,
  accountRates: readonly number[],
): Narrowest | null {
  const [first] = steps;
  const slots = Math.min(settings.maxConcurrent, first?.maxConcurrentCalls ?? Infinity);
  const rates: Narrowest[] = [
    ...(settings.pacePerSecond === null ? [] : [{ by: 'pace' as const, perSecond: settings.pacePerSecond }]),
    ...accountRates.map((perSecond) => ({ by: 'account_pace' as const, perSecond })),
    ...(first?.channel === 'call' ? [{ by: 'slots' as const, perSecond: slots / ASSUMED_CALL_SECONDS }] : []),
  ];
  return rates.reduce<Narrowest | null>(
    (low, rate) => (low === null || rate.perSecond < low.perSecond ? rate : low),
    null,
  );
}
