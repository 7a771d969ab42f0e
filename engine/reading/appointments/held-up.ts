import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { numbersOf, personOf } from '../../dialing/person-numbers.ts';
import { iso } from '../iso.ts';
import type { AppointmentRow } from './appointment-row.ts';
import type { ReminderInList } from './current-plans.ts';

export const HOLD_UP_CODES = [
  'opted_out',
  'zone_unknown',
  'stopped',
  'account_stopped',
  'breaker_open',
  'programme_paused',
  'being_replanned',
  'near_another',
] as const;
export type HoldUpCode = (typeof HOLD_UP_CODES)[number];

/** Why nothing goes out for an appointment at the moment, or what else somebody should know before it does. */
export interface HoldUp {
  code: HoldUpCode;
  message: string;
  /** Since when. */
  at: string | null;
  /** When the message that waits becomes useless. */
  until: string | null;
}

/** Appointments of one number that start within so long of each other may be one too many. */
const NEAR_MINUTES = 30;

interface Facts {
  id: string;
  saidNo: { at: string; channel: string; words: string }[];
  near: { externalId: string; startsAt: string }[];
  stoppedAt: string | null;
  stoppedReason: string | null;
  pausedAt: string | null;
  pausedReason: string | null;
  paused: boolean;
}

/** What holds up each of these appointments, by its id. `plans`: theirs, as they stand. */
export async function heldUp(
  deps: Pick<EngineDeps, 'readDb'>,
  appointments: readonly AppointmentRow[],
  plans: ReadonlyMap<string, readonly ReminderInList[]>,
): Promise<Map<string, HoldUp[]>> {
  const facts = await readFacts(
    deps,
    appointments.map(({ id }) => id),
  );
  return new Map(
    appointments.map((row) => [
      row.id,
      row.state === 'cancelled' ? [] : holdUpsOf(row, facts.get(row.id), plans.get(row.id) ?? []),
    ]),
  );
}

function holdUpsOf(row: AppointmentRow, facts: Facts | undefined, plan: readonly ReminderInList[]): HoldUp[] {
  const waiting = plan.find(({ next }) => next !== null);
  const until = waiting?.next?.until ?? null;
  const found: HoldUp[] = (facts?.saidNo ?? []).map(({ at, channel, words }) => ({
    code: 'opted_out',
    message: `Said no to ${channel === '' ? 'calls and texts' : channel === 'sms' ? 'texts' : 'calls'}: ${words}.`,
    at,
    until: null,
  }));
  if (row.zoneKey === '') {
    const message = 'No time zone of the recipient is known, so nothing is sent. Book it again with its zone.';
    found.push({ code: 'zone_unknown', message, at: null, until: null });
  }
  if (waiting) found.push(...stopsOf(waiting, facts, until));
  if (row.replanning) {
    const message = 'Its programme was changed: its steps are being planned anew.';
    found.push({ code: 'being_replanned', message, at: null, until: null });
  }
  for (const near of facts?.near ?? []) {
    const message = `The same number has ${near.externalId} within ${NEAR_MINUTES} minutes of it.`;
    found.push({ code: 'near_another', message, at: near.startsAt, until: null });
  }
  return found;
}

/** What keeps the message that waits from going out, whoever its person is. */
function stopsOf({ account }: ReminderInList, facts: Facts | undefined, until: string | null): HoldUp[] {
  const found: HoldUp[] = [];
  const because = (reason: string | null | undefined): string => (reason ? `: ${reason}` : '');
  if (facts?.stoppedAt) {
    const message = `All dialing is stopped${because(facts.stoppedReason)}. Reminders wait.`;
    found.push({ code: 'stopped', message, at: facts.stoppedAt, until });
  }
  if (facts?.paused) {
    const message = `The programme is paused${because(facts.pausedReason)}. Reminders wait.`;
    found.push({ code: 'programme_paused', message, at: facts.pausedAt, until });
  }
  if (account?.stoppedAt) {
    const message = `The account ${account.name} is stopped${because(account.stoppedReason)}. Reminders wait.`;
    found.push({ code: 'account_stopped', message, at: account.stoppedAt, until });
  }
  if (account && account.breaker !== 'closed') {
    const again = account.resumeAt === null ? 'until somebody resumes it' : `until ${account.resumeAt}`;
    const message = `The account ${account.name} is held back ${again}${because(account.breakerReason)}. Reminders wait.`;
    found.push({ code: 'breaker_open', message, at: null, until });
  }
  return found;
}

async function readFacts(
  deps: Pick<EngineDeps, 'readDb'>,
  appointmentIds: readonly string[],
): Promise<Map<string, Facts>> {
  if (appointmentIds.length === 0) return new Map();
  const near = sql`make_interval(mins => ${NEAR_MINUTES})`;
  const found = await rows<Facts>(
    deps.readDb,
    sql`
      select a.id,
        coalesce((select jsonb_agg(jsonb_build_object('at', ${iso(sql`s.created_at`)}, 'channel', s.channel,
            'words', coalesce('on the list ' || l.name, 'by ' || s.source || coalesce(', "' || s.evidence || '"', ''))) order by s.id)
          from suppressions s left join suppression_lists l on l.id = s.list_id
          where s.phone = any(${numbersOf(personOf(sql`a.phone`))}) and s.lifted_at is null
            and s.purpose in ('', p.settings ->> 'purpose')
            and (s.channel = '' or s.channel in (select m.channel from reminders m where m.appointment_id = a.id and m.version = a.version))
          ), '[]') as "saidNo",
        coalesce((select jsonb_agg(jsonb_build_object('externalId', o.external_id, 'startsAt', ${iso(sql`o.starts_at`)}) order by o.starts_at)
          from (select * from appointments o where o.phone = a.phone and o.id <> a.id and o.state <> 'cancelled'
              and o.starts_at between a.starts_at - ${near} and a.starts_at + ${near} order by o.starts_at limit 5) o), '[]') as near,
        ${iso(sql`i.stopped_at`)} as "stoppedAt", i.stopped_reason as "stoppedReason", ${iso(sql`r.paused_at`)} as "pausedAt",
        r.paused_reason as "pausedReason", r.state = 'paused' as paused
      from unnest(${sql.param([...appointmentIds])}::uuid[]) as wanted(id)
        join appointments a on a.id = wanted.id join programmes p on p.id = a.programme_id join runs r on r.id = p.run_id, installation i`,
  );
  return new Map(found.map((facts) => [facts.id, facts]));
}
