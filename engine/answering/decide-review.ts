import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { wakeRuns } from '../campaigns/wake-runs.ts';
import { ANY_CAMPAIGN, contactsOfPeople, endSuppressedContacts } from '../consent/end-suppressed-contacts.ts';
import { campaignHeld } from '../consent/holding.ts';
import { sayNo } from '../consent/say-no.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { EngineError } from '../error.ts';
import { endAssignments } from '../failures/assigning/end-assignments.ts';

export interface DecidedReview {
  reviewId: string;
  state: 'confirmed' | 'dismissed';
  /** It had been decided so before. */
  already: boolean;
  /** Contacts that go on because of a dismissal. */
  contactsReady: number;
}

export interface ReviewRow {
  kind: 'opt_out' | 'answer';
  phone: number;
  evidence: string;
  suppressionId: string | null;
  attemptId: string | null;
  createdAtMs: number;
}

export const unknownReview = (reviewId: string): EngineError =>
  new EngineError('not_found', 'unknown_review', `There is no review ${reviewId}.`, {
    repair: 'List the reviews to find its id.',
  });

/**
 * A person has looked: it was a "no" (or the answer is seen to). What held until now holds for good.
 * Throws EngineError `unknown_review`, `review_decided` when somebody else decided otherwise.
 */
export async function confirmReview(
  deps: Pick<EngineDeps, 'db'>,
  input: { reviewId: string; reason?: string | undefined; actor: string },
): Promise<DecidedReview> {
  const review = await inTransaction(deps.db, async (tx) => {
    const decided = await decide(tx, { ...input, state: 'confirmed', reason: input.reason ?? null });
    if (decided?.kind !== 'opt_out') return decided;
    // Also where somebody lifted it meanwhile: who confirms has the last word.
    await sayNo(tx, [
      {
        phone: decided.phone,
        source: decided.attemptId === null ? 'sms' : 'speech',
        evidence: decided.evidence,
        by: input.actor,
        certainty: 'certain',
        saidAtMs: decided.createdAtMs,
      },
    ]);
    return decided;
  });
  if (review?.kind === 'opt_out') await endSuppressedContacts(deps, [review.phone]);
  return { reviewId: input.reviewId, state: 'confirmed', already: review === null, contactsReady: 0 };
}

/**
 * A person has looked: it was no "no". The suppression that it brought is lifted, and contacts that ended by it go on
 * where their run still does. Throws EngineError `reason_missing`, `unknown_review`, `review_decided`.
 */
export async function dismissReview(
  deps: Pick<EngineDeps, 'db'>,
  input: { reviewId: string; reason: string; actor: string },
): Promise<DecidedReview> {
  if (input.reason.trim() === '') {
    throw new EngineError('invalid', 'reason_missing', 'Dismissing a possible "no" needs its reason.', {
      repair: 'Say in `reason` what the person meant.',
    });
  }
  return await inTransaction(deps.db, async (tx) => {
    const review = await decide(tx, { ...input, state: 'dismissed' });
    const contactsReady = review === null ? 0 : await liftFor(tx, review, input);
    return { reviewId: input.reviewId, state: 'dismissed', already: review === null, contactsReady };
  });
}

/** Of two deciders the row lets one through. Null = it was decided the same way before. */
export async function decide(
  tx: Transaction,
  input: { reviewId: string; state: 'confirmed' | 'dismissed'; reason: string | null; actor: string },
): Promise<ReviewRow | null> {
  const decided = await firstRow<ReviewRow>(
    tx,
    sql`update reviews set state = ${input.state}, decided_at = outdial_now(), decided_by = ${input.actor}, decided_reason = ${input.reason}
        where id = ${input.reviewId} and state = 'open'
        returning kind, phone, evidence, suppression_id as "suppressionId", attempt_id as "attemptId", to_ms(created_at) as "createdAtMs"`,
  );
  if (!decided) {
    const known = await firstRow<{ state: string; by: string | null; reason: string | null }>(
      tx,
      sql`select state, decided_by as by, decided_reason as reason from reviews where id = ${input.reviewId}`,
    );
    if (!known) throw unknownReview(input.reviewId);
    if (known.state === input.state) return null;
    throw new EngineError('conflict', 'review_decided', `It was ${known.state} by ${known.by ?? 'somebody'} already.`, {
      repair:
        known.state === 'confirmed'
          ? 'If the person wants to hear from you again, lift the suppression with its reason.'
          : 'If the person said no, suppress the number.',
      details: { state: known.state, decidedBy: known.by, decidedReason: known.reason },
    });
  }
  await endAssignments(tx, [input.reviewId], input.actor);
  await audit(tx, {
    actor: input.actor,
    action: input.state === 'confirmed' ? 'review.confirm' : 'review.dismiss',
    subject: `review:${input.reviewId}`,
    reason: input.reason ?? undefined,
  });
  return decided;
}

async function liftFor(
  tx: Transaction,
  review: ReviewRow,
  input: { reviewId: string; reason: string; actor: string },
): Promise<number> {
  if (review.suppressionId === null) return 0;
  const lifted = await firstRow(
    tx,
    sql`update suppressions set lifted_at = outdial_now(), lifted_by = ${input.actor}, lifted_reason = ${input.reason}
        where id = ${review.suppressionId} and lifted_at is null returning id`,
  );
  if (!lifted) return 0;
  await audit(tx, {
    actor: input.actor,
    action: 'suppression.lift',
    subject: `suppression:${review.suppressionId}`,
    reason: input.reason,
    details: { reviewId: input.reviewId },
  });
  return await letGoOn(tx, review);
}

/** Contacts that ended since, by this alone. Their runs are locked first: one that finishes this moment stays finished. */
async function letGoOn(tx: Transaction, review: ReviewRow): Promise<number> {
  const theirs = contactsOfPeople([review.phone]);
  const runs = await rows<{ id: string }>(
    tx,
    sql`select r.id from runs r where r.state in ('draft', 'running', 'paused') and r.kind <> 'service'
          and exists (select from contact_states s where s.run_id = r.id and s.contact_id in (${theirs}))
        order by r.id for update`,
  );
  const runIds = sql`${sql.param(runs.map(({ id }) => id))}::uuid[]`;
  const ready = await rows<{ runId: string | null }>(
    tx,
    sql`update contact_states s set state = 'ready', reason = null, changed_at = outdial_now()
        from contacts c, (
            select r.id, k.settings from runs r join campaigns k on k.id = r.campaign_id where r.id = any(${runIds})
            -- Lists that no campaign has taken yet.
            union all select null, ${ANY_CAMPAIGN}::jsonb
          ) as goal
        where c.id = s.contact_id and s.run_id is not distinct from goal.id and s.contact_id in (${theirs})
          and s.state = 'suppressed' and s.reason in ('opt_out_doubtful', 'opted_out')
          and s.changed_at >= from_ms(${review.createdAtMs}::double precision - 1)
          and s.last_outcome is distinct from 'opted_out' and s.last_outcome is distinct from 'sms_opted_out'
          and not ${campaignHeld(numbersOf(personOf(sql`c.phone`)), sql`goal.settings`)}
        returning s.run_id as "runId"`,
  );
  const woken = sql`${sql.param([...new Set(ready.flatMap(({ runId }) => runId ?? []))])}::uuid[]`;
  if (ready.length > 0) await wakeRuns(tx, sql`r.id = any(${woken})`);
  return ready.length;
}
