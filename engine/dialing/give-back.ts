import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { endContacts, replan, type ToEnd, type ToPlan } from '../planning/replan.ts';
import { whenCapsFree } from './caps-free.ts';
import type { GateRefusal } from './gate.ts';

/** Why an attempt is given back: the gate's word, or the sender's. */
export type GiveBackReason =
  | GateRefusal
  | 'gate_unanswered'
  | 'lease_over'
  | 'sent_late'
  | 'deadline_passed'
  | 'not_sent'
  | 'template_failed';

export interface GiveBack {
  attemptId: string;
  reason: GiveBackReason;
  message?: string;
}

interface GivenRow {
  attemptId: string;
  contactId: number;
  runId: string;
  accountId: string;
  subject: string;
  step: number;
  ordinal: number;
  expiresAtMs: number;
  channel: string;
  /** Its window is over, and its campaign ends what is left then. */
  windowEnded: boolean;
}

/** A provider that could not be reached is not asked again at once, breaker or not. */
const UNREACHABLE_WAIT_MS = 10_000;
/** The plan ends these with their own words. */
const FORBIDDEN: readonly GiveBackReason[] = ['opted_out', 'no_consent'];
/** As long as a claim puts off whose person is being called. */
const PERSON_TAKEN_WAIT_MS = 10_000;

/**
 * VOID: the hold goes back, the dial does not count, and the contact is planned again by the plan as it stands now,
 * or ends with the reason. From INTENT by anyone once refused or its lease is over; from SENDING, and from UNKNOWN
 * when the reconciler was faster, only by its own sender with proof that no byte left. Answers the ids that were given
 * back; others had moved on.
 */
export async function giveBack(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  items: readonly GiveBack[],
  from: { state: 'INTENT' } | { state: 'SENDING'; sender: string },
): Promise<string[]> {
  if (items.length === 0) return [];
  return await inTransaction(deps.db, (tx) => giveBackIn(tx, deps, items, from));
}

async function giveBackIn(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  items: readonly GiveBack[],
  from: { state: 'INTENT' } | { state: 'SENDING'; sender: string },
): Promise<string[]> {
  const clock = await firstRow<{ nowMs: number }>(tx, sql`select to_ms(outdial_now()) as "nowMs"`);
  const nowMs = clock?.nowMs ?? 0;
  const reasonOf = new Map(items.map((item) => [item.attemptId, item]));
  const given = await rows<GivenRow>(
    tx,
    sql`with locked as (
          select id from attempts
          where id = any(${sql.param([...reasonOf.keys()])}::uuid[])
            ${
              from.state === 'INTENT'
                ? sql`and state = 'INTENT'`
                : sql`and state in ('SENDING', 'UNKNOWN') and sender = ${from.sender}`
            }
          order by id for update
        ), voided as (
          update attempts a set state = 'VOID', voided_at = from_ms(${nowMs}::double precision), reason = coalesce(i.message, i.reason)
          from locked join jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i("attemptId" uuid, reason text, message text)
            on i."attemptId" = locked.id
          where a.id = locked.id
          returning a.*
        ), closed as (
          delete from open_attempts o using voided v where o.attempt_id = v.id
        )
        select v.id as "attemptId", v.contact_id as "contactId", v.run_id as "runId", v.account_id as "accountId",
          v.subject, v.step, v.ordinal, to_ms(v.expires_at) as "expiresAtMs", v.channel,
          r.state <> 'cancelled' and v.closes_at <= from_ms(${nowMs}::double precision)
            and coalesce(c.settings ->> 'leftovers' = 'expire', false) as "windowEnded"
        from voided v join runs r on r.id = v.run_id join campaigns c on c.id = r.campaign_id order by v.id`,
  );
  const capped = given.filter((row) => reasonOf.get(row.attemptId)?.reason === 'person_cap');
  const freeAtMs = await whenCapsFree(
    tx,
    capped.map((row) => row.attemptId),
    nowMs,
  );
  const plans: ToPlan[] = [];
  const ends: ToEnd[] = [];
  for (const row of given) {
    const { contactId, step } = row;
    const reason = reasonOf.get(row.attemptId)?.reason ?? 'not_sent';
    const end = { contactId, step, attemptsMade: row.ordinal - 1 };
    if (reason === 'template_failed') {
      ends.push({ ...end, state: 'failed', reason });
      continue;
    }
    if (row.windowEnded && !FORBIDDEN.includes(reason)) {
      ends.push({ ...end, state: 'expired', reason: 'window_ended' });
      continue;
    }
    plans.push({
      contactId: row.contactId,
      runId: row.runId,
      subject: row.subject,
      step: row.step,
      earliestMs: freeAtMs.get(row.attemptId) ?? nowMs + waitAfter(reason),
      expiresAtMs: row.expiresAtMs,
      attemptsMade: row.ordinal - 1,
      reason: reason === 'sent_late' || reason === 'deadline_passed' ? null : reason,
    });
  }
  await replan(tx, deps, plans, nowMs);
  await endContacts(tx, ends, nowMs);
  return given.map((row) => row.attemptId);
}

function waitAfter(reason: GiveBackReason): number {
  if (reason === 'person_taken') return PERSON_TAKEN_WAIT_MS;
  return reason === 'not_sent' ? UNREACHABLE_WAIT_MS : 0;
}

/** The relay's sweep: INTENTs whose sender died or stalled past its lease. Answers how many were given back. */
export async function giveBackAbandoned(deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>): Promise<number> {
  const abandoned = await rows<{ attemptId: string }>(
    deps.db,
    sql`select o.attempt_id as "attemptId" from open_attempts o join attempts a on a.id = o.attempt_id
        where o.check_at <= (select outdial_now()) and a.state = 'INTENT' and a.lease_until <= (select outdial_now())
        order by o.attempt_id limit 1000`,
  );
  const given = await giveBack(
    deps,
    abandoned.map(({ attemptId }) => ({ attemptId, reason: 'lease_over' as const })),
    { state: 'INTENT' },
  );
  return given.length;
}
