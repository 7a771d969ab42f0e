import { sql } from 'drizzle-orm';
import { notifyWork } from '../../db/notify.ts';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { OPEN_STATES } from '../../domain/attempt-state.ts';
import { causeOfAttempt } from '../../domain/cause.ts';
import type { Fact } from '../../domain/fact.ts';
import type { FoldResult } from '../../domain/fold-attempt.ts';
import { endAssignments } from '../failures/assigning/end-assignments.ts';
import { askAfterMs } from '../reconciling/ask-times.ts';
import type { LoadedAttempt } from './read-attempts.ts';
import type { Settlement } from './settle.ts';

/** One attempt before and after its facts. */
export interface FoldedChange extends FoldResult {
  before: LoadedAttempt;
  facts: readonly Fact[];
}

/** How long a transcript may take before the attempt is disposed without it. */
const TRANSCRIPT_PATIENCE_MS = 120_000;

/** Writes attempts, their open rows and their transcripts: three statements whatever the size of the batch. */
export async function storeFolded(
  tx: Transaction,
  changes: readonly FoldedChange[],
  settled: ReadonlyMap<string, Settlement>,
  nowMs: number,
): Promise<void> {
  if (changes.length === 0) return;
  await storeAttempts(tx, changes, settled);
  await endParked(tx, changes);
  await storeOpen(tx, changes, nowMs);
  await storeTranscripts(tx, changes, nowMs);
}

async function storeAttempts(
  tx: Transaction,
  changes: readonly FoldedChange[],
  settled: ReadonlyMap<string, Settlement>,
): Promise<void> {
  const records = changes.map(({ before, attempt }) => ({
    id: before.attemptId,
    state: attempt.state,
    ref: attempt.providerRef,
    outcome: attempt.outcome,
    why: attempt.providerReason,
    cause: causeOfAttempt(attempt),
    talk: attempt.talkSeconds,
    cost: settled.get(before.attemptId)?.costMicros ?? before.settledMicros,
    presumed: settled.get(before.attemptId)?.presumed ?? before.costPresumed,
    accepted: attempt.acceptedAtMs,
    ended: attempt.endedAtMs,
    disposed: attempt.disposedAtMs,
    reason: attempt.state === 'PARKED' ? attempt.parkedReason : null,
  }));
  await tx.execute(
    sql`update attempts a set state = i.state, provider_ref = i.ref, outcome = i.outcome, cause = i.cause, provider_reason = i.why, talk_seconds = i.talk,
          cost_micros = i.cost, cost_presumed = i.presumed, accepted_at = from_ms(i.accepted), ended_at = from_ms(i.ended),
          disposed_at = from_ms(i.disposed), reason = coalesce(i.reason, a.reason)
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(id uuid, state text, ref text, outcome text, why text, cause text, talk integer,
          cost bigint, presumed boolean, accepted double precision, ended double precision, disposed double precision, reason text)
        where a.id = i.id`,
  );
}

/** What is parked no more needs nobody to look after it, whoever decided it: a person, or a late fact. */
async function endParked(tx: Transaction, changes: readonly FoldedChange[]): Promise<void> {
  for (const { before, attempt, facts } of changes) {
    if (before.state !== 'PARKED' || attempt.state === 'PARKED') continue;
    const resolved = facts.find((fact) => fact.kind === 'resolved');
    await endAssignments(tx, [before.attemptId], resolved?.kind === 'resolved' ? resolved.by : 'provider');
  }
}

/**
 * The open row follows the state: gone when over, settled and without a slot when ended, back again when a late fact
 * revives a parked attempt (without its person, if another attempt has it by now: a fact is never refused).
 */
async function storeOpen(tx: Transaction, changes: readonly FoldedChange[], nowMs: number): Promise<void> {
  const records = changes.map(({ before, attempt, checkNow }) => {
    const ask = askAfterMs(before.hasCallbacks);
    const moved = attempt.state !== before.state;
    const check =
      attempt.state === 'ENDED'
        ? moved
          ? nowMs + TRANSCRIPT_PATIENCE_MS
          : null
        : checkNow
          ? nowMs
          : moved
            ? nowMs + (attempt.state === 'UNKNOWN' ? 0 : ask)
            : null;
    return {
      attempt: before.attemptId,
      person: before.personId,
      account: before.accountId,
      number: before.numberId,
      run: before.runId,
      channel: before.channel,
      open: OPEN_STATES.includes(attempt.state),
      phase: attempt.state === 'ENDED' ? 'ended' : 'live',
      check,
      was: before.isOpen,
    };
  });
  const asked = await rows<{ accountId: string }>(
    tx,
    sql`with input as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(attempt uuid, person bigint, account uuid, number uuid,
            run uuid, channel text, open boolean, phase text, "check" double precision, was boolean)
        ), locked as (
          select o.attempt_id from open_attempts o join input i on i.attempt = o.attempt_id order by o.person_id for update of o
        ), closed as (
          delete from open_attempts o using input i, locked l where o.attempt_id = i.attempt and l.attempt_id = o.attempt_id and not i.open
        ), moved as (
          update open_attempts o set phase = i.phase, hold_micros = case when i.phase = 'ended' then 0 else o.hold_micros end,
            check_at = coalesce(from_ms(i."check"), o.check_at)
          from input i, locked l where o.attempt_id = i.attempt and l.attempt_id = o.attempt_id and i.open
        ), reopened as (
          insert into open_attempts (attempt_id, person_id, account_id, number_id, run_id, channel, phase, hold_micros, check_at)
          select i.attempt, case when exists (select from open_attempts o where o.person_id = i.person) then null else i.person end,
            i.account, i.number, i.run, i.channel, i.phase, 0, from_ms(coalesce(i."check", ${nowMs}))
          from input i where i.open and not i.was
          on conflict (attempt_id) do nothing
        )
        select distinct account as "accountId" from input where open and "check" <= ${nowMs}`,
  );
  for (const { accountId } of asked) await notifyWork(tx, 'reconcile', accountId);
}

async function storeTranscripts(tx: Transaction, changes: readonly FoldedChange[], nowMs: number): Promise<void> {
  const records = changes.flatMap(({ before, facts, transcriptWanted }) => {
    const read = facts.find((fact) => fact.kind === 'transcript');
    const recording = facts.find((fact) => fact.kind === 'recording_ready');
    const ready = facts.some((fact) => fact.kind === 'transcript_ready');
    if (!read && !recording && !ready && !transcriptWanted) return [];
    return [
      {
        attempt: before.attemptId,
        turns: read?.kind === 'transcript' ? read.turns : null,
        url: recording?.kind === 'recording_ready' ? (recording.url ?? null) : null,
        state: read?.kind === 'transcript' ? (read.turns.length > 0 ? 'fetched' : 'none') : 'wanted',
        ready,
      },
    ];
  });
  if (records.length === 0) return;
  await tx.execute(
    sql`insert into transcripts (attempt_id, turns, recording_url, state, try_at)
        select attempt, nullif(turns, 'null'::jsonb), url, state, from_ms(${nowMs}::double precision + case when ready then 0 else 1000 end)
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(attempt uuid, turns jsonb, url text, state text, ready boolean)
        order by attempt
        on conflict (attempt_id) do update set
          turns = coalesce(excluded.turns, transcripts.turns),
          recording_url = coalesce(excluded.recording_url, transcripts.recording_url),
          state = case when transcripts.state = 'wanted' then excluded.state else transcripts.state end,
          try_at = least(transcripts.try_at, excluded.try_at)`,
  );
  if (records.some((record) => record.state === 'wanted')) await notifyWork(tx, 'transcript', '');
}
