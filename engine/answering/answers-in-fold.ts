import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { TranscriptTurn } from '../../domain/fact.ts';
import { wordsOf } from '../../domain/refusal-language.ts';
import { hearAnswer } from '../../domain/reminders/hear-answer.ts';
import { readReply } from '../../domain/reminders/read-reply.ts';
import type { ProgrammeSettings } from '../../domain/reminders/programme.ts';
import { sayNo } from '../consent/say-no.ts';
import { uuidArray } from '../dialing/lock-order.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import type { NewMessage } from './answer-messages.ts';
import { storeAnswers, type NewAnswer } from './store-answers.ts';

/** A text answers the last message that the person got within so long. */
const ANSWERABLE_DAYS = 7;
/** Of two messages within so long about different appointments nobody can tell which one a text answers. */
const BESIDE_MINUTES = 60;
/** Providers tell the second of a text, by a clock of their own. */
const CLOCK_SLACK_MS = 5_000;
const MOST_KEPT = 2_000;

interface Answered {
  messageId: string;
  attemptId: string;
  settings: ProgrammeSettings;
  /** The person may have answered something else. */
  unsure: boolean;
}

/**
 * Texts that answer messages of programmes become their answers. Whoever presses the key for "no more" by text is
 * answered, as one to whom nothing more goes out.
 */
export async function answersOfMessages(
  tx: Transaction,
  messages: readonly NewMessage[],
): Promise<{ stored: number; optedOut: { phone: number; certainty: 'certain' }[] }> {
  const texts = messages.filter(mayAnswer);
  if (texts.length === 0) return { stored: 0, optedOut: [] };
  const byId = new Map(texts.map((text) => [text.id, text]));
  const answers: NewAnswer[] = [];
  const said: Parameters<typeof sayNo>[1][number][] = [];
  for (const { messageId, attemptId, settings, unsure } of await answeredBy(tx, texts)) {
    const message = byId.get(messageId);
    if (!message) continue;
    const read = readReply(message.body, { keys: settings.answers.keys, languages: settings.languages });
    const meaning = unsure && read !== 'opt_out' && read !== 'other' ? 'unclear' : read;
    if (meaning === 'opt_out') {
      const { phone, body, sentAtMs } = message;
      said.push({
        phone,
        source: 'sms',
        evidence: body.slice(0, 200),
        by: 'person',
        certainty: 'certain',
        saidAtMs: sentAtMs,
      });
    }
    answers.push({
      attemptId,
      meaning,
      source: 'sms',
      said: message.body.slice(0, MOST_KEPT),
      dedupeKey: `message:${messageId}`,
      atMs: message.sentAtMs,
      forAppointments: true,
    });
  }
  await sayNo(tx, said);
  const stored = await storeAnswers(tx, answers);
  return { stored: stored.length, optedOut: said.map(({ phone }) => ({ phone, certainty: 'certain' })) };
}

/** "CANCEL" stops all messages, as carriers have it, and may have meant the appointment. */
const mayAnswer = ({ meaning, body }: NewMessage): boolean =>
  meaning === 'other' || ((meaning === 'opt_out' || meaning === 'doubtful') && /\bcancel/.test(wordsOf(body)));

/** The last message of a programme that its sender got from the number written to, while its appointment is not long over. */
async function answeredBy(tx: Transaction, texts: readonly NewMessage[]): Promise<Answered[]> {
  const records = texts.map(({ id, phone, toPhone, sentAtMs, receivedAtMs }) => ({
    id,
    phone,
    to: toPhone,
    at: Math.min(receivedAtMs, sentAtMs + CLOCK_SLACK_MS),
  }));
  const theirs = (attempt: ReturnType<typeof sql>) => sql`${attempt}.person_id = any(i.numbers)
    and ${attempt}.state not in ('INTENT', 'VOID', 'REFUSED') and ${attempt}.gated_at <= from_ms(i.at)`;
  return await rows<Answered>(
    tx,
    sql`with input as materialized (
          select r.*, ${numbersOf(personOf(sql`r.phone`))} as numbers
          from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(id uuid, phone bigint, "to" bigint, at double precision)
        )
        select i.id as "messageId", x.id as "attemptId", p.settings,
          -- Another text came from the same number since.
          exists (select from attempts o join runs q on q.id = o.run_id and q.kind in ('campaign', 'manual')
              where ${theirs(sql`o`)} and o.number_id = x.number_id and o.channel = 'sms' and o.gated_at > x.gated_at)
          or exists (select from attempts o join runs q on q.id = o.run_id and q.kind = 'programme'
              join reminders m on m.contact_id = o.contact_id join appointments b on b.id = m.appointment_id
              where ${theirs(sql`o`)} and o.number_id = x.number_id and o.contact_id <> x.contact_id
                and o.gated_at > x.gated_at - ${`${BESIDE_MINUTES} minutes`}::interval
                and b.state <> 'cancelled' and b.starts_at > from_ms(i.at)
                and not exists (select from answers w where w.attempt_id = o.id)
                and not exists (select from reminders s where s.contact_id = x.contact_id and s.appointment_id = b.id)) as unsure
        from input i cross join lateral (
            select a.id, a.run_id, a.contact_id, a.number_id, a.gated_at
            from attempts a join runs r on r.id = a.run_id and r.kind = 'programme' join numbers n on n.id = a.number_id
            where ${theirs(sql`a`)} and a.gated_at > from_ms(i.at) - ${`${ANSWERABLE_DAYS} days`}::interval
              and (i."to" is null or n.phone = i."to")
            order by a.gated_at desc, a.id desc limit 1) x
          join programmes p on p.run_id = x.run_id
        where exists (select from reminders m join appointments b on b.id = m.appointment_id
          where m.contact_id = x.contact_id and b.starts_at > from_ms(i.at) - interval '1 day')`,
  );
}

/** Transcripts of calls of programmes of which no agent's tool told an answer: what was said in clear words. */
export async function answersOfTranscripts(
  tx: Transaction,
  heard: readonly { attemptId: string; turns: readonly TranscriptTurn[]; atMs: number }[],
): Promise<number> {
  if (heard.length === 0) return 0;
  const found = await rows<{ attemptId: string; settings: ProgrammeSettings }>(
    tx,
    sql`select a.id as "attemptId", p.settings from attempts a join programmes p on p.run_id = a.run_id
        where a.id = any(${uuidArray(heard.map(({ attemptId }) => attemptId))})
          and not exists (select from answers w where w.attempt_id = a.id)`,
  );
  const settingsOf = new Map(found.map(({ attemptId, settings }) => [attemptId, settings]));
  const answers = heard.flatMap(({ attemptId, turns, atMs }): NewAnswer[] => {
    const settings = settingsOf.get(attemptId);
    const answer = settings && hearAnswer(turns, { keys: settings.answers.keys, languages: settings.languages });
    if (!answer) return [];
    return [{ attemptId, ...answer, source: 'speech', dedupeKey: 'transcript', atMs, forAppointments: true }];
  });
  return (await storeAnswers(tx, answers)).length;
}
