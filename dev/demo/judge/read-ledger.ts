import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { firstRow, rows } from '../../../db/rows.ts';
import type { LedgerAttempt } from './drift.ts';
import type { PacedSends } from './pace-breaches.ts';

/** What the judge reads of the demo's own database, by SQL of its own. */
export async function readLedgerAttempts(db: Db): Promise<LedgerAttempt[]> {
  return await rows(
    db,
    sql`select id, state, cost_micros as "costMicros", cost_presumed as presumed from attempts order by id`,
  );
}

/** Every configured limit with the sends under it: of its account, its number, its channel, or its run. */
export async function readPacedSends(db: Db): Promise<PacedSends[]> {
  return await rows(
    db,
    sql`select p.max_count as "maxCount", p.window_ms as "windowMs",
          coalesce(json_agg(json_build_object('attemptId', a.id, 'atMs', to_ms(a.sent_at))) filter (where a.id is not null), '[]') as sends
        from pacers p left join attempts a on a.sent_at is not null and (a.account_id = p.account_id or a.run_id = p.run_id)
          and (p.number_id is null or a.number_id = p.number_id) and (p.channel is null or a.channel = p.channel)
        group by p.id`,
  );
}

/** True when every fact was folded, every transcript read and every attempt is over. */
export async function isSettled(db: Db): Promise<boolean> {
  const found = await firstRow<{ settled: boolean }>(
    db,
    sql`select not exists (select from provider_events where state = 'new')
          and not exists (select from transcripts where state = 'wanted')
          and not exists (select from open_attempts) as settled`,
  );
  return found?.settled === true;
}

/** Attempts that passed the gate and whose answer nobody has recorded: what a killed worker leaves behind. */
export async function countSending(db: Db): Promise<number> {
  const found = await firstRow<{ count: number }>(
    db,
    sql`select count(*)::int as count from attempts where state = 'SENDING'`,
  );
  return found?.count ?? 0;
}

export async function countQuarantined(db: Db): Promise<number> {
  const found = await firstRow<{ count: number }>(
    db,
    sql`select count(*)::int as count from provider_events where state = 'quarantined'`,
  );
  return found?.count ?? 0;
}
