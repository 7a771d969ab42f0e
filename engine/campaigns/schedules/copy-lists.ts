import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { createWay } from '../../importing/make-way.ts';
import { removeContacts } from '../../importing/undoing/remove-contacts.ts';
import { STOPPED_REASON } from '../../importing/undoing/stop-contacts.ts';
import { GONE_STATES } from '../take-list.ts';

/** A list that becomes the copy of another; `options.copyOf` names it. */
interface Copy {
  id: string;
  sourceId: string;
  firstContactId: number;
  lastContactId: number;
}

export type CopyResult =
  | 'done'
  /** Told to stop: the rest is copied by whoever goes on. */
  | 'stopped'
  /** The campaign is no draft any more: somebody cancelled it. */
  | 'campaign_over'
  /** Somebody cancelled one of the lists. */
  | 'list_cancelled';

/**
 * Writes an empty copy of each list of a campaign for another one. `committing`, with a lease that never ends, says
 * that no job of imports may work on it and that no launch may take it. Answers how many there are.
 */
export async function makeCopies(
  tx: Transaction,
  { fromCampaignId, campaignId }: { fromCampaignId: string; campaignId: string },
): Promise<number> {
  const made = await rows(
    tx,
    sql`insert into imports (campaign_id, file_name, file_sha256, file_bytes, stored_path, state, options, created_by,
          step_started_at, working_until)
        select ${campaignId}, i.file_name, '', 0, 'none', 'committing', jsonb_build_object('copyOf', i.id), 'system',
          outdial_now(), 'infinity'
        from imports i
        where i.campaign_id = ${fromCampaignId} and i.purpose = 'contacts' and i.state <> all(${sql.param([...GONE_STATES])}::text[])
          and (i.state = 'done' or coalesce(i.detected ? 'committed', false))
        order by i.id
        returning id`,
  );
  return made.length;
}

/**
 * Copies the people of the lists, batch by batch, each with its state, into a draft's run: a draft dials nobody, and
 * it cannot be launched before every copy is `done`. A batch and how far it went are one transaction, so whoever goes
 * on after a crash begins behind it, and two at once only wait for each other. What a row stated for its first campaign
 * alone (consent, a time of its own) stays behind; who was taken out by a stop list is not copied.
 */
export async function copyLists(
  deps: Pick<EngineDeps, 'db'>,
  campaignId: string,
  options: { signal?: AbortSignal; batchRows?: number } = {},
): Promise<CopyResult> {
  const way = createWay(deps);
  for (const copy of await openCopies(deps, campaignId)) {
    for (;;) {
      if (options.signal?.aborted) return 'stopped';
      const result = await copyBatch(deps, campaignId, copy, options.batchRows ?? (await way.rowsAtOnce()));
      if (result === 'done') break;
      if (result !== 'more') return result;
      if (await way.isWanted()) await way.make();
    }
  }
  return 'done';
}

const openCopies = async (deps: Pick<EngineDeps, 'db'>, campaignId: string): Promise<Copy[]> =>
  await rows(
    deps.db,
    sql`select id, options ->> 'copyOf' as "sourceId", first_contact_id as "firstContactId", last_contact_id as "lastContactId"
        from imports where campaign_id = ${campaignId} and options ? 'copyOf' and state <> 'done' order by id`,
  );

async function copyBatch(
  deps: Pick<EngineDeps, 'db'>,
  campaignId: string,
  copy: Copy,
  batchRows: number,
): Promise<'more' | 'done' | 'campaign_over' | 'list_cancelled'> {
  return await inTransaction(deps.db, async (tx) => {
    // A cancel waits for this batch, or this batch finds the cancel.
    const run = await firstRow<{ id: string; state: string }>(
      tx,
      sql`select id, state from runs where campaign_id = ${campaignId} and kind = 'campaign' for share`,
    );
    if (run?.state !== 'draft') return 'campaign_over';
    const list = await firstRow<{ state: string; lastRow: number }>(
      tx,
      sql`select state, last_row as "lastRow" from imports where id = ${copy.id} for no key update`,
    );
    if (list?.state === 'done') return 'done';
    if (list?.state !== 'committing') return 'list_cancelled';
    const copied = await firstRow<{ count: number; last: number | null }>(
      tx,
      copyRows(copy, run.id, list.lastRow, batchRows),
    );
    const { count = 0, last = null } = copied ?? {};
    const isEnd = count < batchRows;
    await tx.execute(sql`
      update imports set last_row = coalesce(${last}::integer, last_row), rows_read = rows_read + ${count},
        accepted_rows = accepted_rows + ${count}, committed_rows = committed_rows + ${count},
        state = case when ${isEnd} then 'done' else state end,
        ended_at = case when ${isEnd} then outdial_now() end,
        working_until = case when ${isEnd} then null else working_until end
      where id = ${copy.id}`);
    return isEnd ? 'done' : 'more';
  });
}

const copyRows = (copy: Copy, runId: string, lastRow: number, batchRows: number) => sql`
  with source as (
    select first_contact_id as base, last_contact_id as last from imports where id = ${copy.sourceId}
  ), batch as materialized (
    select c.* from source, contacts c join contact_states s on s.contact_id = c.id
    where c.id > source.base + ${lastRow}::bigint and c.id <= source.last
      and not (s.state = 'cancelled' and s.reason = ${STOPPED_REASON})
    order by c.id limit ${batchRows}
  ), people as (
    insert into contacts (id, import_id, row_number, phone, line_type, external_id, name, zone_key, zone_source, place_key,
      variables, overrides)
    select ${copy.firstContactId}::bigint + row_number, ${copy.id}::uuid, row_number, phone, line_type, external_id, name, zone_key,
      zone_source, place_key, variables, nullif(overrides - '{consent,sendAtMs,endsAtMs,moved}'::text[], '{}')
    from batch
  ), numbers as (
    insert into contact_phones (contact_id, place, phone, line_type, zone_key, place_key)
    select ${copy.firstContactId}::bigint + b.row_number, n.place, n.phone, n.line_type, n.zone_key, n.place_key
    from batch b join contact_phones n on n.contact_id = b.id
  ), states as (
    insert into contact_states (contact_id, run_id, state)
    select ${copy.firstContactId}::bigint + row_number, ${runId}::uuid, 'ready' from batch
  )
  select count(*)::int as count, max(row_number) as last from batch`;

/**
 * Takes copies back that will never be whole. Their campaign is cancelled before, so nobody of them can be dialled;
 * lists that are whole stay with it. Repeatable.
 */
export async function dropCopies(deps: Pick<EngineDeps, 'db'>, campaignId: string): Promise<void> {
  for (const copy of await openCopies(deps, campaignId)) {
    await deps.db.execute(sql`
      update imports set state = 'cancelled', ended_at = outdial_now(), working_until = null
      where id = ${copy.id} and state = 'committing'`);
    await removeContacts(deps, copy);
    await deps.db.execute(
      sql`update imports set accepted_rows = 0, rows_read = 0, committed_rows = 0 where id = ${copy.id}`,
    );
  }
}
