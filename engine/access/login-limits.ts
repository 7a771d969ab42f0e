import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { COUNTED_MS, loginWaitMs } from './login-wait.ts';

export interface Tried {
  email: string;
  /** Null = the same process asks, not a browser. */
  address: string | null;
}

export type TryVerdict =
  /** Counted as a wrong one already; `forgetTry` when it was right. */
  { ok: true; atMs: number } | { ok: false; retryAfterSeconds: number };

interface Counted {
  subject: string;
  failures: number;
  lastAtMs: number;
}

/**
 * Counts a password as wrong before it is looked at, or says how long to wait. So a hundred that are tried at once, by
 * whatever processes, are five tries and 95 refusals.
 */
export async function beginTry(deps: Pick<EngineDeps, 'db'>, tried: Tried): Promise<TryVerdict> {
  return await inTransaction(deps.db, async (tx) => {
    const subjects = subjectsOf(tried);
    await tx.execute(sql`
      select pg_advisory_xact_lock(hashtextextended('login:' || s, 0))
      from unnest(${sql.param(subjects)}::text[]) s`);
    const nowMs = await forgetOld(tx);
    const waits = (await countedFailures(tx, subjects, nowMs)).map(({ subject, failures, lastAtMs }) => {
      const kind = subject.startsWith('email:') ? 'email' : 'address';
      return lastAtMs + loginWaitMs(kind, failures) - nowMs;
    });
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) return { ok: false, retryAfterSeconds: Math.ceil(waitMs / 1_000) };
    const atMs = Math.floor(nowMs / 1_000) * 1_000;
    await tx.execute(sql`
      insert into login_failures (subject, window_at, count)
      select s, from_ms(${atMs}), 1 from unnest(${sql.param(subjects)}::text[]) s
      on conflict (subject, window_at) do update set count = login_failures.count + 1`);
    return { ok: true, atMs };
  });
}

/** The password was right: the person's wrong ones are forgotten, of the address only this one. */
export async function forgetTry(tx: Pick<Queryable, 'execute'>, tried: Tried, atMs: number): Promise<void> {
  await tx.execute(sql`delete from login_failures where subject = ${`email:${tried.email}`}`);
  await tx.execute(sql`
    update login_failures set count = count - 1
    where subject = ${`address:${tried.address}`} and window_at = from_ms(${atMs}) and count > 0`);
}

/** In one order, so that two who try at once do not wait for each other. */
const subjectsOf = ({ email, address }: Tried): string[] => [
  ...(address === null ? [] : [`address:${address}`]),
  `email:${email}`,
];

/** Deletes what no longer counts, a little at a time, and answers the time. */
async function forgetOld(tx: Transaction): Promise<number> {
  const clock = await firstRow<{ nowMs: number }>(
    tx,
    sql`
      with t as materialized (select outdial_now() as now),
        old as (
          select f.ctid from t, login_failures f where f.window_at < t.now - make_interval(secs => ${COUNTED_MS / 1_000})
          limit 100 for update of f skip locked
        ),
        gone as (delete from login_failures where ctid in (select ctid from old))
      select to_ms(now) as "nowMs" from t`,
  );
  if (!clock) throw new Error('the database does not tell its time');
  return clock.nowMs;
}

async function countedFailures(tx: Transaction, subjects: readonly string[], nowMs: number): Promise<Counted[]> {
  return await rows(
    tx,
    sql`
      select subject, sum(count)::int as failures, to_ms(max(window_at)) as "lastAtMs"
      from login_failures
      where subject = any(${sql.param([...subjects])}::text[]) and count > 0 and window_at > from_ms(${nowMs - COUNTED_MS})
      group by subject`,
  );
}
