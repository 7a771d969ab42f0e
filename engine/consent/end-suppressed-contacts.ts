import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { campaignHeld } from './holding.ts';

/**
 * Ends the waiting contacts of everyone who has one of these numbers, on all their numbers, and takes their due
 * rows away: of campaigns of which nothing is left for the person (domain/suppression-scope.ts). Contacts in flight
 * end by the fold. Returns how many were ended.
 */
export async function endSuppressedContacts(
  deps: Pick<EngineDeps, 'db'>,
  phones: readonly number[],
  reason: 'opted_out' | 'opt_out_doubtful' = 'opted_out',
): Promise<number> {
  return await inTransaction(deps.db, (tx) => endHeld(tx, contactsOfPeople(phones), reason));
}

/** The same for those of some contacts whose people have said no: `candidates` is a query of contact ids. */
export async function endHeld(tx: Transaction, candidates: SQL, reason = 'opted_out'): Promise<number> {
  // Looked up once: who begins to wait later was planned by somebody who sees the suppression.
  const held = await rows<{ id: number }>(tx, heldOf(candidates));
  if (held.length === 0) return 0;
  const ids = sql`${sql.param(held.map(({ id }) => id))}::bigint[]`;
  // Due rows first, as everywhere. One that a claim holds stays: its contact is in flight, and its gate says no.
  await deleteDue(tx, ids);
  const ended = await firstRow<{ count: number }>(
    tx,
    sql`
      with ended as (
        update contact_states s
        set state = 'suppressed', reason = ${reason}, changed_at = (select outdial_now())
        where s.state in ('ready', 'waiting') and s.contact_id = any(${ids})
          and not exists (select from due d where d.contact_id = s.contact_id)
        returning s.contact_id
      )
      select count(*)::int as count from ended`,
  );
  // A plan that was being committed meanwhile has left its row behind. Where the contact was not ended, it keeps its
  // row, or it would wait for ever: the gate says no, and the contact ends then.
  await deleteDue(
    tx,
    ids,
    sql`exists (select from contact_states s where s.contact_id = d.contact_id and s.state = 'suppressed')`,
  );
  return ended?.count ?? 0;
}

/** Waits for nobody: a locked row is being worked on by somebody who will see the suppression. */
async function deleteDue(tx: Transaction, ids: SQL, only: SQL = sql`true`): Promise<void> {
  await tx.execute(sql`
    delete from due where (contact_id, run_id, subject, step) in (
      select d.contact_id, d.run_id, d.subject, d.step from due d where d.contact_id = any(${ids}) and ${only}
      order by d.contact_id, d.run_id, d.subject, d.step for update skip locked)`);
}

/** A list that no campaign has taken yet may become one of any purpose and channel. */
export const ANY_CAMPAIGN = JSON.stringify({ steps: [{ channel: 'call' }, { channel: 'sms' }] });

/** All numbers of everyone behind a contact `c`: a further number may have become another person's. */
const NUMBERS = sql`array(select unnest(${numbersOf(personOf(sql`c.phone`))}) union all
  select unnest(${numbersOf(personOf(sql`n.phone`))}) from contact_phones n where n.contact_id = c.id)`;

/** Contacts of which nothing is left: every step of their campaign is held. */
const heldOf = (candidates: SQL): SQL => sql`
  select c.id from contacts c join contact_states w on w.contact_id = c.id
    left join runs r on r.id = w.run_id left join campaigns k on k.id = r.campaign_id
  where c.id in (${candidates}) and w.state in ('ready', 'waiting')
    and ${campaignHeld(NUMBERS, sql`coalesce(k.settings, ${ANY_CAMPAIGN}::jsonb)`)}`;

/** Everyone who has one of the people's numbers, as the first or as a further one. */
export const contactsOfPeople = (phones: readonly number[]): SQL => sql`
  with said as materialized (
    select s.phone, ${personOf(sql`s.phone`)} as person from unnest(${sql.param([...phones])}::bigint[]) as s(phone)
  ), theirs as materialized (
    select phone from said union select person from said
    union select n.phone from said join person_phones n on n.person_id = said.person
  )
  select c.id from theirs join contacts c on c.phone = theirs.phone
  union select n.contact_id from theirs join contact_phones n on n.phone = theirs.phone`;
