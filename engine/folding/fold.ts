import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, sqlState, type Transaction } from '../../db/transaction.ts';
import type { Fact, TranscriptTurn } from '../../domain/fact.ts';
import { foldAttempt } from '../../domain/fold-attempt.ts';
import { hearsOptOut } from '../../domain/hears-opt-out.ts';
import type { Certainty } from '../../domain/refusal-language.ts';
import { answerMessages } from '../answering/answer-messages.ts';
import { answersOfMessages, answersOfTranscripts } from '../answering/answers-in-fold.ts';
import { applyAnswersSoon } from '../answering/apply-answers.ts';
import type { EngineDeps } from '../deps.ts';
import { lockPurses } from '../dialing/lock-order.ts';
import { disposeContacts } from './dispose.ts';
import { endSuppressedContacts } from '../consent/end-suppressed-contacts.ts';
import { readAttempts, type LoadedAttempt } from './read-attempts.ts';
import { settle } from './settle.ts';
import { storeFolded, type FoldedChange } from './store-folded.ts';
import { optedOutBy, storeMessages, storeOptOuts, type OptedOut } from './store-messages.ts';

interface InboxRow {
  id: number;
  accountId: string;
  fact: Fact;
  tries: number;
  receivedAtMs: number;
  attemptId: string | null;
}

export interface FoldAnswer {
  /** Inbox rows that were looked at; equal to the limit = there is more. */
  events: number;
  /** Another process is folding. */
  busy: boolean;
}

/** One folder at a time, whatever the number of workers. */
const FOLD_LOCK = 7_202_612;
/** Anything else in a correlator's place would not cast, and stop the reading of the whole inbox. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
/** How long a fact about an unknown provider id waits for the record of its POST. */
const UNKNOWN_REF_WAIT_MS = 5_000;
const UNKNOWN_REF_TRIES = 6;

/**
 * Folds a batch of the inbox into the ledger, in one transaction: states forward, costs settled, retries planned.
 * A batch that fails on bad data is halved until the bad fact is alone and goes to quarantine; nothing else waits for it.
 */
export async function fold(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'telephonyFor' | 'log'>,
  limit = 500,
): Promise<FoldAnswer> {
  for (let size = limit; ; size = Math.max(1, Math.floor(size / 2))) {
    let firstId: number | null = null;
    const onRead = (id: number): void => {
      firstId = id;
    };
    try {
      const answer = await inTransaction(deps.db, (tx) => foldIn(tx, deps, size, onRead));
      await endOf(deps, answer.optedOut);
      if (answer.answers > 0) await applyAnswersSoon(deps);
      return { events: answer.events, busy: answer.busy };
    } catch (error) {
      if (!isDataError(error)) throw error;
      if (size > 1) continue;
      await quarantine(deps, firstId, error);
      return { events: limit, busy: false };
    }
  }
}

/** Bad values (22), broken constraints (23), or a fact that our own reading cannot digest. */
const isDataError = (error: unknown): boolean =>
  /^2[23]/.test(sqlState(error) ?? '') || error instanceof TypeError || error instanceof RangeError;

async function foldIn(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law' | 'telephonyFor' | 'log'>,
  limit: number,
  onRead: (firstId: number) => void,
): Promise<FoldAnswer & { optedOut: OptedOut[]; answers: number }> {
  const start = await firstRow<{ locked: boolean; nowMs: number }>(
    tx,
    sql`select pg_try_advisory_xact_lock(${FOLD_LOCK}) as locked, to_ms(outdial_now()) as "nowMs"`,
  );
  if (!start?.locked) return { events: 0, busy: true, optedOut: [], answers: 0 };
  const { nowMs } = start;
  const inbox = await readInbox(tx, limit, nowMs);
  const [first] = inbox;
  if (!first) return { events: 0, busy: false, optedOut: [], answers: 0 };
  onRead(first.id);

  const found = inbox.filter((row) => row.attemptId !== null);
  const attemptIds = [...new Set(found.flatMap((row) => row.attemptId ?? []))];
  await lockPursesOf(tx, attemptIds);
  const attempts = await readAttempts(tx, attemptIds);
  const factsOf = new Map<string, Fact[]>();
  for (const row of found) {
    if (row.attemptId) factsOf.set(row.attemptId, [...(factsOf.get(row.attemptId) ?? []), ...heard(row.fact)]);
  }
  const changes: FoldedChange[] = attempts.map((before) => ({
    before,
    facts: factsOf.get(before.attemptId) ?? [],
    ...foldAttempt(before, factsOf.get(before.attemptId) ?? [], nowMs),
  }));

  const settled = await settle(tx, changes, nowMs);
  await storeFolded(tx, changes, settled, nowMs);
  const messages = await storeMessages(tx, inbox);
  const replies = await answersOfMessages(tx, messages);
  const spoken = await answersOfTranscripts(tx, saidInCalls(changes, nowMs));
  const optedOut = [...optedOutBy(messages), ...(await storeOptOuts(tx, changes)), ...replies.optedOut];
  await disposeContacts(tx, deps, changes, nowMs);
  await answerMessages(tx, deps, messages, nowMs);
  await markFolded(tx, inbox, nowMs);
  await wakeAfter(tx, attempts);
  return { events: inbox.length, busy: false, optedOut, answers: replies.stored + spoken };
}

/** Takes what waits of people who said no out of the queue; the reason tells what a person has yet to look at. */
async function endOf(deps: Pick<EngineDeps, 'db'>, optedOut: readonly OptedOut[]): Promise<void> {
  const phonesOf = (certainty: Certainty): number[] =>
    optedOut.filter((no) => no.certainty === certainty).map(({ phone }) => phone);
  const [certain, doubtful] = [phonesOf('certain'), phonesOf('doubtful')];
  if (certain.length > 0) await endSuppressedContacts(deps, certain);
  if (doubtful.length > 0) await endSuppressedContacts(deps, doubtful, 'opt_out_doubtful');
}

/** A transcript in which the person says no is also an opt-out. */
function heard(fact: Fact): Fact[] {
  const no = fact.kind === 'transcript' ? hearsOptOut(fact.turns) : undefined;
  if (no === undefined) return [fact];
  const doubtful = no.certainty === 'doubtful' ? { doubtful: true as const } : {};
  return [{ kind: 'opt_out', source: 'speech', evidence: no.evidence.slice(0, 200), ...doubtful }, fact];
}

/** Transcripts of persons: a machine answers nothing, and who said no said it to everything. */
function saidInCalls(
  changes: readonly FoldedChange[],
  nowMs: number,
): { attemptId: string; turns: TranscriptTurn[]; atMs: number }[] {
  return changes.flatMap(({ before, attempt, facts }) => {
    if (attempt.outcome === 'voicemail' || facts.some(({ kind }) => kind === 'opt_out')) return [];
    const atMs = Math.min(attempt.endedAtMs ?? nowMs, nowMs);
    return facts.flatMap((fact) =>
      fact.kind === 'transcript' ? [{ attemptId: before.attemptId, turns: fact.turns, atMs }] : [],
    );
  });
}

async function readInbox(tx: Transaction, limit: number, nowMs: number): Promise<InboxRow[]> {
  return await rows(
    tx,
    sql`select e.id, e.account_id as "accountId", e.fact, e.tries, to_ms(e.received_at) as "receivedAtMs",
          coalesce(
            (select a.id from attempts a where a.id = case when e.fact ->> 'attemptId' ~ ${UUID}
              then (e.fact ->> 'attemptId')::uuid end and a.account_id = e.account_id),
            (select a.id from attempts a where a.account_id = e.account_id and a.provider_ref = e.fact ->> 'providerRef')
          ) as "attemptId"
        from provider_events e
        where e.state = 'new' and e.fold_after <= from_ms(${nowMs}::double precision)
        -- The order of the index of new facts: by id, stale statistics make this read the whole history.
        order by e.fold_after, e.id limit ${limit}`,
  );
}

async function lockPursesOf(tx: Transaction, attemptIds: readonly string[]): Promise<void> {
  const owners = await rows<{ accountId: string; campaignId: string }>(
    tx,
    sql`select distinct a.account_id as "accountId", r.campaign_id as "campaignId"
        from attempts a join runs r on r.id = a.run_id where a.id = any(${sql.param([...attemptIds])}::uuid[])`,
  );
  await lockPurses(tx, {
    accountIds: [...new Set(owners.map((owner) => owner.accountId))],
    campaignIds: [...new Set(owners.map((owner) => owner.campaignId))],
  });
}

/** Facts about an id that nobody knows wait for the POST's record, then for a read of the provider, then are not ours. */
async function markFolded(tx: Transaction, inbox: readonly InboxRow[], nowMs: number): Promise<void> {
  const records = inbox.map((row) => {
    const isMessage = row.fact.kind === 'sms_received';
    const named = 'providerRef' in row.fact && row.fact.providerRef !== undefined;
    const waits = row.attemptId === null && !isMessage && named && row.tries < UNKNOWN_REF_TRIES;
    const state = row.attemptId !== null || isMessage ? 'folded' : waits ? 'new' : 'not_ours';
    return { id: row.id, attempt: row.attemptId, state, wait: UNKNOWN_REF_WAIT_MS };
  });
  const accounts = await rows<{ accountId: string }>(
    tx,
    sql`with input as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(id bigint, attempt uuid, state text, wait integer)
        ), updated as (
          update provider_events e set state = i.state, attempt_id = i.attempt, tries = e.tries + 1,
            folded_at = case when i.state = 'new' then null else from_ms(${nowMs}::double precision) end,
            fold_after = case when i.state = 'new' then from_ms(${nowMs}::double precision + i.wait) else e.fold_after end
          from input i where e.id = i.id
          returning e.account_id, e.state, e.tries
        )
        select distinct account_id as "accountId" from updated where state = 'new' and tries >= 2`,
  );
  for (const { accountId } of accounts) await notifyWork(tx, 'reconcile', accountId);
}

/** Freed slots go to who waits for them; a run without work left wants its last turn. */
async function wakeAfter(tx: Transaction, attempts: readonly LoadedAttempt[]): Promise<void> {
  for (const accountId of new Set(attempts.map((attempt) => attempt.accountId)))
    await notifyWork(tx, 'slots', accountId);
  const runIds = [...new Set(attempts.map((attempt) => attempt.runId))];
  const finished = await rows<{ runId: string }>(
    tx,
    sql`update runs r set next_turn_at = '-infinity'
        where r.id = any(${sql.param(runIds)}::uuid[]) and r.state in ('running', 'cancelled') and r.next_turn_at > '-infinity'
          and not exists (select from due d where d.run_id = r.id) and not exists (select from open_attempts o where o.run_id = r.id)
        returning r.id as "runId"`,
  );
  for (const { runId } of finished) await notifyWork(tx, 'run', runId);
}

/** By id: meanwhile another folder may have put the bad fact away, and the next one is good. */
async function quarantine(deps: Pick<EngineDeps, 'db' | 'log'>, id: number | null, error: unknown): Promise<void> {
  // Not even read: nothing can be put away for it.
  if (id === null) throw error;
  const failure =
    error instanceof Error
      ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`
      : String(error);
  await deps.db.execute(
    sql`update provider_events set state = 'quarantined', failure = ${failure.slice(0, 500)} where id = ${id} and state = 'new'`,
  );
  deps.log.error({ eventId: id, failure: failure.slice(0, 200) }, 'fact quarantined: it cannot be folded');
}
