import { sql } from 'drizzle-orm';
import { storableJson } from '../../db/storable-json.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Fact } from '../../domain/fact.ts';
import { readSms } from '../../domain/sms-meaning.ts';
import { digitsOfSender } from './digits-of-sender.ts';
import type { FoldedChange } from './store-folded.ts';

/** Keeps texts that came in. Answers the phones of those that said no. */
export async function storeMessages(
  tx: Transaction,
  inbox: readonly { accountId: string; fact: Fact }[],
): Promise<number[]> {
  const records = inbox.flatMap(({ accountId, fact }) =>
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
          },
        ]
      : [],
  );
  if (records.length === 0) return [];
  await tx.execute(
    sql`insert into messages (account_id, provider_ref, from_phone, to_phone, body, meaning)
        select account, ref, sender, receiver, body, meaning
        from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(account uuid, ref text, sender bigint, receiver bigint, body text, meaning text)
        on conflict (account_id, provider_ref) do nothing`,
  );
  return records.flatMap(({ meaning, sender }) => (meaning === 'opt_out' && sender !== 0 ? [sender] : []));
}

/** Suppresses who said no in a call. Answers their phones. */
export async function storeOptOuts(tx: Transaction, changes: readonly FoldedChange[]): Promise<number[]> {
  const records = changes.flatMap(({ before, facts }) =>
    facts.flatMap((fact) =>
      fact.kind === 'opt_out'
        ? [{ phone: before.phone, source: fact.source, evidence: fact.evidence, by: `attempt:${before.attemptId}` }]
        : [],
    ),
  );
  if (records.length === 0) return [];
  await tx.execute(
    sql`insert into suppressions (phone, source, evidence, created_by)
        select phone, source, evidence, by from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(phone bigint, source text, evidence text, by text)
        on conflict do nothing`,
  );
  return records.map((record) => record.phone);
}
