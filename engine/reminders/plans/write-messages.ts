import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { DuePlan } from '../../../domain/plan.ts';
import type { EngineDeps } from '../../deps.ts';
import { appliedLawIds } from '../../planning/applied-law.ts';
import { replan, type ToPlan } from '../../planning/replan.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { messageIds } from './message-ids.ts';
import type { Desired, NewMessage } from './plan-messages.ts';

/** Writes new messages: a contact, its state and its due row each. Answers their ids. */
export async function writeMessages(
  tx: Transaction,
  programme: Programme,
  messages: readonly NewMessage[],
  nowMs: number,
): Promise<Map<NewMessage, number>> {
  const ids = await messageIds(tx, messages.length);
  const plans = messages.map(({ reminder }) => planOf(reminder.plan));
  const lawIds = await appliedLawIds(tx, plans);
  const idOf = new Map<NewMessage, number>();
  const records = messages.flatMap((message, index) => {
    const [id, plan] = [ids[index], plans[index]];
    if (!id || !plan) throw new Error('a message without an id or a plan');
    idOf.set(message, id.contactId);
    const { appointment, reminder } = message;
    return {
      id: id.contactId,
      list: id.importId,
      row: id.rowNumber,
      phone: appointment.phone,
      line: appointment.lineType,
      external: appointment.externalId,
      name: appointment.name,
      zones: appointment.zoneKey,
      source: appointment.zoneSource,
      places: appointment.placeKey,
      variables: message.variables,
      overrides: {
        endsAtMs: reminder.endsAtMs,
        ...(reminder.moved ? { moved: true } : {}),
        ...(message.now ? { now: true } : {}),
      },
      step: message.slot,
      channel: reminder.channel,
      earliest: plan.earliestMs,
      due: plan.dueAtMs,
      closes: plan.closesAtMs,
      expires: plan.expiresAtMs,
      law: lawIds[index],
    };
  });
  if (records.length === 0) return idOf;
  await tx.execute(
    sql`with input as materialized (
          select * from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(id bigint, list uuid, row integer, phone bigint, line text,
            external text, name text, zones text, source text, places text, variables jsonb, overrides jsonb, step integer, channel text,
            earliest double precision, due double precision, closes double precision, expires double precision, law integer)
        ), made as (
          insert into contacts (id, import_id, row_number, phone, line_type, external_id, name, zone_key, zone_source, place_key, variables, overrides)
          select id, list, row, phone, line, external, name, zones, source, places, variables, overrides from input
        ), waits as (
          insert into contact_states (contact_id, run_id, state, step, changed_at)
          select id, ${programme.runId}, 'waiting', step, from_ms(${nowMs}::double precision) from input
        )
        insert into due (run_id, contact_id, phone, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version, law_id)
        select ${programme.runId}, id, phone, step, channel, from_ms(earliest), from_ms(due), from_ms(due), from_ms(closes), from_ms(expires),
          from_ms(least(closes, expires)), ${programme.policyVersion}, law
        from input`,
  );
  return idOf;
}

/**
 * Messages that stay as they are hold under the plan of now: the same moment, by the rules of now. One that a claim has
 * taken meanwhile has no row any more: its gate refuses the old version, and it is planned again.
 */
export async function keepMessages(tx: Transaction, programme: Programme, desired: readonly Desired[]): Promise<void> {
  const kept = new Map(
    desired.flatMap(({ keeps, reminder }) =>
      keeps === null || reminder.status !== 'planned' || !reminder.plan ? [] : [[keeps, reminder.plan] as const],
    ),
  );
  if (kept.size === 0) return;
  const plans = [...kept.values()];
  const lawIds = await appliedLawIds(tx, plans);
  const records = [...kept.keys()].map((contact, index) => ({
    contact,
    closes: plans[index]?.closesAtMs,
    expires: plans[index]?.expiresAtMs,
    law: lawIds[index],
  }));
  await tx.execute(
    sql`update due d set policy_version = ${programme.policyVersion}, law_id = i.law, closes_at = from_ms(i.closes),
          expires_at = from_ms(i.expires), roll_at = from_ms(least(i.closes, i.expires))
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i(contact bigint, closes double precision, expires double precision, law integer)
        where d.contact_id = i.contact and d.run_id = ${programme.runId} and d.policy_version < ${programme.policyVersion}`,
  );
}

/** Retries and fallbacks that wait under an older version of the programme get their times by the one of now. */
export async function refreshRetries(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  programme: Programme,
  desired: readonly Desired[],
  nowMs: number,
): Promise<void> {
  const sent = desired.flatMap(({ keeps, reminder }) => (reminder.status === 'sent' && keeps !== null ? [keeps] : []));
  if (sent.length === 0) return;
  const stale = await rows<ToPlan>(
    tx,
    sql`with taken as (
          delete from due d where d.contact_id = any(${sql.param(sent)}::bigint[]) and d.run_id = ${programme.runId}
            and d.policy_version < ${programme.policyVersion} returning d.*
        )
        select k.contact_id as "contactId", k.run_id as "runId", k.subject, k.step, to_ms(k.earliest_at) as "earliestMs",
          to_ms(k.expires_at) as "expiresAtMs", case when s.step = k.step then s.attempts_made else 0 end as "attemptsMade", s.reason
        from taken k join contact_states s on s.contact_id = k.contact_id`,
  );
  await replan(tx, deps, stale, nowMs);
}

function planOf(plan: DuePlan | null): DuePlan {
  if (!plan) throw new Error('a planned step has its times');
  return plan;
}
