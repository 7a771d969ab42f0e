import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { rows } from '../db/rows.ts';
import { IMPORT_AT_WORK } from '../engine/reading/import-at-work.ts';

const MAX_ANSWERS = 500;

/** Runs that should turn and do not: their time has come and no turn is at work. */
export async function runsToTurn(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select id from runs where next_turn_at <= (select outdial_now()) and turning_until <= (select outdial_now()) order by next_turn_at limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}

/** Accounts with open attempts to ask about, or facts without an owner, and no reconciler at work. */
export async function accountsToReconcile(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select p.id from provider_accounts p
        where p.reconciling_until <= (select outdial_now())
          and (exists (select from open_attempts o where o.account_id = p.id and o.check_at <= (select outdial_now()))
            or exists (select from provider_events e where e.account_id = p.id and e.state = 'new' and e.tries >= 2 and e.fold_after <= (select outdial_now())))
        limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}

/** Imports without a living job, as far as they are wanted: a draft waits for a person. */
export async function importsToWork(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select i.id from imports i
        where i.state not in ('receiving', 'done', 'undone', 'failed', 'cancelled')
          and (i.working_until is null or i.working_until <= (select outdial_now()))
          and ${IMPORT_AT_WORK}
        limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}

/** Accounts with transcripts that are wanted and whose time to ask has come. */
export async function accountsToFetchFrom(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select p.id from provider_accounts p where exists (
          select from transcripts t join attempts a on a.id = t.attempt_id
          where t.state = 'wanted' and t.try_at <= (select outdial_now()) and a.account_id = p.id and a.provider_ref is not null)
        limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}

/** Endpoints with events to be told of, whose time has come. */
export async function endpointsToTell(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select e.id from webhook_endpoints e
        where e.enabled and e.removed_at is null and exists (
          select from webhook_deliveries d
          where d.endpoint_id = e.id and d.state = 'waiting' and d.try_at <= (select outdial_now()))
        limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}

/** Recurring campaigns at which it is time to look: they were changed, a start was due, or an hour has passed. */
export async function schedulesToSync(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select id from schedules where sync_at <= (select outdial_now()) and sync_at < 'infinity' order by sync_at limit ${MAX_ANSWERS}`,
  );
  return found.map(({ id }) => id);
}
