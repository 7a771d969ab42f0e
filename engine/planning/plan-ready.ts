import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Channel } from '../../domain/channel.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ContactNumber } from '../../domain/next-number.ts';
import { planContact, type ContactPlan } from '../../domain/plan-contact.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';
import { appliedLawIds } from './applied-law.ts';
import {
  consentOnRecord,
  furtherNumbers,
  heldChannels,
  toNumber,
  type ConsentOnRecord,
  type FurtherNumber,
} from './numbers-to-plan.ts';
import { zonesOfKey } from './zones-of-key.ts';

/** Contacts that one plan fits. */
interface ReadyGroup {
  /** 0 but for those that were put back when a "no" turned out to be none. */
  step: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ConsentOnRecord;
  barred: Channel[];
  /** Not before, where their rows say so. */
  sendAtMs: number | null;
  /** Their further numbers; null = only the first one, as nearly all. */
  more: FurtherNumber[] | null;
  nowMs: number;
  contactIds: number[];
}

/** Stands for the first number of each contact of a group: which one it is makes no difference to the plan. */
const FIRST_NUMBER = 0;
const NO_NUMBERS: ReadonlySet<number> = new Set();

/**
 * Plans contacts that were never planned: a batch of `ready` ones becomes due rows, or ends with its reason. Contacts
 * of one set of zones share one computation, so a million people in forty zones cost forty decisions.
 * Answers how many contacts it moved; 0 = none were ready.
 */
export async function planReady(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  run: RunContext,
  batch = 5_000,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const groups = await rows<ReadyGroup>(
      tx,
      sql`with picked as (
            select contact_id, step from contact_states where run_id = ${run.runId} and state = 'ready' limit ${batch} for update skip locked
          ), found as (
            select c.id, p.step, c.zone_key, c.place_key, c.line_type, ${consentOnRecord(sql`c.phone`, run.settings.purpose)} as consent,
              ${heldChannels(sql`c.phone`, run.settings.purpose)} as barred, (c.overrides ->> 'sendAtMs')::double precision as send_at,
              ${furtherNumbers(sql`c.id`, run.settings.purpose)} as more
            from picked p join contacts c on c.id = p.contact_id
          )
          select step, zone_key as "zoneKey", place_key as "placeKey", consent, barred, line_type as "lineType", send_at as "sendAtMs", more, to_ms(outdial_now()) as "nowMs",
            json_agg(id) as "contactIds"
          from found group by step, zone_key, place_key, consent, barred, line_type, send_at, more`,
    );
    if (groups.length === 0) return 0;
    const plans = groups.map((group) => planGroup(deps, run, group));
    const dues = plans.filter((plan) => plan.kind === 'due');
    const lawIds = await appliedLawIds(tx, dues);
    const lawOf = new Map(dues.map((plan, index) => [plan, lawIds[index]]));
    const records = groups.map(({ contactIds }, index) => toRecord(contactIds, plans[index], lawOf));
    await tx.execute(
      sql`with input as materialized (
            select (jsonb_array_elements_text(i.contacts))::bigint as contact, i.state, i.reason, i.step, i.channel, i.phone, i.earliest, i.due,
              i.closes, i.expires, i.law
            from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
              as i(contacts jsonb, state text, reason text, step integer, channel text, phone bigint, earliest double precision,
                due double precision, closes double precision, expires double precision, law integer)
          ), planned as (
            insert into due (run_id, contact_id, phone, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version, law_id)
            select ${run.runId}, i.contact, coalesce(i.phone, c.phone), i.step, i.channel, from_ms(i.earliest), from_ms(i.due), from_ms(i.due),
              from_ms(i.closes), from_ms(i.expires), from_ms(least(i.closes, i.expires)), ${run.policyVersion}, i.law
            from input i join contacts c on c.id = i.contact
            where i.due is not null
            order by i.contact
            on conflict (contact_id, run_id, subject, step) do nothing
          )
          update contact_states s set state = i.state, reason = i.reason, step = coalesce(i.step, s.step),
            attempts_made = case when i.step > s.step then 0 else s.attempts_made end, changed_at = outdial_now()
          from input i where s.contact_id = i.contact`,
    );
    return groups.reduce((sum, group) => sum + group.contactIds.length, 0);
  });
}

function planGroup(deps: Pick<EngineDeps, 'zones' | 'law'>, run: RunContext, group: ReadyGroup): ContactPlan {
  const { zoneKey, placeKey, consent, lineType } = group;
  const first: ContactNumber = {
    place: 0,
    phone: FIRST_NUMBER,
    zones: zonesOfKey(zoneKey),
    placeKey,
    consent,
    lineType,
  };
  return planContact({
    settings: run.settings,
    step: group.step,
    numbers: [first, ...(group.more ?? []).map(toNumber)],
    lastTried: null,
    dead: NO_NUMBERS,
    barred: group.barred,
    earliestMs: Math.max(group.nowMs, group.sendAtMs ?? 0),
    providerQueueSeconds: run.steps.map((step) => step.providerQueueSeconds),
    table: deps.zones,
    book: deps.law,
  });
}

function toRecord(
  contacts: readonly number[],
  plan: ContactPlan | undefined,
  lawOf: ReadonlyMap<ContactPlan, number | undefined>,
) {
  if (plan === undefined) throw new Error('a group of contacts has no plan');
  return plan.kind === 'due'
    ? {
        contacts,
        state: 'waiting',
        step: plan.step,
        channel: plan.channel,
        // Null = the contact's own first number.
        phone: plan.number.place === 0 ? null : plan.number.phone,
        earliest: plan.earliestMs,
        due: plan.dueAtMs,
        closes: plan.closesAtMs,
        expires: plan.expiresAtMs,
        law: lawOf.get(plan) ?? 0,
      }
    : { contacts, state: plan.state, reason: plan.reason };
}
