import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { BreakerEvent } from '../../domain/breaker.ts';
import { causeOfRefusal } from '../../domain/cause.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { stepAfter } from '../../domain/plan.ts';
import { REFUSALS } from '../../domain/refusal.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts, type NewFact } from '../folding/inbox.ts';
import { sayNo } from '../consent/say-no.ts';
import { endContacts, replan, type ToEnd, type ToPlan } from '../planning/replan.ts';
import type { PlaceResult } from '../ports.ts';
import { askAfterMs } from '../reconciling/ask-times.ts';
import { giveBack } from './give-back.ts';
import { uuidArray } from './lock-order.ts';
import { moveBreaker } from './move-breaker.ts';

export interface PlacedAttempt {
  attemptId: string;
  result: PlaceResult;
  /** Our own deadline kept it from starting: nothing is known of the provider. */
  missedDeadline?: boolean;
}

interface MovedRow {
  attemptId: string;
  accountId: string;
  runId: string;
  contactId: number;
  phone: number;
  subject: string;
  step: number;
  ordinal: number;
  channel: Channel;
  receipts: boolean;
  expiresAtMs: number;
  providerRef: string | null;
}

/** First look at the provider's list after an ambiguous answer. */
const FIRST_LOOK_MS = 1_000;

/**
 * Writes what became of creates, many in one transaction. Only attempts still in SENDING of this sender move: a
 * callback may have been faster than the answer, and then only the provider's id is missing.
 */
export async function record(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  sender: string,
  placed: readonly PlacedAttempt[],
): Promise<void> {
  await recordUnsent(deps, sender, placed);
  const sent = placed.filter(({ result }) => result.kind !== 'not_sent');
  if (sent.length > 0) await inTransaction(deps.db, (tx) => recordIn(tx, deps, sender, sent));
}

/** Proof that no byte left: given back. No connection is the provider's trouble, and the breaker's business. */
async function recordUnsent(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  sender: string,
  placed: readonly PlacedAttempt[],
): Promise<void> {
  const unsent = placed.flatMap(({ attemptId, result, missedDeadline = false }) =>
    result.kind === 'not_sent'
      ? [
          {
            attemptId,
            missedDeadline,
            reason: missedDeadline ? ('deadline_passed' as const) : ('not_sent' as const),
            message: result.message,
          },
        ]
      : [],
  );
  const given = new Set(await giveBack(deps, unsent, { state: 'SENDING', sender }));
  const unreachable = unsent.filter(({ attemptId, missedDeadline }) => !missedDeadline && given.has(attemptId));
  if (unreachable.length === 0) return;
  await inTransaction(deps.db, async (tx) => {
    const accounts = await rows<{ accountId: string; count: number; nowMs: number }>(
      tx,
      sql`select account_id as "accountId", count(*)::int as count, to_ms(outdial_now()) as "nowMs" from attempts
          where id = any(${sql.param(unreachable.map(({ attemptId }) => attemptId))}::uuid[]) group by 1 order by 1`,
    );
    for (const { accountId, count, nowMs } of accounts) {
      await moveBreaker(
        tx,
        accountId,
        Array.from({ length: count }, () => ({ kind: 'unreachable' as const })),
        nowMs,
      );
    }
  });
}

async function recordIn(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  sender: string,
  placed: readonly PlacedAttempt[],
): Promise<void> {
  const clock = await firstRow<{ nowMs: number; offsetMs: number }>(
    tx,
    sql`with t as (select clock_timestamp() as real, outdial_now() as now)
        select to_ms(now) as "nowMs", to_ms(now) - to_ms(real) as "offsetMs" from t`,
  );
  if (!clock) return;
  const moved = await moveAttempts(tx, sender, placed, clock);
  const resultOf = new Map(placed.map(({ attemptId, result }) => [attemptId, result]));
  const facts: NewFact[] = [];
  const plans: ToPlan[] = [];
  const ends: ToEnd[] = [];
  const events = new Map<string, BreakerEvent[]>();
  const fallbackOf = await fallbacks(
    tx,
    moved.filter(({ attemptId }) => resultOf.get(attemptId)?.kind === 'refused'),
  );
  for (const row of moved) {
    const result = resultOf.get(row.attemptId);
    if (!result || result.kind === 'not_sent') continue;
    const event: BreakerEvent =
      result.kind === 'refused' ? { kind: 'refused', refusal: result.refusal } : { kind: result.kind };
    events.set(row.accountId, [...(events.get(row.accountId) ?? []), event]);
    if (result.kind === 'accepted' && row.channel === 'sms' && !row.receipts)
      facts.push(textIsOver(row, result.providerRef));
    if (result.kind === 'refused') {
      const next = afterRefusal(row, result.refusal, fallbackOf.get(row.attemptId) ?? null, clock.nowMs);
      if (next.plan) plans.push(next.plan);
      if (next.end) ends.push(next.end);
      if (REFUSALS[result.refusal].contact === 'opt_out') await suppressByCarrier(tx, row, result.message);
    }
  }
  await writeFacts(tx, facts);
  await replan(tx, deps, plans, clock.nowMs);
  await endContacts(tx, ends, clock.nowMs);
  for (const [accountId, list] of events) await moveBreaker(tx, accountId, list, clock.nowMs);
  await releaseEarlyFacts(tx, moved, clock.nowMs);
}

/** Facts that were faster than the provider's answer waited for exactly this record: they need not wait on. */
async function releaseEarlyFacts(tx: Transaction, moved: readonly MovedRow[], nowMs: number): Promise<void> {
  const named = moved.flatMap(({ attemptId, accountId, providerRef }) =>
    providerRef === null ? [] : [{ attemptId, accountId, providerRef }],
  );
  if (named.length === 0) return;
  const released = await rows<{ id: number }>(
    tx,
    sql`update provider_events e set fold_after = from_ms(${nowMs}::double precision)
        from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as i("accountId" uuid, "providerRef" text)
        where e.state = 'new' and e.tries > 0 and e.account_id = i."accountId" and e.fact ->> 'providerRef' = i."providerRef"
        returning e.id`,
  );
  if (released.length > 0) await notifyWork(tx, 'fold', '');
}

/** One statement: attempts forward, refused ones closed, the others told when to ask about them. */
async function moveAttempts(
  tx: Transaction,
  sender: string,
  placed: readonly PlacedAttempt[],
  clock: { nowMs: number; offsetMs: number },
): Promise<MovedRow[]> {
  const records = placed.map(({ attemptId, result }) => ({
    id: attemptId,
    state: result.kind === 'accepted' ? 'ACCEPTED' : result.kind === 'refused' ? 'REFUSED' : 'UNKNOWN',
    ref: result.kind === 'accepted' ? result.providerRef : null,
    reason:
      result.kind === 'accepted'
        ? null
        : result.kind === 'refused'
          ? `${result.refusal}: ${result.message}`
          : result.message,
    ...causes(result),
    sent: result.kind === 'not_sent' ? null : result.startedAtMs + clock.offsetMs,
  }));
  return await rows(
    tx,
    sql`with input as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
            as i(id uuid, state text, ref text, reason text, "callCause" text, "smsCause" text, sent double precision)
        ), locked as (
          select a.id, a.state as was from attempts a join input i on i.id = a.id where a.sender = ${sender} order by a.id for update of a
        ), updated as (
          update attempts a set
            state = case when l.was = 'SENDING' then i.state else a.state end,
            provider_ref = coalesce(a.provider_ref, i.ref),
            reason = case when l.was = 'SENDING' then i.reason else a.reason end,
            cause = case when l.was <> 'SENDING' then a.cause when a.channel = 'call' then i."callCause" else i."smsCause" end,
            sent_at = from_ms(i.sent),
            accepted_at = case when i.state = 'ACCEPTED' then coalesce(a.accepted_at, from_ms(${clock.nowMs}::double precision)) else a.accepted_at end
          from locked l join input i on i.id = l.id where a.id = l.id
          returning a.*, l.was
        ), closed as (
          delete from open_attempts o using updated u where o.attempt_id = u.id and u.was = 'SENDING' and u.state = 'REFUSED'
        ), watched as (
          update open_attempts o set check_at = from_ms(${clock.nowMs}::double precision + case when u.state = 'UNKNOWN' then ${FIRST_LOOK_MS}::double precision
            when p.webhook_ref is null then ${askAfterMs(false)}::double precision else ${askAfterMs(true)}::double precision end)
          from updated u join provider_accounts p on p.id = u.account_id
          where o.attempt_id = u.id and u.was = 'SENDING' and u.state in ('ACCEPTED', 'UNKNOWN')
        )
        select u.id as "attemptId", u.provider_ref as "providerRef", u.account_id as "accountId", u.run_id as "runId", u.contact_id as "contactId",
          u.phone, u.subject, u.step, u.ordinal, u.channel, to_ms(u.expires_at) as "expiresAtMs",
          coalesce((p.details ->> 'smsReceipts')::boolean, false) as receipts
        from updated u join provider_accounts p on p.id = u.account_id
        where u.was in ('SENDING')
        order by u.id`,
  );
}

/** Which channel it was, the statement knows. */
const causes = (result: PlaceResult): { callCause: string | null; smsCause: string | null } => ({
  callCause: result.kind === 'refused' ? causeOfRefusal(result.refusal, 'call') : null,
  smsCause: result.kind === 'refused' ? causeOfRefusal(result.refusal, 'sms') : null,
});

/** A text without receipts is over when the provider has taken it: the fold settles it like any end. */
function textIsOver(row: MovedRow, providerRef: string): NewFact {
  const fact: Fact = {
    kind: 'ended',
    attemptId: row.attemptId,
    providerRef,
    outcome: 'sms_sent',
    providerReason: 'accepted',
  };
  return { accountId: row.accountId, source: 'sender', dedupeKey: `sms-accepted:${row.attemptId}`, fact };
}

/** What follows steps that were refused, where their programme says that something does. */
async function fallbacks(
  tx: Transaction,
  refused: readonly MovedRow[],
): Promise<Map<string, { step: number; waitSeconds: number }>> {
  if (refused.length === 0) return new Map();
  const runs = await rows<{ runId: string; settings: CampaignSettings }>(
    tx,
    sql`select r.id as "runId", c.settings from runs r join campaigns c on c.id = r.campaign_id
        where r.id = any(${uuidArray([...new Set(refused.map(({ runId }) => runId))])}) and r.kind = 'programme'`,
  );
  const settingsOf = new Map(runs.map(({ runId, settings }) => [runId, settings]));
  return new Map(
    refused.flatMap(({ attemptId, runId, step }) => {
      const settings = settingsOf.get(runId);
      const next = settings ? stepAfter(settings, step, 'not_reached') : null;
      return next ? [[attemptId, next] as const] : [];
    }),
  );
}

function afterRefusal(
  row: MovedRow,
  refusal: keyof typeof REFUSALS,
  fallback: { step: number; waitSeconds: number } | null,
  nowMs: number,
): { plan?: ToPlan; end?: ToEnd } {
  switch (REFUSALS[refusal].contact) {
    case 'back_to_due':
      return {
        plan: {
          ...row,
          earliestMs: nowMs,
          attemptsMade: row.ordinal - 1,
          reason: `refused:${refusal}`,
          lastCause: causeOfRefusal(refusal, row.channel),
        },
      };
    case 'terminal': {
      const outcome: Outcome = row.channel === 'call' ? 'call_rejected' : 'sms_rejected';
      if (fallback) {
        const { expiresAtMs: _ofThisStep, ...contact } = row;
        const earliestMs = nowMs + fallback.waitSeconds * 1000;
        return {
          plan: {
            ...contact,
            step: fallback.step,
            earliestMs,
            attemptsMade: 0,
            lastOutcome: outcome,
            lastCause: causeOfRefusal(refusal, row.channel),
            reason: `after_${outcome}`,
          },
        };
      }
      return { end: { ...row, state: 'failed', reason: outcome, attemptsMade: row.ordinal - 1, lastOutcome: outcome } };
    }
    case 'opt_out':
      return {
        end: {
          ...row,
          state: 'suppressed',
          reason: 'sms_opted_out',
          attemptsMade: row.ordinal - 1,
          lastOutcome: 'sms_opted_out',
        },
      };
  }
}

const suppressByCarrier = async (tx: Transaction, { phone }: MovedRow, message: string): Promise<unknown> =>
  await sayNo(tx, [{ phone, source: 'sms', evidence: message, by: 'provider', certainty: 'certain' }]);
