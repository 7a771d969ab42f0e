import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { GIVE_UP_AFTER_SECONDS, retryDelaySeconds } from '../../domain/events/delivery-retry.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { giveUpWaiting } from './give-up-waiting.ts';

interface Told {
  endpointId: string;
  eventId: number;
}

/** The endpoint took it. Returns whether the endpoint is still to be told others. */
export async function settleDelivered(
  deps: Pick<EngineDeps, 'db'>,
  { endpointId, eventId, status }: Told & { status: number },
): Promise<boolean> {
  const endpoint = await firstRow<{ open: boolean }>(
    deps.db,
    sql`
      with settled as (
        update webhook_deliveries set state = 'delivered', tries = tries + 1, last_status = ${status},
          last_error = null, delivered_at = outdial_now()
        where endpoint_id = ${endpointId} and event_id = ${eventId}
      )
      select enabled and removed_at is null as open from webhook_endpoints where id = ${endpointId}`,
  );
  return endpoint?.open ?? false;
}

/**
 * It did not: again later, or failed for good once the event is too old. An endpoint that took nothing all that time
 * is disabled; a person who sends one again by hand does not cause that (their try is the first).
 */
export async function settleFailed(
  deps: Pick<EngineDeps, 'db' | 'log'>,
  told: Told & { status: number | null; error: string; failedTries: number },
): Promise<void> {
  const { endpointId, eventId, status, error, failedTries } = told;
  const settled = await firstRow<{ state: 'waiting' | 'failed'; silent: boolean }>(
    deps.db,
    sql`
      update webhook_deliveries d set tries = d.tries + 1, last_status = ${status}, last_error = ${error},
        state = case when e.created_at <= outdial_now() - make_interval(secs => ${GIVE_UP_AFTER_SECONDS})
          then 'failed' else 'waiting' end,
        try_at = outdial_now() + make_interval(secs => ${retryDelaySeconds(failedTries + 1)})
      from events e
      where e.id = d.event_id and d.endpoint_id = ${endpointId} and d.event_id = ${eventId} and d.state = 'waiting'
      returning d.state, d.tries > 1 and not exists (
        select from webhook_deliveries o where o.endpoint_id = d.endpoint_id
          and o.delivered_at > outdial_now() - make_interval(secs => ${GIVE_UP_AFTER_SECONDS})) as silent`,
  );
  if (settled?.state === 'failed' && settled.silent) await disable(deps, endpointId, 'nothing arrived for three days');
}

/** The endpoint says that nobody is there for good (410): it is disabled. */
export async function settleGone(deps: Pick<EngineDeps, 'db' | 'log'>, told: Told): Promise<void> {
  const { endpointId, eventId } = told;
  await deps.db.execute(sql`
    update webhook_deliveries set state = 'failed', tries = tries + 1, last_status = 410, last_error = 'answered 410: gone'
    where endpoint_id = ${endpointId} and event_id = ${eventId} and state = 'waiting'`);
  await disable(deps, endpointId, 'it answered 410 (gone)');
}

/** Gives back what was claimed and not sent; it counts as no try. */
export async function giveBackDeliveries(
  deps: Pick<EngineDeps, 'db'>,
  endpointId: string,
  eventIds: readonly number[],
): Promise<void> {
  if (eventIds.length === 0) return;
  await deps.db.execute(sql`
    update webhook_deliveries set try_at = outdial_now()
    where endpoint_id = ${endpointId} and event_id = any(${sql.param(eventIds)}::bigint[]) and state = 'waiting'`);
}

async function disable(deps: Pick<EngineDeps, 'db' | 'log'>, endpointId: string, reason: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const disabled = await firstRow(
      tx,
      sql`
        update webhook_endpoints set enabled = false, disabled_reason = ${reason}
        where id = ${endpointId} and enabled and removed_at is null returning id`,
    );
    if (!disabled) return;
    const givenUp = await giveUpWaiting(tx, endpointId, `the endpoint was disabled: ${reason}`);
    const subject = `webhook_endpoint:${endpointId}`;
    await audit(tx, { actor: 'system', action: 'webhook_endpoint.disable', subject, reason, details: { givenUp } });
  });
  deps.log.warn({ endpointId, reason }, 'a webhook endpoint was disabled');
}
