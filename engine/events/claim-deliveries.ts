import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import type { EventView } from './list-events.ts';

/** Nobody else takes a claimed delivery in this time; a process that dies gives it back by it. */
const LEASE_SECONDS = 60;
/** The oldest times first, then ids: what is looked at to find the smallest ids among what is due. */
const LOOKED_AT = 500;

export interface ClaimedDelivery extends EventView {
  failedTries: number;
}

export interface OpenEndpoint {
  url: string;
  sealed: string;
  /** The database's clock, without the offset of a test: receivers compare the time of a signature with their own. */
  realNowMs: number;
  nowMs: number;
}

/** An endpoint that is told events now; undefined = there is none, or not now. */
export async function readOpenEndpoint(
  deps: Pick<EngineDeps, 'db'>,
  endpointId: string,
): Promise<OpenEndpoint | undefined> {
  return await firstRow(
    deps.db,
    sql`
      select url, secret_sealed as sealed, to_ms(clock_timestamp()) as "realNowMs", to_ms(outdial_now()) as "nowMs"
      from webhook_endpoints where id = ${endpointId} and enabled and removed_at is null`,
  );
}

/** Takes up to `most` deliveries whose time has come, in the order of their events; two at once never take the same. */
export async function claimDeliveries(
  deps: Pick<EngineDeps, 'db'>,
  endpointId: string,
  most: number,
): Promise<ClaimedDelivery[]> {
  return await rows(
    deps.db,
    sql`
      with due as materialized (
        select event_id from webhook_deliveries
        where state = 'waiting' and try_at <= (select outdial_now()) and endpoint_id = ${endpointId}
        order by try_at limit ${LOOKED_AT}
      ), taken as materialized (
        select d.event_id from webhook_deliveries d
        where d.endpoint_id = ${endpointId} and d.event_id in (select event_id from due order by event_id limit ${most})
          and d.state = 'waiting' and d.try_at <= (select outdial_now())
        for update skip locked
      ), claimed as (
        update webhook_deliveries d set try_at = outdial_now() + make_interval(secs => ${LEASE_SECONDS})
        from taken where d.endpoint_id = ${endpointId} and d.event_id = taken.event_id
        returning d.event_id, d.tries
      )
      select e.id, e.kind, e.subject, ${iso(sql`e.created_at`)} as at, e.data, c.tries as "failedTries"
      from claimed c join events e on e.id = c.event_id order by e.id`,
  );
}
