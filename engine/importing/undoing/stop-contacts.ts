import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import type { Queryable } from '../../../db/client.ts';
import { wakeRuns } from '../../campaigns/wake-runs.ts';
import { deleteDueOf, deleteLateDueOf, endUndialled, lockStatesOf } from '../../planning/end-queued.ts';

export interface StopInput {
  campaignId: string;
  runId: string;
  /** Numbers of a chunk of the stop list, any number of a contact. */
  phones: readonly number[];
  /** The stop list, whose count of stopped contacts grows. */
  importId: string;
}

export interface Stopped {
  /** Contacts that will not be dialled any more. */
  ended: number;
  /** Contacts whose attempt is under way: it takes its course, and no other follows. */
  inFlight: number;
  /** Contacts that had their end before. */
  over: number;
  /** Numbers that no contact of the campaign has. */
  notInCampaign: number[];
}

/** Why a contact on a stop list is not dialled. */
export const STOPPED_REASON = 'stop_list';

/**
 * Takes the people of a stop list out of a campaign: who waits ends as `cancelled`, who is in flight is not tried again.
 * Nothing of theirs can be claimed once the transaction has committed; undo-batch.ts says why. Repeating it changes
 * nothing but the count in `imports`, so call it in the transaction that moves the list on. Run in `inTransaction`: it
 * throws lock_not_available when a claim was quicker, and the repeated chunk then finds the contact in flight.
 */
export async function stopContacts(tx: Pick<Queryable, 'execute'>, input: StopInput): Promise<Stopped> {
  const { campaignId, runId, importId } = input;
  const phones = sql`${sql.param([...input.phones])}::bigint[]`;
  const found = await firstRow<{ ids: number[]; missing: number[] }>(
    tx,
    sql`with asked as (
          select distinct phone from unnest(${phones}) as asked (phone)
        ), holders as (
          select c.id, asked.phone from asked join contacts c on c.phone = asked.phone
          union
          select n.contact_id, asked.phone from asked join contact_phones n on n.phone = asked.phone
        ), held as materialized (
          select h.id, h.phone from holders h join contact_states s on s.contact_id = h.id
          join contacts c on c.id = h.id join imports i on i.id = c.import_id
          where s.run_id = ${runId} or i.campaign_id = ${campaignId}
        )
        select coalesce((select json_agg(distinct id) from held), '[]') as ids,
          coalesce((select json_agg(phone order by phone) from asked where phone not in (select phone from held)), '[]') as missing`,
  );
  const ids = found?.ids ?? [];
  const notInCampaign = found?.missing ?? [];
  if (ids.length === 0) return { ended: 0, inFlight: 0, over: 0, notInCampaign };
  await deleteDueOf(tx, ids);
  await lockStatesOf(tx, ids);
  await deleteLateDueOf(tx, ids);
  const { ended, inFlight } = await endUndialled(tx, ids, STOPPED_REASON);
  await tx.execute(sql`
    update imports set stopped_contacts = stopped_contacts + ${ended + inFlight} where id = ${importId}`);
  if (ended > 0) await wakeRuns(tx, sql`r.id = ${runId}`);
  return { ended, inFlight, over: ids.length - ended - inFlight, notInCampaign };
}
