import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

export interface FailureTotals {
  /** Attempts that reached a provider. */
  attempts: number;
  failed: number;
}

/** How many attempts there were and how many failed, of all campaigns: what tells a page that its groups are old. */
export async function failureTotals(deps: Pick<EngineDeps, 'readDb'>): Promise<FailureTotals> {
  const found = await firstRow<FailureTotals>(
    deps.readDb,
    sql`
      select coalesce(sum(k.attempts), 0)::int as attempts, coalesce(sum(k.failed), 0)::int as failed
      from runs r, lateral (
        select (select sum(n) from live_counts where run_id = r.id and what = 'attempt' and key not in ('INTENT', 'VOID')) as attempts,
          (select sum(n) from live_counts where run_id = r.id and what = 'failure' and value = 'all') as failed
      ) k
      where r.kind <> 'manual'`,
  );
  return found ?? { attempts: 0, failed: 0 };
}
