import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
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

const rulesOf = ({ law, zones }: Pick<EngineDeps, 'law' | 'zones'>): Adopted => ({
  law: { ...law.versions },
  ...(law.digest === undefined ? {} : { lawDigest: law.digest }),
  zones: zones.release,
});

/**
 * Rules of law or zones that were replaced hold for what is planned already, too: every open run is planned anew. The
 * audit trail keeps which were in force since when. Answers whether they had changed.
 */
export async function adoptRules(deps: Pick<EngineDeps, 'db' | 'law' | 'zones'>): Promise<boolean> {
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ADOPT_LOCK})`);
    const last = await firstRow<{ same: boolean | null }>(tx, sql`select ${isAdopted(deps)} as same`);
    const before = last?.same ?? null;
    if (before === true) return false;
    await audit(tx, { actor: 'system', action: 'rules.adopt', subject: 'rules', details: { ...rulesOf(deps) } });
    const stale = await rows<{ id: string }>(
      tx,
      sql`update runs set policy_version = policy_version + 1, next_turn_at = case when state = 'running' then '-infinity' else next_turn_at end
          where state in ('running', 'paused') returning id`,
    );
    for (const { id } of stale) await notifyWork(tx, 'run', id);
    return before !== null;
  });
}

/**
 * The version under which this process may write plans of a run `r`. One that still has rules which were replaced since
 * it started writes them as stale: nobody dials by them, and a process with the rules of now plans them anew.
 */
export const planVersion = (deps: Pick<EngineDeps, 'law' | 'zones'>): SQL =>
  sql`case when coalesce(${isAdopted(deps)}, true) then r.policy_version else r.policy_version - 1 end`;

/**
 * Whether this process plans by the rules that were adopted last; one that runs since before must not. To be asked
 * after the run's policy version was read: whoever adopts later makes a plan of that version stale.
 */
export async function rulesAreCurrent(
  tx: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'law' | 'zones'>,
): Promise<boolean> {
  return (await firstRow<{ same: boolean }>(tx, sql`select coalesce(${isAdopted(deps)}, true) as same`))?.same ?? true;
}

/** Whether the rules of this process are those that were adopted last; null = none ever were. */
const isAdopted = (deps: Pick<EngineDeps, 'law' | 'zones'>): SQL => sql`
  (select details = ${JSON.stringify(rulesOf(deps))}::jsonb from audit_entries where subject = 'rules' order by id desc limit 1)`;
