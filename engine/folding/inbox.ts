import { sql } from 'drizzle-orm';
import type { Db, Queryable } from '../../db/client.ts';
import { notifyWork } from '../../db/notify.ts';
import { rows } from '../../db/rows.ts';
import { storableJson } from '../../db/storable-json.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Fact } from '../../domain/fact.ts';
import { readSms } from '../../domain/sms-meaning.ts';
import { sayNo, type SaidNo } from '../consent/say-no.ts';
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

/** Writes facts in one statement and wakes the fold. Answers those that are new: the others change nothing. */
export async function writeFacts(tx: Pick<Queryable, 'execute'>, facts: readonly NewFact[]): Promise<NewFact[]> {
  if (facts.length === 0) return [];
  const records = facts.map((f) => ({
    account: f.accountId,
    source: f.source,
    key: keyOf(f),
    fact: f.fact,
    raw: f.raw ?? null,
    failure: f.quarantined ?? null,
  }));
  const written = await rows<{ accountId: string; key: string }>(
    tx,
    sql`insert into provider_events (account_id, source, dedupe_key, fact, raw, state, failure)
        select account, source, key, fact, nullif(raw, 'null'::jsonb), case when failure is null then 'new' else 'quarantined' end, failure
        from jsonb_to_recordset(${withoutTokens(storableJson(records))}::jsonb) as i(account uuid, source text, key text, fact jsonb, raw jsonb, failure text)
        on conflict (account_id, dedupe_key) do nothing
        returning account_id as "accountId", dedupe_key as key`,
  );
  await notifyWork(tx, 'fold', '');
  const isNew = new Set(written.map(({ accountId, key }) => `${accountId} ${key}`));
  return facts.filter((f) => isNew.has(`${f.accountId} ${keyOf(f)}`));
}

/**
 * Some providers send a call's variables back, or what its agent told a tool: the token among them (engine/answering) is
 * nobody's to read.
 */
const withoutTokens = (json: string): string => (json.includes('token') ? json.replace(TOKEN, '$1removed') : json);
const TOKEN = /("(?:outdial_answer_)?token\\*"\s*:\s*\\*")[\w-]+/g;

const keyOf = (fact: NewFact): string => fact.dedupeKey.slice(0, 300);

/**
 * Stores facts, and whoever said no by a text in them is suppressed in the same transaction: no later attempt passes
 * the gate (L5). A fact that is told again does not undo what the person said since.
 */
async function takeIn(tx: Pick<Queryable, 'execute'>, facts: readonly NewFact[]): Promise<void> {
  const said: SaidNo[] = (await writeFacts(tx, facts)).flatMap(({ accountId, fact }) => {
    if (fact.kind !== 'sms_received') return [];
    const meaning = readSms(fact.text);
    const phone = digitsOfSender(fact.fromPhone);
    if (phone === null || (meaning !== 'opt_out' && meaning !== 'doubtful')) return [];
    const toldMs = fact.at === undefined ? Number.NaN : Date.parse(fact.at);
    return [
      {
        phone,
        source: 'sms',
        evidence: fact.text.slice(0, 200),
        by: 'person',
        certainty: meaning === 'opt_out' ? 'certain' : 'doubtful',
        saidAtMs: Number.isFinite(toldMs) ? toldMs : undefined,
        reviewKey: `message:${accountId}:${fact.messageRef}`.slice(0, 300),
      },
    ];
  });
  await sayNo(tx, said);
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
        await inTransaction(deps.db, (tx) => takeIn(tx, facts));
        for (const entry of batch) entry.done();
      } catch (error) {
        // One bad callback must not refuse its neighbours: each gets a transaction of its own.
        for (const entry of batch) {
          if (batch.length === 1) entry.failed(error);
          else {
            await inTransaction(deps.db, (tx) => takeIn(tx, entry.facts)).then(entry.done, entry.failed);
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
