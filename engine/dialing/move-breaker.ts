import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { nextBreaker, type Breaker, type BreakerEvent } from '../../domain/breaker.ts';

/**
 * Moves an account's breaker by the results of its latest creates, in their order. Skips the row lock when all went
 * well and the breaker is at rest, which is nearly always.
 */
export async function moveBreaker(
  tx: Transaction,
  accountId: string,
  events: readonly BreakerEvent[],
  nowMs: number,
): Promise<void> {
  const read = (lock: boolean) =>
    firstRow<Breaker>(
      tx,
      sql`select breaker_state as "state", breaker_reason as "reason", breaker_wait_ms as "waitMs", to_ms(resume_at) as "resumeAtMs",
            ambiguous_in_a_row as "ambiguousInARow"
          from provider_accounts where id = ${accountId} ${lock ? sql`for no key update` : sql``}`,
    );
  const seen = await read(false);
  const atRest = seen?.state === 'closed' && seen.ambiguousInARow === 0 && seen.waitMs === 0;
  if (!seen || (atRest && events.every((event) => event.kind === 'accepted'))) return;
  const before = await read(true);
  if (!before) return;
  const after = events.reduce((breaker, event) => nextBreaker(breaker, event, nowMs), before);
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await tx.execute(
    sql`update provider_accounts set breaker_state = ${after.state}, breaker_reason = ${after.reason}, breaker_wait_ms = ${after.waitMs},
          resume_at = from_ms(${after.resumeAtMs}::double precision), ambiguous_in_a_row = ${after.ambiguousInARow}
        where id = ${accountId}`,
  );
}
