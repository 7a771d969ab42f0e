import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { storableJson } from '../../db/storable-json.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Certainty } from '../../domain/refusal-language.ts';
import { readSms } from '../../domain/sms-meaning.ts';
import type { NewMessage } from '../answering/answer-messages.ts';
import { sayNo } from '../consent/say-no.ts';
import { digitsOfSender } from './digits-of-sender.ts';
import type { FoldedChange } from './store-folded.ts';

/** Somebody of whom nothing that waits is to go out any more. */
export interface OptedOut {
  phone: number;
  certainty: Certainty;
}

/** Keeps texts that came in. Answers those that were not kept before and whose sender is a number. */
export async function storeMessages(
  tx: Transaction,
  inbox: readonly { accountId: string; fact: Fact; receivedAtMs: number }[],
): Promise<NewMessage[]> {
  const records = inbox.flatMap(({ accountId, fact, receivedAtMs }) =>
    fact.kind === 'sms_received'
      ? [
          {
            account: accountId,
            ref: fact.messageRef,
            // A name in place of a number is kept as 0.
            sender: digitsOfSender(fact.fromPhone) ?? 0,
            receiver: fact.toPhone === undefined ? null : digitsOfSender(fact.toPhone),
            body: fact.text,
            meaning: readSms(fact.text),
            sent: sentAtMs(fact.at, receivedAtMs),
            received: receivedAtMs,
          },
        ]
      : [],
  );
  if (records.length === 0) return [];
  const kept = await rows<NewMessage>(
    tx,
    sql`with input as materialized (
          select distinct on (account, ref) * from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(account uuid, ref text,
            sender bigint, receiver bigint, body text, meaning text, sent double precision, received double precision)
          order by account, ref, received
        ), kept as (
          insert into messages (account_id, provider_ref, from_phone, to_phone, body, meaning)
          select account, ref, sender, receiver, body, meaning from input
          on conflict (account_id, provider_ref) do nothing
          returning id, account_id, provider_ref
        )
        select k.id, i.account as "accountId", i.sender as phone, i.receiver as "toPhone", i.body, i.meaning, i.sent as "sentAtMs",
          i.received as "receivedAtMs"
        from kept k join input i on i.account = k.account_id and i.ref = k.provider_ref order by i.received, i.sent, k.id`,
  );
  return kept.filter(({ phone }) => phone !== 0);
}

/** By the provider's own word, but never later than it came in: a clock that is ahead must not outdo a later "no". */
export function sentAtMs(at: string | undefined, receivedAtMs: number): number {
  const told = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isFinite(told) ? Math.min(told, receivedAtMs) : receivedAtMs;
}

/** Who must hear nothing more because of these texts. */
export const optedOutBy = (messages: readonly NewMessage[]): OptedOut[] =>
  messages.flatMap(({ meaning, phone }) =>
    meaning === 'opt_out' || meaning === 'doubtful'
      ? [{ phone, certainty: meaning === 'opt_out' ? ('certain' as const) : ('doubtful' as const) }]
      : [],
  );

/** Suppresses who said no in a call, or may have. */
export async function storeOptOuts(tx: Transaction, changes: readonly FoldedChange[]): Promise<OptedOut[]> {
  const said = changes.flatMap(({ before, attempt, facts }) =>
    facts.flatMap((fact) =>
      fact.kind === 'opt_out'
        ? [
            {
              phone: before.phone,
              source: fact.source,
              evidence: fact.evidence,
              by: `attempt:${before.attemptId}`,
              certainty: fact.doubtful ? ('doubtful' as const) : ('certain' as const),
              saidAtMs: attempt.endedAtMs ?? undefined,
              reviewKey: `speech:${before.attemptId}`,
              attemptId: before.attemptId,
            },
          ]
        : [],
    ),
  );
  await sayNo(tx, said);
  return said.map(({ phone, certainty }) => ({ phone, certainty }));
}
