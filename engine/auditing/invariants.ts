import { sql, type SQL } from 'drizzle-orm';
import { heldBy } from '../consent/holding.ts';
import { personOf } from '../dialing/person-numbers.ts';
import { COUNT_INVARIANTS } from './count-invariants.ts';

/** One law as SQL: a query whose rows are the offenders. */
export interface Invariant {
  name: string;
  /** What must hold, in words for doctor. */
  words: string;
  /** Selects `id` (text) of each offender. */
  offenders: SQL;
}

/**
 * Attempts that passed the gate after a suppression that holds for them. Those of a list hold from the moment at which
 * the whole list is in. Joined, so that millions of numbers on lists are gone through once.
 */
const attemptsAfter = (join: SQL): SQL => sql`
  select a.id from suppressions s left join suppression_lists l on l.id = s.list_id ${join}
    join runs r on r.id = a.run_id join campaigns c on c.id = r.campaign_id
  where a.gated_at > coalesce(l.done_at, s.created_at) + interval '1 second'
    and (s.lifted_at is null or a.gated_at < s.lifted_at)
    and ${heldBy({ purpose: sql`s.purpose`, channel: sql`s.channel` }, sql`c.settings ->> 'purpose'`, sql`a.channel`)}`;

/**
 * What must be true of any database at any committed moment, whatever crashed before. Each is one query over the
 * ledger alone; `doctor --ledger` and every fault trial run all of them.
 */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'contact_has_one_state',
    words: 'every accepted contact of a list that is done is in exactly one state (L2)',
    offenders: sql`select c.id::text from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id
      where i.state = 'done' and i.purpose = 'contacts' and not exists (select from contact_states s where s.contact_id = c.id)`,
  },
  {
    name: 'state_has_contact',
    words: 'every state is that of a contact',
    offenders: sql`select s.contact_id::text from contact_states s where not exists (select from contacts c where c.id = s.contact_id)`,
  },
  {
    name: 'contact_is_of_its_list',
    words: 'the id of every contact is its list and row',
    offenders: sql`select c.id::text from contacts c left join imports i on i.id = c.import_id
      where i.id is null or c.id <> i.first_contact_id + c.row_number or c.id > i.last_contact_id`,
  },
  {
    name: 'further_number_has_contact',
    words: 'every further number is that of a contact',
    offenders: sql`select n.contact_id::text from contact_phones n where not exists (select from contacts c where c.id = n.contact_id)`,
  },
  {
    name: 'person_is_one_of_its_numbers',
    words: 'the id of a person is one of its numbers, so what was written under it is found',
    offenders: sql`select n.phone::text from person_phones n
      where n.person_id <> ${personOf(sql`n.person_id`)}`,
  },
  {
    name: 'import_rows_add_up',
    words: 'rows of a list = accepted + rejected + duplicates, and the accepted ones are there (L2)',
    offenders: sql`select i.id::text from imports i where i.state = 'done'
      and (i.rows_read <> i.accepted_rows + i.rejected_rows + i.duplicate_rows
        or (i.purpose = 'contacts' and i.accepted_rows <> (
          select count(*) from contacts c where c.id between i.first_contact_id and i.last_contact_id)))`,
  },
  {
    name: 'living_contact_is_queued',
    words: 'a contact that waits has a due row, one in flight has an open attempt (L2)',
    // While a list is committed or undone its contacts get and lose their rows part by part.
    offenders: sql`select s.contact_id::text from contact_states s where
      (s.state = 'waiting' and not exists (select from due d where d.contact_id = s.contact_id)
        and not exists (select from open_attempts o join attempts a on a.id = o.attempt_id where a.contact_id = s.contact_id)
        and not exists (select from imports i where i.state in ('committing', 'undoing')
          and s.contact_id between i.first_contact_id and i.last_contact_id))
      or (s.state = 'in_flight' and not exists (select from open_attempts o join attempts a on a.id = o.attempt_id where a.contact_id = s.contact_id))`,
  },
  {
    name: 'due_is_of_a_contact',
    words: 'every due row is that of a contact with a state, and dials one of its numbers',
    offenders: sql`select d.contact_id::text from due d left join contacts c on c.id = d.contact_id
      where c.id is null or not exists (select from contact_states s where s.contact_id = d.contact_id)
        or (d.phone <> c.phone and not exists (select from contact_phones n where n.contact_id = d.contact_id and n.phone = d.phone))`,
  },
  {
    name: 'ended_contact_is_not_queued',
    words: 'a finished contact has no due row',
    offenders: sql`select s.contact_id::text from contact_states s join due d on d.contact_id = s.contact_id
      where s.state not in ('ready', 'waiting')`,
  },
  {
    name: 'finished_run_is_empty',
    words: 'a completed campaign has no contact that waits or is in flight (L2)',
    offenders: sql`select r.id::text from runs r where r.state = 'completed'
      and exists (select from contact_states s where s.run_id = r.id and s.state in ('ready', 'waiting', 'in_flight'))`,
  },
  {
    name: 'open_matches_state',
    words: 'an attempt has an open row exactly while it is open, so no hold is without one (L4)',
    offenders: sql`select a.id::text from attempts a left join open_attempts o on o.attempt_id = a.id
      where (a.state in ('INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'ENDED')) <> (o.attempt_id is not null)`,
  },
  {
    name: 'balance_is_sum_of_lines',
    words: 'the balance of every purse is the sum of its ledger lines (L4)',
    offenders: sql`select c.id::text from credit_accounts c where c.balance_micros <>
      coalesce((select sum(e.amount_micros) from ledger_entries e where e.to_account = c.id), 0)
      - coalesce((select sum(e.amount_micros) from ledger_entries e where e.from_account = c.id), 0)`,
  },
  {
    name: 'over_is_settled',
    words: 'what ended, or was parked, is settled (L4)',
    offenders: sql`select a.id::text from attempts a where a.state in ('ENDED', 'DISPOSED', 'PARKED') and a.cost_micros is null`,
  },
  {
    name: 'cost_is_in_the_ledger',
    words: 'the cost of every attempt is what the account paid for it (L4)',
    offenders: sql`select a.id::text from attempts a left join (
        select e.attempt_id, sum(case when f.kind = 'available' then e.amount_micros else -e.amount_micros end) as paid
        from ledger_entries e join credit_accounts f on f.id = e.from_account and f.account_id is not null
        where e.attempt_id is not null group by e.attempt_id) p on p.attempt_id = a.id
      where a.cost_micros is not null and a.cost_micros <> coalesce(p.paid, 0)`,
  },
  {
    name: 'passed_gate_inside_window',
    words: 'nothing passed the gate before it was due, after its window or when it was useless (L3, L8)',
    offenders: sql`select a.id::text from attempts a where a.gated_at is not null
      and (a.gated_at < a.due_at or a.gated_at >= a.closes_at or a.gated_at >= a.expires_at)`,
  },
  {
    name: 'left_at_the_gate_deadline',
    words: 'the first byte left within a second of the gate, give or take clock reading (L5, L10)',
    offenders: sql`select a.id::text from attempts a where a.sent_at > a.gated_at + interval '1100 milliseconds'`,
  },
  {
    name: 'nobody_after_no',
    words: 'nothing passed the gate after the person had said no to it (L5)',
    // By the numbers that were the person's then: those of the contact. Others may have been joined long after the dial.
    offenders: sql`select after_no.id::text from (${attemptsAfter(sql`join attempts a on a.person_id = s.phone`)}
      union ${attemptsAfter(sql`join contacts n on n.phone = s.phone join attempts a on a.contact_id = n.id`)}
      union ${attemptsAfter(sql`join contact_phones n on n.phone = s.phone join attempts a on a.contact_id = n.contact_id`)}
    ) after_no`,
  },
  {
    name: 'message_is_in_a_plan',
    words: 'whatever waits to be sent for an appointment is in its plan of now, and in that of each one that it serves',
    offenders: sql`select s.contact_id::text from contact_states s join runs r on r.id = s.run_id and r.kind = 'programme'
      where s.state in ('ready', 'waiting') and (
        not exists (select from reminders m join appointments a on a.id = m.appointment_id and a.version = m.version where m.contact_id = s.contact_id)
        or exists (select from reminders m join appointments a on a.id = m.appointment_id
          where m.contact_id = s.contact_id and (a.state = 'cancelled' or (m.version < a.version
            and not exists (select from reminders n where n.appointment_id = a.id and n.version = a.version and n.contact_id = s.contact_id)))))`,
  },
  {
    name: 'appointment_has_its_plan',
    words: 'every appointment has a version, and every step of its plan that goes out has its message',
    offenders: sql`select a.id::text from appointments a
      where not exists (select from appointment_versions v where v.appointment_id = a.id and v.version = a.version)
        or exists (select from reminders m where m.appointment_id = a.id and m.version = a.version
          and (m.status = 'skipped') <> (m.contact_id is null))
        -- What was taken back before it left is in no plan any more.
        or exists (select from reminders m join contact_states w on w.contact_id = m.contact_id
          where m.appointment_id = a.id and m.version = a.version and m.status = 'planned' and w.state = 'cancelled'
            and starts_with(w.reason, 'appointment_') and not exists (select from attempts t where t.contact_id = m.contact_id
              and t.state not in ('INTENT', 'VOID', 'REFUSED')))`,
  },
  {
    name: 'no_reminder_after_its_end',
    words: 'no reminder passed the gate at its cut-off or after it',
    offenders: sql`select t.id::text from attempts t join contacts c on c.id = t.contact_id
      where t.gated_at >= from_ms((c.overrides ->> 'endsAtMs')::double precision)`,
  },
  {
    name: 'one_dial_per_step_and_ordinal',
    words: 'no dial of a contact and step was made twice (L1)',
    offenders: sql`select min(a.id::text) from attempts a where a.state not in ('VOID', 'REFUSED', 'INTENT')
      group by a.run_id, a.contact_id, a.subject, a.step, a.ordinal having count(*) > 1`,
  },
  {
    name: 'every_attempt_is_explained',
    words: 'what was voided, refused or parked says why, and what ended says how (L11)',
    offenders: sql`select a.id::text from attempts a where (a.state in ('VOID', 'REFUSED', 'PARKED') and a.reason is null)
      or (a.state in ('ENDED', 'DISPOSED') and a.outcome is null)`,
  },
  {
    name: 'every_end_is_explained',
    words: 'every contact that will not be dialled says why (L11)',
    offenders: sql`select s.contact_id::text from contact_states s
      where s.state not in ('ready', 'waiting', 'in_flight') and s.reason is null`,
  },
  ...COUNT_INVARIANTS,
];
