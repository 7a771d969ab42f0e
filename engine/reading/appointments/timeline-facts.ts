import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AnswerMeaning } from '../../../domain/answer.ts';
import type { AttemptState } from '../../../domain/attempt-state.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import { SUPPRESSION_COLUMNS, type SuppressionView } from '../../consent/list.ts';
import type { EngineDeps } from '../../deps.ts';
import { numbersOf, personOf } from '../../dialing/person-numbers.ts';
import { iso } from '../iso.ts';

/** A call or text of one of its messages. */
export interface ReminderAttempt {
  id: string;
  /** The step, by its key. */
  key: string;
  contactId: number;
  channel: Channel;
  /** Which dial of its action it is, from 1. */
  ordinal: number;
  state: AttemptState;
  outcome: string | null;
  /** Why it was given back, refused or parked, and the provider's own word for its end. */
  reason: string | null;
  providerReason: string | null;
  talkSeconds: number | null;
  text: string | null;
  /** Of the whole message, which may serve several appointments. */
  costMicros: number | null;
  costPresumed: boolean;
  sharedBy: number;
  transcript: boolean;
  recording: boolean;
  createdAt: string;
  sentAt: string | null;
  endedAt: string | null;
}

export interface ReminderAnswer {
  attemptId: string;
  meaning: AnswerMeaning;
  source: 'keypress' | 'speech' | 'sms' | 'api';
  digits: string | null;
  said: string | null;
  receivedAt: string;
  /** Not applied to the appointment yet. */
  waits: boolean;
}

export interface ReminderMessageIn {
  id: string;
  phone: string;
  body: string;
  meaning: string;
  receivedAt: string;
}

/** A message of a plan that ended without being sent. */
export interface UnsentMessage {
  contactId: number;
  key: string;
  channel: Channel;
  state: ContactState;
  reason: string | null;
  dueAt: string | null;
  changedAt: string;
}

export interface TimelineFacts {
  attempts: ReminderAttempt[];
  answers: ReminderAnswer[];
  messages: ReminderMessageIn[];
  suppressions: SuppressionView[];
  unsent: UnsentMessage[];
}

/** Texts of its person count for an appointment from its booking until so long after its start. */
const HEARD_AFTER = sql`interval '3 days'`;
/** Of a number that texts without end. */
const MOST_MESSAGES = 200;

/** Every message that any version of the plan of an appointment had, with its step. */
const itsMessages = (appointmentId: string): SQL => sql`(
  select m.contact_id, min(m.key) as key, min(m.channel) as channel, max(m.due_at) as due_at from reminders m
  where m.appointment_id = ${appointmentId} and m.contact_id is not null group by m.contact_id)`;

/** All that happened for an appointment, whatever version it was of. */
export async function timelineFacts(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { appointmentId: string; phone: number },
): Promise<TimelineFacts> {
  const { appointmentId, phone } = input;
  const phones = sql`any(${numbersOf(personOf(sql`${phone}::bigint`))})`;
  const read = async <Row>(statement: SQL): Promise<Row[]> => await rows<Row>(deps.readDb, statement);
  const [attempts, answers, messages, suppressions, unsent] = await Promise.all([
    read<ReminderAttempt>(sql`
      select t.id, m.key, t.contact_id as "contactId", t.channel, t.ordinal, t.state, t.outcome, t.reason,
        t.provider_reason as "providerReason", t.talk_seconds as "talkSeconds", t.rendered ->> 'text' as text,
        t.cost_micros as "costMicros", t.cost_presumed as "costPresumed",
        (select count(distinct o.appointment_id) from reminders o where o.contact_id = t.contact_id)::int as "sharedBy",
        coalesce(x.turns is not null, false) as transcript,
        coalesce(x.recording_path is not null or x.recording_url is not null, false) as recording,
        ${iso(sql`t.created_at`)} as "createdAt", ${iso(sql`t.sent_at`)} as "sentAt", ${iso(sql`t.ended_at`)} as "endedAt"
      from ${itsMessages(appointmentId)} m join attempts t on t.contact_id = m.contact_id
        left join transcripts x on x.attempt_id = t.id
      order by t.id`),
    read<ReminderAnswer>(sql`
      select w.attempt_id as "attemptId", coalesce(q.meaning, w.meaning) as meaning, w.source, w.digits, w.said,
        ${iso(sql`w.received_at`)} as "receivedAt", q.answer_id is not null as waits
      from ${itsMessages(appointmentId)} m join attempts t on t.contact_id = m.contact_id join answers w on w.attempt_id = t.id
        left join answers_to_apply q on q.answer_id = w.id
      order by w.id`),
    read<ReminderMessageIn>(sql`
      select s.id, '+' || s.from_phone as phone, s.body, s.meaning, ${iso(sql`s.received_at`)} as "receivedAt"
      from appointments a join messages s on s.from_phone = ${phones}
        and s.received_at >= a.created_at and s.received_at < a.starts_at + ${HEARD_AFTER}
      where a.id = ${appointmentId} order by s.id limit ${MOST_MESSAGES}`),
    read<SuppressionView>(sql`
      select ${SUPPRESSION_COLUMNS} from suppressions s left join suppression_lists l on l.id = s.list_id
      where s.phone = ${phones} order by s.id`),
    read<UnsentMessage>(sql`
      select m.contact_id as "contactId", m.key, m.channel, w.state, w.reason, ${iso(sql`m.due_at`)} as "dueAt",
        ${iso(sql`w.changed_at`)} as "changedAt"
      from ${itsMessages(appointmentId)} m join contact_states w on w.contact_id = m.contact_id
      where w.state in ('cancelled', 'expired', 'suppressed', 'no_consent', 'unknown_zone')
      order by w.changed_at, m.contact_id`),
  ]);
  return { attempts, answers, messages, suppressions, unsent };
}
