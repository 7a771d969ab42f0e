import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { WORK_CHANNEL } from '../../db/notify.ts';
import { storableJson } from '../../db/storable-json.ts';
import { EVENT_GUARD_BASE } from './safe-horizon.ts';

/** Something that other systems may want to know. */
export interface EventToWrite {
  /** `appointment.booked` and the like: words, joined by dots. */
  kind: string;
  /** `appointment:ID`. */
  subject: string;
  data: Record<string, unknown>;
}

/**
 * Writes events, and a delivery for each endpoint that asked for their kind, in the transaction of the fact itself:
 * there is no fact without its event, and no event without its fact. Their ids, which it returns, rise in the order given. No event, no
 * statement. `onlyTo` names the one endpoint that is told, whatever it asked for.
 *
 * The shared lock tells readers of the feed that ids above the newest visible one are on their way
 * (`safe-horizon.ts`); it must be held before the first id is drawn, hence the join. It waits for nobody.
 */
export async function writeEvents(
  tx: Pick<Queryable, 'execute'>,
  events: readonly EventToWrite[],
  onlyTo?: string,
): Promise<number[]> {
  if (events.length === 0) return [];
  const list = events.map(({ kind, subject, data }) => ({ kind, subject, data }));
  const written = await firstRow<{ ids: number[] }>(
    tx,
    sql`
    with guard as materialized (
      select pg_advisory_xact_lock_shared(${EVENT_GUARD_BASE}::bigint + coalesce((select max(id) from events), 0))
    ), given as (
      select g.kind, g.subject, g.data, g.place
      from guard, rows from (jsonb_to_recordset(${storableJson(list)}::jsonb) as (kind text, subject text, data jsonb))
        with ordinality as g (kind, subject, data, place)
    ), written as (
      insert into events (kind, subject, data) select kind, subject, data from given order by place returning id, kind
    ), sent as (
      insert into webhook_deliveries (endpoint_id, event_id, try_at)
      select e.id, w.id, outdial_now() from written w join webhook_endpoints e
        on e.enabled and e.removed_at is null and case when ${onlyTo ?? null}::uuid is not null
          then e.id = ${onlyTo ?? null}::uuid
          else e.kinds = '{}' or exists (select from unnest(e.kinds) k where w.kind = k or starts_with(w.kind, k || '.'))
        end
      returning 1
    )
    select (select json_agg(id order by id) from written) as ids,
      case when exists (select from sent) then pg_notify(${WORK_CHANNEL}, 'event:')::text end as told`,
  );
  return written?.ids ?? [];
}
