import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import { unknownEndpoint } from './check-endpoint.ts';

export interface DeliveryView {
  eventId: number;
  kind: string;
  subject: string;
  state: 'waiting' | 'delivered' | 'failed';
  tries: number;
  /** Of one that waits. */
  nextTryAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  deliveredAt: string | null;
}

/** What one endpoint was told or is to be told, newest first. Throws EngineError `unknown_endpoint`. */
export async function listDeliveries(
  deps: Pick<EngineDeps, 'readDb'>,
  input: PageInput & { endpointId: string; state?: DeliveryView['state'] | undefined },
): Promise<Page<DeliveryView>> {
  const { endpointId, state, cursor } = input;
  const known = await firstRow(deps.readDb, sql`select id from webhook_endpoints where id = ${endpointId}`);
  if (!known) throw unknownEndpoint(endpointId);
  const found = await rows<DeliveryView>(
    deps.readDb,
    sql`
      select d.event_id as "eventId", e.kind, e.subject, d.state, d.tries,
        case when d.state = 'waiting' then ${iso(sql`d.try_at`)} end as "nextTryAt",
        d.last_status as "lastStatus", d.last_error as "lastError", ${iso(sql`d.delivered_at`)} as "deliveredAt"
      from webhook_deliveries d join events e on e.id = d.event_id
      where d.endpoint_id = ${endpointId} and (${state ?? null}::text is null or d.state = ${state ?? null})
        and (${cursor ?? null}::bigint is null or d.event_id < ${cursor ?? null}::bigint)
      order by d.event_id desc limit ${fetchLimit(input)}`,
  );
  return toPage(found, input, ({ eventId }) => eventId);
}
