import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { AttemptState } from '../../domain/attempt-state.ts';
import type { Channel } from '../../domain/channel.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts, type NewFact } from '../folding/inbox.ts';
import type { ProviderRecord } from '../ports.ts';
import { askAfterMs } from './ask-times.ts';
import { factsOfRecord } from './facts-of-record.ts';
import { look, type Looked } from './look.ts';
import { namePending } from './name-pending.ts';

/** An open attempt that somebody must ask about now. */
export interface OpenCheck {
  attemptId: string;
  state: AttemptState;
  channel: Channel;
  providerRef: string | null;
  numberRef: string;
  agentRef: string | null;
  checks: number;
  gatedAtMs: number | null;
  endedAtMs: number | null;
  maxCallMinutes: number;
  ringingTimeoutSeconds: number;
  providerQueueSeconds: number;
  hasCallbacks: boolean;
  nowMs: number;
}

export interface ReconcileAnswer {
  /** Attempts asked about; equal to the batch = there is more. */
  checked: number;
  /** Until the next check is due; null = no attempt of this account is open. */
  waitMs: number | null;
}

const BATCH = 500;
/** Past the longest time that a call can take: found ended or parked within 60 s of it (L6). */
const GIVE_UP_SLACK_MS = 45_000;
/** How long an ambiguous dial is looked for: the provider's queue, and the time until its list shows a call. */
const UNKNOWN_HORIZON_MS = 45_000;
const UNKNOWN_EVERY_MS = 5_000;

/**
 * Asks the provider about open attempts whose time to ask has come, and writes what it learns, silence too, as facts
 * into the inbox. It moves no state itself. With callbacks it is the net; without any it is the way (L6).
 */
export async function reconcile(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'log'>,
  accountId: string,
  /** Called between reads: a slow provider must not look like a dead reconciler. */
  alive: () => Promise<void> = async () => {},
): Promise<ReconcileAnswer> {
  const telephony = await deps.telephonyFor(accountId);
  await namePending(deps, accountId, telephony);
  const checks = await readChecks(deps, accountId, telephony.capabilities.callLimits);
  if (checks.length > 0) {
    const facts: NewFact[] = checks.flatMap((check) => withoutAsking(accountId, check));
    const asked = checks.filter((check) => check.state === 'ACCEPTED' || check.state === 'UNKNOWN');
    const looked = await look(deps, telephony, asked, alive);
    for (const check of asked) facts.push(...afterLook(accountId, check, looked));
    await writeFacts(deps.db, facts);
    await scheduleNext(deps, checks);
  }
  return { checked: checks.length, waitMs: await nextCheckInMs(deps, accountId) };
}

async function readChecks(deps: Pick<EngineDeps, 'db'>, accountId: string, callLimits: boolean): Promise<OpenCheck[]> {
  return await rows(
    deps.db,
    sql`select a.id as "attemptId", a.state, a.channel, a.provider_ref as "providerRef", n.provider_ref as "numberRef",
          c.settings -> 'steps' -> a.step ->> 'agentRef' as "agentRef", o.checks, to_ms(a.gated_at) as "gatedAtMs", to_ms(a.ended_at) as "endedAtMs",
          case when ${callLimits} then (c.settings ->> 'maxCallMinutes')::integer else p.max_call_minutes end as "maxCallMinutes",
          (c.settings ->> 'ringingTimeoutSeconds')::integer as "ringingTimeoutSeconds", p.provider_queue_seconds as "providerQueueSeconds",
          p.webhook_ref is not null as "hasCallbacks", to_ms(outdial_now()) as "nowMs"
        from open_attempts o join attempts a on a.id = o.attempt_id join numbers n on n.id = a.number_id
          join runs r on r.id = a.run_id join campaigns c on c.id = r.campaign_id join provider_accounts p on p.id = a.account_id
        where o.account_id = ${accountId} and o.check_at <= (select outdial_now()) and a.state <> 'INTENT'
        order by o.check_at limit ${BATCH}`,
  );
}

/** What the clock alone decides: a POST that never came back, a transcript that never came. */
function withoutAsking(accountId: string, check: OpenCheck): NewFact[] {
  const fact = (key: string, value: NewFact['fact']): NewFact => ({
    accountId,
    source: 'reconciler',
    dedupeKey: key,
    fact: value,
  });
  const { attemptId } = check;
  if (check.state === 'SENDING') {
    return [
      fact(`abandoned:${attemptId}`, { kind: 'ambiguous', attemptId, message: 'the sender never recorded an answer' }),
    ];
  }
  if (check.state === 'ENDED')
    return [fact(`no-transcript:${attemptId}`, { kind: 'transcript', attemptId, turns: [] })];
  return [];
}

/** From the gate to the last second that such a call can have. */
const longestCallMs = (check: OpenCheck): number =>
  (check.providerQueueSeconds + check.ringingTimeoutSeconds + check.maxCallMinutes * 60) * 1000;

/** Facts of what a look taught, and of silence that lasted too long. */
function afterLook(accountId: string, check: OpenCheck, { records, asked }: Looked): NewFact[] {
  const record = records.get(check.attemptId);
  const isNews = record?.ended !== undefined || check.state === 'UNKNOWN';
  const facts = record && isNews ? factsOfRecord(accountId, check.attemptId, record) : [];
  const sinceMs = check.nowMs - (check.gatedAtMs ?? check.nowMs);
  // Only a provider that was asked can have said that it has no such call.
  const isMissing = !record && check.state === 'UNKNOWN' && asked.has(check.attemptId);
  const horizonMs = isMissing
    ? check.providerQueueSeconds * 1000 + UNKNOWN_HORIZON_MS
    : longestCallMs(check) + GIVE_UP_SLACK_MS;
  if (sinceMs < horizonMs || check.checks < 2) return facts;
  // Behind the record's facts, which outrank it: it counts only when they were put away as bad data.
  return [...facts, giveUp(accountId, check, whyGivenUp(check, record, isMissing))];
}

function whyGivenUp(check: OpenCheck, record: ProviderRecord | undefined, isMissing: boolean): string {
  if (isMissing) return 'ambiguous answer, and the provider lists no such call';
  if (record?.ended) return 'no end could be recorded within the longest possible call';
  if (check.state === 'UNKNOWN' && !record) return 'ambiguous answer, and the provider could not be asked about it';
  return 'no end was reported within the longest possible call';
}

function giveUp(accountId: string, check: OpenCheck, message: string): NewFact {
  return {
    accountId,
    source: 'reconciler',
    // By the minute: one revived by a late fact must be able to be given up again.
    dedupeKey: `given-up:${check.attemptId}:${Math.floor(check.nowMs / 60_000)}`,
    fact: { kind: 'given_up', attemptId: check.attemptId, message },
  };
}

/**
 * Asks again: often where nothing else tells, seldom where callbacks do. What a fold moved meanwhile stays as it said:
 * an ended call must keep its patience for the transcript.
 */
async function scheduleNext(deps: Pick<EngineDeps, 'db'>, checks: readonly OpenCheck[]): Promise<void> {
  const records = checks.map((check) => ({ id: check.attemptId, now: check.nowMs, wait: nextWaitMs(check) }));
  await deps.db.execute(
    sql`update open_attempts o set checks = o.checks + 1, check_at = outdial_now() + i.wait * interval '1 millisecond'
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(id uuid, now double precision, wait integer)
        where o.attempt_id = i.id and o.check_at <= from_ms(i.now)`,
  );
}

function nextWaitMs(check: OpenCheck): number {
  if (check.state === 'UNKNOWN') return UNKNOWN_EVERY_MS;
  const waitMs = askAfterMs(check.hasCallbacks, check.checks);
  // The look that may give up is not put off by the rhythm of the others.
  const giveUpInMs = (check.gatedAtMs ?? check.nowMs) + longestCallMs(check) + GIVE_UP_SLACK_MS - check.nowMs;
  return giveUpInMs > 0 ? Math.min(waitMs, Math.ceil(giveUpInMs)) : waitMs;
}

async function nextCheckInMs(deps: Pick<EngineDeps, 'db'>, accountId: string): Promise<number | null> {
  const next = await firstRow<{ waitMs: number | null }>(
    deps.db,
    sql`select greatest(to_ms(min(check_at)) - to_ms(outdial_now()), 0) as "waitMs" from open_attempts where account_id = ${accountId}`,
  );
  return next?.waitMs ?? null;
}
