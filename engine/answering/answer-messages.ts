import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { wordsOf } from '../../domain/refusal-language.ts';
import type { SmsMeaning } from '../../domain/sms-meaning.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { endAssignments } from '../failures/assigning/end-assignments.ts';
import { askNotice, type NoticeKind } from './ask-notice.ts';
import { NOTICE_LIFE_SECONDS } from './service-run.ts';

/** A text that came in, kept for the first time. */
export interface NewMessage {
  id: string;
  accountId: string;
  phone: number;
  /** Our number, where the provider told it. */
  toPhone: number | null;
  body: string;
  meaning: SmsMeaning;
  /** When the person sent it; when it came in, where that is not told. */
  sentAtMs: number;
  receivedAtMs: number;
}

/**
 * Does what keywords ask for: START takes the person's own "no" back, STOP, START and HELP are answered with one text.
 * That a STOP suppresses was done when it came in.
 */
export async function answerMessages(
  tx: Transaction,
  deps: Pick<EngineDeps, 'telephonyFor' | 'log'>,
  messages: readonly NewMessage[],
  nowMs: number,
): Promise<void> {
  for (const message of messages) {
    const notice = await noticeFor(tx, message);
    if (notice === null || message.toPhone === null) continue;
    const to = { accountId: message.accountId, phone: message.toPhone };
    await askNotice(
      tx,
      deps,
      { ...notice, phone: message.phone, to, words: wordsOf(message.body), askedAtMs: message.receivedAtMs },
      nowMs,
    );
  }
}

async function noticeFor(tx: Transaction, message: NewMessage): Promise<{ kind: NoticeKind; cause: string } | null> {
  switch (message.meaning) {
    case 'opt_out': {
      const suppressionId = await newSuppressionOf(tx, message);
      return suppressionId === undefined
        ? null
        : { kind: 'opt_out_confirmation', cause: `suppression:${suppressionId}` };
    }
    case 'opt_in':
      return (await optIn(tx, message)) ? { kind: 'opt_in_confirmation', cause: `opt_in:${message.id}` } : null;
    case 'help': {
      const day = new Date(message.receivedAtMs).toISOString().slice(0, 10);
      const person = await firstRow<{ id: number }>(tx, sql`select ${personOf(sql`${message.phone}::bigint`)} as id`);
      return { kind: 'help', cause: `help:${person?.id ?? message.phone}:${message.toPhone}:${day}` };
    }
    case 'doubtful':
    case 'other':
      return null;
  }
}

/** The suppression that this text brought about: an older one was confirmed in its time, or somebody else made it. */
async function newSuppressionOf(tx: Transaction, message: NewMessage): Promise<string | undefined> {
  const found = await firstRow<{ id: string }>(
    tx,
    sql`select id from suppressions where phone = ${message.phone} and purpose = '' and channel = '' and list_id = 0
          and lifted_at is null and source = 'sms' and created_by = 'person'
          and created_at > from_ms(${message.receivedAtMs - NOTICE_LIFE_SECONDS * 1000}::double precision)`,
  );
  return found?.id;
}

/**
 * START: consent, and the end of what this number itself said no to. What an operator or a list says stays, and so
 * does a "no" that was said after this text was sent, however late it comes. Answers whether the person can be reached
 * again because of it.
 */
async function optIn(tx: Transaction, message: NewMessage): Promise<boolean> {
  const sentAt = sql`from_ms(${message.sentAtMs}::double precision)`;
  await tx.execute(
    sql`insert into consent_events (phone, kind, consent_class, method, evidence, happened_at, created_by)
        values (${message.phone}, 'given', 'express', 'sms', ${message.body.slice(0, 200)}, ${sentAt}, 'person')`,
  );
  // Held first, and judged in a statement of its own: a "no" that is being written meanwhile is seen then.
  await tx.execute(
    sql`select id from suppressions where phone = ${message.phone} and lifted_at is null and list_id = 0 order by id for update`,
  );
  const lifted = await rows<{ id: string }>(
    tx,
    sql`update suppressions s set lifted_at = outdial_now(), lifted_by = 'person', lifted_reason = 'START'
        where s.phone = ${message.phone} and s.lifted_at is null and s.list_id = 0 and s.source in ('sms', 'speech', 'keypress')
          and not exists (select from consent_events e where e.phone = s.phone and e.kind = 'revoked' and e.happened_at >= ${sentAt})
          -- A doubtful "no" is no event of consent: the time at which it came in stands for it.
          and (s.created_at <= ${sentAt} or not exists (select from reviews r where r.suppression_id = s.id and r.state = 'open'))
        returning s.id`,
  );
  if (lifted.length === 0) return false;
  const ids = sql`${sql.param(lifted.map(({ id }) => id))}::uuid[]`;
  const settled = await rows<{ id: string }>(
    tx,
    sql`update reviews set state = 'dismissed', decided_at = outdial_now(), decided_by = 'person', decided_reason = 'START'
        where suppression_id = any(${ids}) and state = 'open' returning id`,
  );
  await endAssignments(
    tx,
    settled.map(({ id }) => id),
    'person',
  );
  for (const { id } of lifted) {
    await audit(tx, { actor: 'person', action: 'suppression.lift', subject: `suppression:${id}`, reason: 'START' });
  }
  const left = await firstRow(
    tx,
    sql`select s.id from suppressions s where s.phone = any(${numbersOf(personOf(sql`${message.phone}::bigint`))})
          and s.lifted_at is null and s.purpose = '' and s.channel = '' limit 1`,
  );
  return left === undefined;
}
