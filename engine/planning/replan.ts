import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { planStep, type DuePlan, type Plan } from '../../domain/plan.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';

/** A contact that needs its next step decided. */
export interface ToPlan {
  contactId: number;
  personId: number;
  runId: string;
  subject: string;
  step: number;
  earliestMs: number;
  expiresAtMs?: number;
  /** Dials made in this step so far. */
  attemptsMade: number;
  lastOutcome?: string | null;
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
}

interface PlanContext {
  contactId: number;
  zoneKey: string;
  runState: string;
  policyVersion: number;
  settings: CampaignSettings;
  providerQueueSeconds: number[];
  suppressed: boolean;
}

/**
 * Plans contacts by the plan as it stands now: writes their due rows or ends them. Used by whatever gives a contact
 * back or moves it on: void, refusal, disposition, roll. One statement to read, one for due rows, one for states.
 */
export async function replan(
  tx: Transaction,
  zones: ZoneTable,
  items: readonly ToPlan[],
  nowMs: number,
): Promise<void> {
  if (items.length === 0) return;
  const contexts = await readContexts(tx, items);
  const ends: ToEnd[] = [];
  const dues: (ToPlan & { plan: DuePlan; policyVersion: number })[] = [];
  for (const item of items) {
    const context = contexts.get(item.contactId);
    if (!context) throw new Error(`contact ${item.contactId} of run ${item.runId} does not exist`);
    const plan = planOne(item, context, zones, nowMs);
    if (plan.kind === 'due') dues.push({ ...item, plan, policyVersion: context.policyVersion });
    else ends.push({ ...item, state: plan.state, reason: plan.reason });
  }
  await writeDues(tx, dues, nowMs);
  await endContacts(tx, ends, nowMs);
}

function planOne(item: ToPlan, context: PlanContext, zones: ZoneTable, nowMs: number): Plan {
  if (context.suppressed) return { kind: 'end', state: 'suppressed', reason: 'opted_out' };
  if (context.runState === 'cancelled') return { kind: 'end', state: 'cancelled', reason: 'campaign_cancelled' };
  return planStep({
    settings: context.settings,
    step: item.step,
    zones: context.zoneKey === '' ? [] : context.zoneKey.split(','),
    earliestMs: Math.max(item.earliestMs, nowMs),
    ...(item.expiresAtMs === undefined ? {} : { expiresAtMs: item.expiresAtMs }),
    providerQueueSeconds: context.providerQueueSeconds[item.step] ?? 0,
    table: zones,
  });
}

async function readContexts(tx: Transaction, items: readonly ToPlan[]): Promise<Map<number, PlanContext>> {
  const runIds = [...new Set(items.map((item) => item.runId))];
  const runs = await rows<{ runId: string } & Omit<PlanContext, 'contactId' | 'zoneKey' | 'suppressed'>>(
    tx,
    sql`select r.id as "runId", r.state as "runState", r.policy_version as "policyVersion", c.settings,
          array(select a.provider_queue_seconds from jsonb_array_elements(c.settings -> 'steps') with ordinality as s(step, place)
            join provider_accounts a on a.id = (s.step ->> 'accountId')::uuid order by s.place) as "providerQueueSeconds"
        from runs r join campaigns c on c.id = r.campaign_id where r.id = any(${sql.param(runIds)}::uuid[])`,
  );
  const contacts = await rows<{ contactId: number; zoneKey: string; suppressed: boolean }>(
    tx,
    sql`select c.id as "contactId", c.zone_key as "zoneKey",
          exists (select from person_phones p join suppressions s on s.phone = p.phone and s.lifted_at is null
            where p.person_id = c.person_id) as suppressed
        from contacts c where c.id = any(${sql.param(items.map((item) => item.contactId))}::bigint[])`,
  );
  const runOf = new Map(runs.map((run) => [run.runId, run]));
  const contactOf = new Map(contacts.map((contact) => [contact.contactId, contact]));
  const contexts = new Map<number, PlanContext>();
  for (const item of items) {
    const run = runOf.get(item.runId);
    const contact = contactOf.get(item.contactId);
    if (run && contact) contexts.set(item.contactId, { ...run, ...contact });
  }
  return contexts;
}

async function writeDues(
  tx: Transaction,
  dues: readonly (ToPlan & { plan: DuePlan; policyVersion: number })[],
  nowMs: number,
): Promise<void> {
  if (dues.length === 0) return;
  const records = dues.map((d) => ({
    run: d.runId,
    contact: d.contactId,
    person: d.personId,
    subject: d.subject,
    step: d.plan.step,
    channel: d.plan.channel,
    earliest: d.plan.earliestMs,
    due: d.plan.dueAtMs,
    closes: d.plan.closesAtMs,
    expires: d.plan.expiresAtMs,
    version: d.policyVersion,
    made: d.attemptsMade,
    outcome: d.lastOutcome ?? null,
    reason: d.reason,
  }));
  await tx.execute(
    sql`with input as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(run uuid, contact bigint, person bigint, subject text,
            step integer, channel text, earliest double precision, due double precision, closes double precision, expires double precision, version integer,
            made integer, outcome text, reason text)
        ), planned as (
          insert into due (run_id, contact_id, person_id, subject, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version)
          select run, contact, person, subject, step, channel, from_ms(earliest), from_ms(due), from_ms(due), from_ms(closes), from_ms(expires),
            from_ms(least(closes, expires)), version
          from input order by run, contact
          on conflict (run_id, contact_id, subject, step) do nothing
        ), moved as (
          update contact_states s set state = 'waiting', reason = i.reason, step = i.step, attempts_made = i.made,
            last_outcome = coalesce(i.outcome, s.last_outcome), changed_at = from_ms(${nowMs}::double precision)
          from input i where s.contact_id = i.contact
        )
        -- A turn that sleeps must not sleep past the new row; touched always, so that a turn about to sleep waits for us.
        update runs r set next_turn_at = least(r.next_turn_at, from_ms(first.due))
        from (select run, min(due) as due from input group by run) as first
        where r.id = first.run and r.state = 'running'`,
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
  }));
  await tx.execute(
    sql`update contact_states s set state = i.state, reason = i.reason, step = i.step, attempts_made = i.made,
          last_outcome = coalesce(i.outcome, s.last_outcome), changed_at = from_ms(${nowMs}::double precision)
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(contact bigint, state text, reason text, step integer, made integer, outcome text)
        where s.contact_id = i.contact`,
  );
}
