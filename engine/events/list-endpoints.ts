import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';

export interface EndpointView {
  id: string;
  url: string;
  /** Empty = all. */
  kinds: string[];
  enabled: boolean;
  disabledReason: string | null;
  createdBy: string;
  createdAt: string;
  /** Events on their way to it. */
  waiting: number;
}

/** Endpoints that were not removed, oldest first; never a secret. */
export async function listEndpoints(deps: Pick<EngineDeps, 'readDb'>): Promise<EndpointView[]> {
  return await rows(
    deps.readDb,
    sql`
      select e.id, e.url, e.kinds, e.enabled, e.disabled_reason as "disabledReason", e.created_by as "createdBy",
        ${iso(sql`e.created_at`)} as "createdAt", coalesce(w.count, 0) as waiting
      from webhook_endpoints e
      left join (select endpoint_id, count(*) as count from webhook_deliveries where state = 'waiting'
        group by endpoint_id) w on w.endpoint_id = e.id
      where e.removed_at is null order by e.id limit 1000`,
  );
}
