import { sql } from 'drizzle-orm';
import type { Db, Queryable } from '../../db/client.ts';
import { notifyWork } from '../../db/notify.ts';
import { storableJson } from '../../db/storable-json.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Fact } from '../../domain/fact.ts';
import { readSms } from '../../domain/sms-meaning.ts';
import { digitsOfSender } from './digits-of-sender.ts';

export type FactSource = 'webhook' | 'read' | 'sender' | 'reconciler' | 'person';

/** A fact on its way into the inbox. */
export interface NewFact {
  accountId: string;
  source: FactSource;
  /** The same fact told twice has the same key, and is stored once per account. */
  dedupeKey: string;
  fact: Fact;
  raw?: unknown;
  /** Set = stored for a person to look at, not for the fold: authentic, but not understood. */
  quarantined?: string;
}

/** Writes facts in one statement and wakes the fold. Facts that are there already change nothing. */
export async function writeFacts(tx: Pick<Queryable, 'execute'>, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  const records = facts.map((f) => ({
    account: f.accountId,
    source: f.source,
    key: f.dedupeKey.slice(0, 300),
    fact: f.fact,
    raw: f.raw ?? null,
    failure: f.quarantined ?? null,
  }));
  await tx.execute(
    sql`insert into provider_events (account_id, source, dedupe_key, fact, raw, state, failure)
        select account, source, key, fact, nullif(raw, 'null'::jsonb), case when failure is null then 'new' else 'quarantined' end, failure
        from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(account uuid, source text, key text, fact jsonb, raw jsonb, failure text)
        on conflict (account_id, dedupe_key) do nothing`,
  );
  await notifyWork(tx, 'fold', '');
}

/** Opt-outs by stop word, in the same transaction as the fact itself: no later attempt passes the gate (L5). */
async function suppressStopWords(tx: Pick<Queryable, 'execute'>, facts: readonly NewFact[]): Promise<void> {
  const stops = facts.flatMap(({ fact }) => {
    if (fact.kind !== 'sms_received' || readSms(fact.text) !== 'opt_out') return [];
    const phone = digitsOfSender(fact.fromPhone);
    return phone === null ? [] : [{ phone, evidence: fact.text.slice(0, 200) }];
  });
  if (stops.length === 0) return;
  await tx.execute(
    sql`insert into suppressions (phone, source, evidence, created_by)
        select phone, 'sms', evidence, 'person' from jsonb_to_recordset(${storableJson(stops)}::jsonb) as i(phone bigint, evidence text)
        on conflict do nothing`,
  );
}

export class InboxOverloadedError extends Error {
  override name = 'InboxOverloadedError';
}

export interface Inbox {
  /** Resolves when the facts are committed. Rejects with InboxOverloadedError when too many wait: answer 503. */
  receive: (facts: readonly NewFact[]) => Promise<void>;
}

const MAX_WAITING = 5_000;
const MAX_BATCH = 500;

/**
 * The receiving end of callbacks: what arrives while a commit is under way goes into the next one, so a commit is
 * shared by all that wait for it and a callback is acknowledged only when it is durable.
 */
export function createInbox(deps: { db: Db }): Inbox {
  let waiting: { facts: readonly NewFact[]; done: () => void; failed: (error: unknown) => void }[] = [];
  let waitingCount = 0;
  let committing = false;

  const commit = async (): Promise<void> => {
    committing = true;
    while (waiting.length > 0) {
      const batch: typeof waiting = [];
      let size = 0;
      while (waiting[0] && (size === 0 || size + waiting[0].facts.length <= MAX_BATCH)) {
        const next = waiting.shift();
        if (!next) break;
        batch.push(next);
        size += next.facts.length;
      }
      waitingCount -= size;
      const facts = batch.flatMap((entry) => [...entry.facts]);
      try {
        await inTransaction(deps.db, async (tx) => {
          await suppressStopWords(tx, facts);
          await writeFacts(tx, facts);
        });
        for (const entry of batch) entry.done();
      } catch (error) {
        // One bad callback must not refuse its neighbours: each gets a transaction of its own.
        for (const entry of batch) {
          if (batch.length === 1) entry.failed(error);
          else {
            await inTransaction(deps.db, async (tx) => {
              await suppressStopWords(tx, entry.facts);
              await writeFacts(tx, entry.facts);
            }).then(entry.done, entry.failed);
          }
        }
      }
    }
    committing = false;
  };

  return {
    receive: async (facts) => {
      if (facts.length === 0) return;
      if (waitingCount + facts.length > MAX_WAITING) throw new InboxOverloadedError('too many callbacks are waiting');
      await new Promise<void>((done, failed) => {
        waiting.push({ facts, done, failed });
        waitingCount += facts.length;
        if (!committing) void commit();
      });
    },
  };
}
