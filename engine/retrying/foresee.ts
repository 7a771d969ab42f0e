import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import type { LineType } from '../../domain/line-type.ts';
import { planContact, type ContactPlan } from '../../domain/plan-contact.ts';
import type { EngineDeps } from '../deps.ts';
import type { StepContext } from '../dialing/run-context.ts';
import {
  consentOnRecord,
  furtherNumbers,
  toNumber,
  type ConsentOnRecord,
  type FurtherNumber,
} from '../planning/numbers-to-plan.ts';

/** Members that one plan fits. */
interface MemberGroup {
  step: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ConsentOnRecord;
  more: FurtherNumber[] | null;
  nowMs: number;
  contactIds: number[];
}

export interface Foreseen {
  willDial: number;
  /** Of these, whose hours are closed now. */
  outsideHours: number;
  /** When the first of those opens; null = all are open. */
  nextWindowAtMs: number | null;
  costAtMostMicros: number;
  perStep: { index: number; channel: Channel; count: number }[];
}

const BATCH = 10_000;
/** Stands for the first number of each member of a group. */
const FIRST_NUMBER = 0;

/**
 * Plans members as the turn will, without a due row: whose hours are open, who waits until when, and who could not be
 * dialled at all. Those are excluded with the planner's own reason.
 */
export async function foresee(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  input: { retryId: string; settings: CampaignSettings; steps: readonly StepContext[] },
): Promise<Foreseen> {
  const counts = new Map<number, number>();
  let outsideHours = 0;
  let nextWindowAtMs: number | null = null;
  for (let after = -1; ;) {
    const groups = await readGroups(tx, input, after);
    if (groups.length === 0) break;
    const ends: { contactId: number; reason: string }[] = [];
    for (const group of groups) {
      after = Math.max(after, ...group.contactIds);
      const plan = planGroup(deps, input, group);
      const { length } = group.contactIds;
      if (plan.kind === 'end') {
        ends.push(...group.contactIds.map((contactId) => ({ contactId, reason: plan.reason })));
        continue;
      }
      counts.set(plan.step, (counts.get(plan.step) ?? 0) + length);
      if (plan.dueAtMs <= group.nowMs) continue;
      outsideHours += length;
      nextWindowAtMs = Math.min(nextWindowAtMs ?? Infinity, plan.dueAtMs);
    }
    await exclude(tx, input.retryId, ends);
  }
  const perStep = input.steps.map(({ index, channel }) => ({ index, channel, count: counts.get(index) ?? 0 }));
  return {
    willDial: perStep.reduce((sum, { count }) => sum + count, 0),
    outsideHours,
    nextWindowAtMs,
    costAtMostMicros: perStep.reduce((sum, { index, count }) => sum + count * (input.steps[index]?.holdMicros ?? 0), 0),
    perStep,
  };
}

async function readGroups(
  tx: Transaction,
  { retryId, settings }: { retryId: string; settings: CampaignSettings },
  after: number,
): Promise<MemberGroup[]> {
  return await rows(
    tx,
    sql`with picked as materialized (
          select contact_id, step from run_members where retry_id = ${retryId} and status = 'planned' and contact_id > ${after}
          order by contact_id limit ${BATCH}
        ), found as (
          select c.id, p.step, c.zone_key, c.place_key, c.line_type, ${consentOnRecord(sql`c.phone`, settings.purpose)} as consent,
            ${furtherNumbers(sql`c.id`, settings.purpose)} as more
          from picked p join contacts c on c.id = p.contact_id
        )
        select step, zone_key as "zoneKey", place_key as "placeKey", line_type as "lineType", consent, more,
          to_ms(outdial_now()) as "nowMs", json_agg(id) as "contactIds"
        from found group by step, zone_key, place_key, line_type, consent, more`,
  );
}

function planGroup(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { settings, steps }: { settings: CampaignSettings; steps: readonly StepContext[] },
  { step, zoneKey, placeKey, lineType, consent, more, nowMs }: MemberGroup,
): ContactPlan {
  const first = toNumber({ place: 0, phone: FIRST_NUMBER, zoneKey, placeKey, lineType, consent });
  return planContact({
    settings,
    step,
    numbers: [first, ...(more ?? []).map(toNumber)],
    lastTried: null,
    dead: new Set(),
    // Who said no was excluded before.
    barred: [],
    earliestMs: nowMs,
    providerQueueSeconds: steps.map(({ providerQueueSeconds }) => providerQueueSeconds),
    table: deps.zones,
    book: deps.law,
  });
}

async function exclude(
  tx: Transaction,
  retryId: string,
  ends: readonly { contactId: number; reason: string }[],
): Promise<void> {
  if (ends.length === 0) return;
  await tx.execute(
    sql`update run_members m set status = 'excluded', exclusion = i.reason
        from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as i("contactId" bigint, reason text)
        where m.retry_id = ${retryId} and m.contact_id = i."contactId"`,
  );
}
