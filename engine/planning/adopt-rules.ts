import { sql } from 'drizzle-orm';
import { notifyWork } from '../../db/notify.ts';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';

/** What a plan's times depend on beside its campaign. */
interface Adopted {
  law: Record<string, string>;
  /** Of the files themselves: a calendar that was corrected has no version here, and a version may be forgotten. */
  lawDigest?: string;
  zones: string;
}

/** Any number, the same in every worker: two that start at once adopt once. */
const ADOPT_LOCK = 7_202_614;

/**
 * Rules of law or zones that were replaced hold for what is planned already, too: every open run is planned anew. The
 * audit trail keeps which were in force since when. Answers whether they had changed.
 */
export async function adoptRules(deps: Pick<EngineDeps, 'db' | 'law' | 'zones'>): Promise<boolean> {
  const { versions, digest } = deps.law;
  const now: Adopted = {
    law: { ...versions },
    ...(digest === undefined ? {} : { lawDigest: digest }),
    zones: deps.zones.release,
  };
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ADOPT_LOCK})`);
    const last = await firstRow<{ same: boolean }>(
      tx,
      sql`select details = ${JSON.stringify(now)}::jsonb as same from audit_entries where subject = 'rules' order by id desc limit 1`,
    );
    if (last?.same) return false;
    await audit(tx, { actor: 'system', action: 'rules.adopt', subject: 'rules', details: { ...now } });
    const stale = await rows<{ id: string }>(
      tx,
      sql`update runs set policy_version = policy_version + 1, next_turn_at = case when state = 'running' then '-infinity' else next_turn_at end
          where state in ('running', 'paused') returning id`,
    );
    for (const { id } of stale) await notifyWork(tx, 'run', id);
    return last !== undefined;
  });
}
