import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { isDueRow } from '../../planning/is-due-row.ts';
import { replan, type ToPlan } from '../../planning/replan.ts';
import { changeAppointments } from './change-appointments.ts';
import { readProgrammes, type Programme } from '../programmes/find-programme.ts';

/** Appointments that began longer ago have nothing left to plan: messages after the start are at most this late. */
const PAST_DAYS = 60;
const PAST_BATCH = 5_000;

/**
 * Plans a batch of appointments again whose programme, rules or zones changed since: the nearest first. Until then
 * nothing of their old plan passes the gate. Answers how many were looked at; 0 = all plans are those of now.
 */
export async function planStale(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  runId: string,
  batch = 500,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const [programme] = await readProgrammes(tx, deps, sql`r.id = ${runId}`);
    if (!programme) return 0;
    const { programmeId, policyVersion } = programme;
    const oldest = await firstRow<{ version: number; nowMs: number }>(
      tx,
      sql`select plan_version as version, to_ms(outdial_now()) as "nowMs" from appointments
          where programme_id = ${programmeId} and plan_version < ${policyVersion} order by plan_version limit 1`,
    );
    if (!oldest) return (await planLeft(tx, deps, programme, batch)) || (await planReady(tx, deps, programme, batch));
    const ofVersion = sql`programme_id = ${programmeId} and plan_version = ${oldest.version}`;
    const stale = await rows<{ id: string }>(
      tx,
      sql`select id from appointments where ${ofVersion} and starts_at > (select outdial_now()) - ${`${PAST_DAYS} days`}::interval
          order by starts_at limit ${batch}`,
    );
    if (stale.length > 0) {
      await changeAppointments(tx, deps, {
        programme,
        changes: [],
        replan: stale.map(({ id }) => id),
        nowMs: oldest.nowMs,
        actor: 'system',
      });
      return stale.length;
    }
    const past = await rows(
      tx,
      sql`update appointments set plan_version = ${policyVersion} where id in (
            select id from appointments where ${ofVersion} and starts_at <= (select outdial_now()) - ${`${PAST_DAYS} days`}::interval
            order by starts_at limit ${PAST_BATCH} for update skip locked)
          returning 1`,
    );
    return past.length;
  });
}

/**
 * Plans messages again that wait under an older version although their appointments are planned by the one of now: a
 * fold or a void read them a moment before, and wrote its retry a moment after. Nobody else looks at their rows.
 */
async function planLeft(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { runId, policyVersion, campaign, nowMs }: Programme,
  batch: number,
): Promise<number> {
  const slots = campaign.steps.map((_, slot) => slot);
  const left = await rows<ToPlan>(
    tx,
    sql`with picked as (
          -- Slot by slot, so that the claim's index answers.
          select d.contact_id, d.subject, d.step from due d
          where d.run_id = ${runId} and d.step = any(${sql.param(slots)}::integer[]) and d.policy_version < ${policyVersion}
          limit ${batch} for update skip locked
        ), taken as (
          delete from due d using picked x
          where ${isDueRow(sql`x`, runId)} returning d.*
        )
        select k.contact_id as "contactId", k.run_id as "runId", k.subject, k.step, to_ms(k.earliest_at) as "earliestMs",
          to_ms(k.expires_at) as "expiresAtMs", case when s.step = k.step then s.attempts_made else 0 end as "attemptsMade", s.reason
        from taken k join contact_states s on s.contact_id = k.contact_id`,
  );
  await replan(tx, deps, left, nowMs);
  return left.length;
}

/**
 * Plans messages that were ended for a "no" which turned out to be none: at their own times, and a retry at once. What
 * is too late by now ends as missed.
 */
async function planReady(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { runId, settings, nowMs }: Programme,
  batch: number,
): Promise<number> {
  const ready = await rows<{ contactId: number; step: number; attemptsMade: number; dueAtMs: number | null }>(
    tx,
    sql`select s.contact_id as "contactId", s.step, s.attempts_made as "attemptsMade",
          case when not exists (select from attempts t where t.contact_id = s.contact_id and t.state not in ('INTENT', 'VOID', 'REFUSED'))
            then (select to_ms(min(m.due_at)) from reminders m join appointments a on a.id = m.appointment_id and a.version = m.version
              where m.contact_id = s.contact_id) end as "dueAtMs"
        from contact_states s where s.run_id = ${runId} and s.state = 'ready' limit ${batch} for update of s skip locked`,
  );
  const plans = ready.map(({ dueAtMs, ...contact }): ToPlan => {
    const untilMs = dueAtMs === null ? {} : { expiresAtMs: dueAtMs + settings.lateSeconds * 1000 };
    return { ...contact, runId, subject: '', earliestMs: Math.max(dueAtMs ?? 0, nowMs), ...untilMs, reason: null };
  });
  await replan(tx, deps, plans, nowMs);
  return ready.length;
}
