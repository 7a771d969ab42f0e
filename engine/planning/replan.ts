import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import { stepAfter } from '../../domain/plan.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { settingsOfRetry } from '../../domain/retries/settings-of-retry.ts';
import { planContact, type ContactPlan } from '../../domain/plan-contact.ts';
import type { EngineDeps } from '../deps.ts';
import { giveStatesBack } from '../retrying/give-states-back.ts';
import { planVersion } from './adopt-rules.ts';
import { appliedLawIds } from './applied-law.ts';
import { readContactPlans, type ContactToPlan } from './read-contacts.ts';

/** A contact that needs its next step decided. */
export interface ToPlan {
  contactId: number;
  runId: string;
  subject: string;
  step: number;
  earliestMs: number;
  expiresAtMs?: number;
  /** Dials made in this step so far. */
  attemptsMade: number;
  lastOutcome?: string | null;
  /** Why the attempt failed after which it is planned. */
  lastCause?: string | null;
  reason: string | null;
}

/** A contact whose end is already known. */
export interface ToEnd {
  contactId: number;
  state: ContactState;
  reason: string;
  step: number;
  attemptsMade: number;
  lastOutcome?: string | null;
  /** The cause of the attempt that ended it; absent = its reason says it all. */
  cause?: string | null;
}

interface RunToPlan {
  runId: string;
  runState: string;
  /** Set when it is a retry. */
  retryId: string | null;
  policyVersion: number;
  settings: CampaignSettings;
  providerQueueSeconds: number[];
}

type Planned = Extract<ContactPlan, { kind: 'due' }>;
type DueItem = ToPlan & { plan: Planned; policyVersion: number };

/**
 * Plans contacts by the plan as it stands now: writes their due rows or ends them. Used by whatever gives a contact
 * back or moves it on: void, refusal, disposition, roll. One statement to read, one for due rows, one for states.
 */
export async function replan(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  items: readonly ToPlan[],
  nowMs: number,
): Promise<void> {
  if (items.length === 0) return;
  const runs = await readRuns(tx, deps, items);
  const contacts = await readContactPlans(tx, items);
  const ends: ToEnd[] = [];
  const dues: DueItem[] = [];
  const givenBack: { retryId: string; contactId: number }[] = [];
  for (const [index, item] of items.entries()) {
    const run = runs.get(item.runId);
    const contact = contacts.get(index);
    if (!run || !contact) throw new Error(`contact ${item.contactId} of run ${item.runId} does not exist`);
    if (run.runState === 'cancelled' && run.retryId !== null) {
      givenBack.push({ retryId: run.retryId, contactId: item.contactId });
      continue;
    }
    const plan = planOne(item, run, contact, deps, nowMs);
    // A message holds under the version that its appointments were planned under: an edit since makes it stale.
    const policyVersion = Math.min(run.policyVersion, contact.planVersion ?? Infinity);
    if (plan.kind === 'due') dues.push({ ...item, plan, policyVersion });
    else ends.push({ ...item, state: plan.state, reason: plan.reason });
  }
  await writeDues(tx, dues, nowMs);
  await endContacts(tx, ends, nowMs);
  await giveStatesBack(tx, givenBack);
}

function planOne(
  item: ToPlan,
  run: RunToPlan,
  contact: ContactToPlan,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  nowMs: number,
): ContactPlan {
  if (run.runState === 'cancelled') return { kind: 'end', state: 'cancelled', reason: 'campaign_cancelled' };
  if (contact.planVersion === null) return { kind: 'end', state: 'cancelled', reason: 'not_in_plan' };
  const input = {
    settings: run.settings,
    step: item.step,
    numbers: contact.numbers,
    lastTried: contact.lastTried,
    dead: contact.dead,
    barred: contact.barred,
    earliestMs: Math.max(item.earliestMs, nowMs, contact.sendAtMs ?? 0),
    ...(contact.endsAtMs === null ? {} : { endsAtMs: contact.endsAtMs }),
    providerQueueSeconds: run.providerQueueSeconds,
    table: deps.zones,
    book: deps.law,
  };
  const plan = planContact({ ...input, ...(item.expiresAtMs === undefined ? {} : { expiresAtMs: item.expiresAtMs }) });
  const isRetry = contact.planVersion !== undefined && item.attemptsMade > 0;
  const fallback =
    isRetry && plan.kind === 'end' && plan.state === 'expired'
      ? stepAfter(run.settings, item.step, 'not_reached')
      : null;
  // A retry would come too late for the appointment: what follows may still be in time.
  return fallback === null
    ? plan
    : planContact({ ...input, step: fallback.step, lastTried: null, earliestMs: nowMs + fallback.waitSeconds * 1000 });
}

async function readRuns(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  items: readonly ToPlan[],
): Promise<Map<string, RunToPlan>> {
  const runIds = [...new Set(items.map((item) => item.runId))];
  const runs = await rows<
    Omit<RunToPlan, 'providerQueueSeconds'> & { options: RetryOptions | null; queueSecondsOf: Record<string, number> }
  >(
    tx,
    sql`select r.id as "runId", r.state as "runState", ${planVersion(deps)} as "policyVersion", c.settings, t.id as "retryId", t.options,
          (select jsonb_object_agg(id, provider_queue_seconds) from provider_accounts) as "queueSecondsOf"
        from runs r join campaigns c on c.id = r.campaign_id left join retries t on t.run_id = r.id
        where r.id = any(${sql.param(runIds)}::uuid[])`,
  );
  return new Map(
    runs.map(({ options, queueSecondsOf, ...run }) => {
      const settings = options ? settingsOfRetry(run.settings, options) : run.settings;
      const providerQueueSeconds = settings.steps.map(({ accountId }) => queueSecondsOf[accountId] ?? 0);
      return [run.runId, { ...run, settings, providerQueueSeconds }];
    }),
  );
}

async function writeDues(tx: Transaction, dues: readonly DueItem[], nowMs: number): Promise<void> {
  if (dues.length === 0) return;
  const lawIds = await appliedLawIds(
    tx,
    dues.map(({ plan }) => plan),
  );
  const records = dues.map((d, index) => ({
    run: d.runId,
    contact: d.contactId,
    phone: d.plan.number.phone,
    subject: d.subject,
    step: d.plan.step,
    channel: d.plan.channel,
    earliest: d.plan.earliestMs,
    due: d.plan.dueAtMs,
    closes: d.plan.closesAtMs,
    expires: d.plan.expiresAtMs,
    version: d.policyVersion,
    law: lawIds[index],
    // A step that no number can take was left out: the next one begins.
    made: d.plan.step === d.step ? d.attemptsMade : 0,
    outcome: d.lastOutcome ?? null,
    cause: d.lastCause ?? null,
    reason: d.reason,
  }));
  const taken = await rows<{ contactId: number }>(
    tx,
    sql`with input as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(run uuid, contact bigint, phone bigint, subject text,
            step integer, channel text, earliest double precision, due double precision, closes double precision, expires double precision, version integer, law integer,
            made integer, outcome text, cause text, reason text)
        ), planned as (
          insert into due (run_id, contact_id, phone, subject, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version, law_id)
          select run, contact, phone, subject, step, channel, from_ms(earliest), from_ms(due), from_ms(due), from_ms(closes), from_ms(expires),
            from_ms(least(closes, expires)), version, law
          from input order by contact, run
          on conflict (contact_id, run_id, subject, step) do nothing
        ), moved as (
          update contact_states s set state = 'waiting', reason = i.reason, step = i.step, attempts_made = i.made,
            last_outcome = coalesce(i.outcome, s.last_outcome), last_cause = coalesce(i.cause, s.last_cause),
            resolution_id = null, changed_at = from_ms(${nowMs}::double precision)
          from input i where s.contact_id = i.contact and (s.state <> 'in_flight' or s.reason is null)
          returning s.contact_id
        ), woken as (
          -- A turn that sleeps must not sleep past the new row; touched always, so that a turn about to sleep waits for us.
          update runs r set next_turn_at = least(r.next_turn_at, from_ms(first.due))
          from (select run, min(due) as due from input group by run) as first
          where r.id = first.run and r.state = 'running'
        )
        select contact as "contactId" from input except select contact_id from moved`,
  );
  const takenOut = new Set(taken.map(({ contactId }) => contactId));
  await endTakenOut(
    tx,
    records.filter(({ contact }) => takenOut.has(contact)),
    nowMs,
  );
}

/**
 * Contacts that were taken out of the campaign while in flight (a stop list, an import undone) carry the reason since,
 * and are not tried again. Whoever marked one may have committed while we waited for its row: so it is asked as the row
 * is written.
 */
async function endTakenOut(
  tx: Transaction,
  records: readonly { contact: number; step: number; made: number; outcome: string | null }[],
  nowMs: number,
): Promise<void> {
  if (records.length === 0) return;
  await tx.execute(
    sql`delete from due where contact_id = any(${sql.param(records.map(({ contact }) => contact))}::bigint[])`,
  );
  await tx.execute(
    sql`update contact_states s set state = 'cancelled', step = i.step, attempts_made = i.made,
          last_outcome = coalesce(i.outcome, s.last_outcome), changed_at = from_ms(${nowMs}::double precision)
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(contact bigint, step integer, made integer, outcome text)
        where s.contact_id = i.contact and s.state = 'in_flight' and s.reason is not null`,
  );
}

/** Ends contacts: their state and reason are what an operator reads. */
export async function endContacts(tx: Transaction, ends: readonly ToEnd[], nowMs: number): Promise<void> {
  if (ends.length === 0) return;
  const records = ends.map((end) => ({
    contact: end.contactId,
    state: end.state,
    reason: end.reason,
    step: end.step,
    made: end.attemptsMade,
    outcome: end.lastOutcome ?? null,
    cause: end.cause ?? end.reason,
  }));
  await tx.execute(
    sql`update contact_states s set state = i.state, reason = i.reason, step = i.step, attempts_made = i.made,
          last_outcome = coalesce(i.outcome, s.last_outcome), last_cause = i.cause, resolution_id = null,
          changed_at = from_ms(${nowMs}::double precision)
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(contact bigint, state text, reason text, step integer, made integer,
          outcome text, cause text)
        where s.contact_id = i.contact`,
  );
}
