import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { LineType } from '../../domain/line-type.ts';
import { planContact, type ContactPlan } from '../../domain/plan-contact.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';
import { appliedLawIds } from './applied-law.ts';
import { consentOnRecord, toNumber, type ConsentOnRecord } from './numbers-to-plan.ts';

/** Stale due rows that one new plan fits. */
interface StaleGroup {
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ConsentOnRecord;
  step: number;
  earliestMs: number;
  expiresAtMs: number;
  /** Which of its numbers is next is a question for each contact. */
  several: boolean;
  nowMs: number;
  contactIds: number[];
}

export interface Shifted {
  /** Rows that have their new times. */
  moved: number;
  /** Contacts whose rows need more than new times: another number, another step, or their end. */
  left: number[];
}

/**
 * Gives due rows of an older plan their times by the plan of now, in place: after an edit, a million rows of forty
 * zones cost forty decisions a batch. Their contacts wait before and after, so nothing else is written.
 */
export async function shiftStale(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  run: RunContext,
  batch: number,
): Promise<Shifted> {
  const groups = await readStale(tx, run, batch);
  const plans = groups.map((group) => (group.several ? null : planGroup(deps, run, group)));
  const left = groups.flatMap((group, index) => (shifts(plans[index] ?? null, group) ? [] : group.contactIds));
  const dues = groups.flatMap((group, index) => {
    const plan = plans[index] ?? null;
    return shifts(plan, group) ? [{ group, plan }] : [];
  });
  const lawIds = await appliedLawIds(
    tx,
    dues.map(({ plan }) => plan),
  );
  const records = dues.map(({ group, plan }, index) => ({
    contacts: group.contactIds,
    step: plan.step,
    due: plan.dueAtMs,
    closes: plan.closesAtMs,
    expires: plan.expiresAtMs,
    law: lawIds[index] ?? 0,
  }));
  if (records.length === 0) return { moved: 0, left };
  // By the primary key alone, like is-due-row.ts.
  const moved = await rows(
    tx,
    sql`update due d set due_at = from_ms(i.due), try_at = from_ms(i.due), closes_at = from_ms(i.closes), expires_at = from_ms(i.expires),
          roll_at = from_ms(least(i.closes, i.expires)), policy_version = ${run.policyVersion}, law_id = i.law
        from (select jsonb_array_elements_text(g.contacts)::bigint as contact, g.step, g.due, g.closes, g.expires, g.law
          from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
            as g(contacts jsonb, step integer, due double precision, closes double precision, expires double precision, law integer)) i
        where d.contact_id = i.contact and d.run_id is not distinct from ${run.runId}::uuid and d.step is not distinct from i.step
          and d.policy_version < ${run.policyVersion}
        returning 1`,
  );
  return { moved: moved.length, left };
}

/** The same step at another time: all that a row can be moved to. */
const shifts = (plan: ContactPlan | null, group: StaleGroup): plan is Extract<ContactPlan, { kind: 'due' }> =>
  plan?.kind === 'due' && plan.step === group.step;

/** Named step by step, so that the claim's index answers: "another version" would read every row of the run, each round. */
async function readStale(tx: Transaction, run: RunContext, batch: number): Promise<StaleGroup[]> {
  const steps = run.steps.map((step) => step.index);
  return await rows(
    tx,
    sql`with stale as materialized (
          select d.contact_id, d.step, d.earliest_at, d.expires_at from due d
          where d.run_id = ${run.runId} and d.step = any(${sql.param(steps)}::integer[]) and d.policy_version < ${run.policyVersion}
          limit ${batch} for update skip locked
        ), t as materialized (select outdial_now() as now), found as (
          select d.contact_id, d.step, greatest(d.earliest_at, t.now) as earliest, d.expires_at, c.zone_key, c.place_key, c.line_type,
            ${consentOnRecord(sql`c.phone`, run.settings.purpose)} as consent,
            exists (select from contact_phones n where n.contact_id = c.id) as several
          from stale d join contacts c on c.id = d.contact_id, t
        )
        select zone_key as "zoneKey", place_key as "placeKey", line_type as "lineType", consent, step, to_ms(earliest) as "earliestMs",
          to_ms(expires_at) as "expiresAtMs", several, (select to_ms(now) from t) as "nowMs", json_agg(contact_id) as "contactIds"
        from found group by zone_key, place_key, line_type, consent, step, earliest, expires_at, several`,
  );
}

function planGroup(deps: Pick<EngineDeps, 'zones' | 'law'>, run: RunContext, group: StaleGroup): ContactPlan {
  const { zoneKey, placeKey, lineType, consent } = group;
  return planContact({
    settings: run.settings,
    step: group.step,
    // Stands for the only number of each of them.
    numbers: [toNumber({ place: 0, phone: 0, zoneKey, placeKey, lineType, consent })],
    lastTried: null,
    dead: new Set(),
    // Who said no has no row any more, or is stopped by the gate.
    barred: [],
    earliestMs: group.earliestMs,
    expiresAtMs: group.expiresAtMs,
    providerQueueSeconds: run.steps.map((step) => step.providerQueueSeconds),
    table: deps.zones,
    book: deps.law,
  });
}
