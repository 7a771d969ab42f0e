import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { iso } from '../../reading/iso.ts';
import type { FailureScope } from '../scope.ts';
import { LAST_EVENT, STUCK_AFTER, stuckAfterMinutes } from './stuck-after.ts';

export interface StuckCount {
  count: number;
  /** Since when the one that has been silent the longest is. */
  oldestAt: string | null;
}

export interface StuckFilter extends FailureScope {
  accountId?: string | undefined;
  attemptIds?: readonly string[] | undefined;
  /** In place of the policy: silent for so many minutes. */
  minutes?: number | undefined;
}

/** Open attempts `o` that should have said something by now, with `lastAt` and `stuckAfter`; `columns` of `a`, `c`, `p`. */
export function stuckAttempts({ campaignId, accountId, attemptIds, minutes }: StuckFilter, columns: SQL): SQL {
  const after = minutes === undefined ? STUCK_AFTER : stuckAfterMinutes(minutes);
  return sql`
    select * from (
      select ${columns}, ${LAST_EVENT} as last_at, ${after} as stuck_after
      from open_attempts o join attempts a on a.id = o.attempt_id
        join runs r on r.id = o.run_id join campaigns c on c.id = r.campaign_id join provider_accounts p on p.id = o.account_id
      where o.phase = 'live' and a.state in ('SENDING', 'ACCEPTED', 'UNKNOWN')
        and ${campaignId === undefined ? sql`true` : sql`r.campaign_id = ${campaignId}`}
        and ${accountId === undefined ? sql`true` : sql`o.account_id = ${accountId}`}
        and ${attemptIds === undefined ? sql`true` : sql`o.attempt_id = any(${sql.param([...attemptIds])}::uuid[])`}
        and a.created_at <= (select outdial_now()) - ${after} * interval '1 second'
    ) stuck where last_at <= (select outdial_now()) - stuck_after * interval '1 second'`;
}

export async function countStuck(db: Pick<Queryable, 'execute'>, filter: StuckFilter): Promise<StuckCount> {
  const counted = await firstRow<StuckCount>(
    db,
    sql`select count(*)::int as count, ${iso(sql`min(last_at)`)} as "oldestAt"
        from (${stuckAttempts(filter, sql`a.id`)}) found`,
  );
  return counted ?? { count: 0, oldestAt: null };
}
