import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { deleteDueOf, deleteLateDueOf, endUndialled, lockStatesOf } from '../../planning/end-queued.ts';

/** A message that had passed the gate: it goes out, or went out, all the same. */
export interface InFlight {
  contactId: number;
  attemptId: string;
  channel: 'call' | 'sms';
  state: string;
}

export interface Withdrawn {
  inFlight: InFlight[];
  /** Messages that left at some time, also those that have come to their end since. */
  left: ReadonlySet<number>;
}

/**
 * Takes messages back: when this commits, none of them can pass the gate any more. What had passed it is answered, is
 * not tried again and has no fallback.
 *
 * In this order, so that nobody can be claimed in between (undo-batch.ts says more of the first three):
 * 1. due rows, waiting for a claim that has one;
 * 2. INTENTs are voided, waiting for a gate that has one: it is first, and the attempt is in flight, or we are, and it
 *    finds no INTENT. Before the states, since whoever gives an attempt back locks them in this order too;
 * 3. states; from here nobody plans them again;
 * 4. what was planned or claimed between 1 and 3. Where somebody holds it the whole transaction is repeated.
 */
export async function withdraw(tx: Transaction, contactIds: readonly number[], reason: string): Promise<Withdrawn> {
  if (contactIds.length === 0) return { inFlight: [], left: new Set() };
  await deleteDueOf(tx, contactIds);
  await voidIntents(tx, contactIds, reason, false);
  await lockStatesOf(tx, contactIds);
  await deleteLateDueOf(tx, contactIds);
  await voidIntents(tx, contactIds, reason, true);
  await endUndialled(tx, contactIds, reason);
  const made = await rows<InFlight & { underWay: boolean }>(
    tx,
    sql`select a.contact_id as "contactId", a.id as "attemptId", a.channel, a.state, o.attempt_id is not null and a.state <> 'ENDED' as "underWay"
        from attempts a left join open_attempts o on o.attempt_id = a.id
        where a.contact_id = any(${sql.param([...contactIds])}::bigint[]) and a.state not in ('INTENT', 'VOID', 'REFUSED') order by a.id`,
  );
  return {
    inFlight: made.flatMap(({ underWay, ...attempt }) => (underWay ? [attempt] : [])),
    left: new Set(made.map(({ contactId }) => contactId)),
  };
}

/** The hold goes back with the open row; a contact whose INTENT is void waits for nothing any more. */
async function voidIntents(
  tx: Transaction,
  contactIds: readonly number[],
  reason: string,
  stateIsLocked: boolean,
): Promise<void> {
  const voided = await rows<{ contactId: number }>(
    tx,
    sql`with locked as (
          select id from attempts where contact_id = any(${sql.param([...contactIds])}::bigint[]) and state = 'INTENT'
          order by id for update ${stateIsLocked ? sql`nowait` : sql``}
        ), voided as (
          update attempts a set state = 'VOID', voided_at = outdial_now(), reason = ${reason}
          from locked where a.id = locked.id returning a.id, a.contact_id
        ), closed as (
          delete from open_attempts o using voided v where o.attempt_id = v.id
        )
        select contact_id as "contactId" from voided`,
  );
  if (voided.length === 0) return;
  await tx.execute(
    sql`update contact_states set state = 'waiting', reason = null
        where contact_id = any(${sql.param(voided.map(({ contactId }) => contactId))}::bigint[]) and state = 'in_flight'`,
  );
}
