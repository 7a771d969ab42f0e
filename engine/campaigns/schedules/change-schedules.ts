import { sql } from 'drizzle-orm';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { readRule } from '../../../domain/recurrence/read-rule.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { checkSchedule, type ScheduleDraft } from './check-schedule.ts';
import { checkTemplate } from './check-template.ts';
import { lockSchedule, unknownSchedule, type ScheduleState, type StoredSchedule } from './find-schedule.ts';

type Deps = Pick<EngineDeps, 'db' | 'zones'>;
type ScheduleChange = { [Key in keyof ScheduleDraft]?: ScheduleDraft[Key] | undefined };

/**
 * Makes a campaign recur. Writes Postgres only; the relay tells the scheduler. Throws EngineError `schedule_invalid`,
 * `unknown_campaign`, `campaign_cancelled`, `no_list`, `template_has_dates`.
 */
export async function createSchedule(
  deps: Deps,
  input: ScheduleDraft & { name: string; campaignId: string; actor: string },
): Promise<{ scheduleId: string }> {
  return await inTransaction(deps.db, async (tx) => {
    await checkTemplate(tx, input.campaignId);
    const plannedFromMs = await readNowMs(tx);
    const settings = { ...checkSchedule(input, deps.zones, plannedFromMs), plannedFromMs };
    const made = await firstRow<{ id: string }>(
      tx,
      sql`insert into schedules (name, campaign_id, settings, sync_at, created_by)
          values (${input.name}, ${input.campaignId}, ${JSON.stringify(settings)}::jsonb, '-infinity', ${input.actor}) returning id`,
    );
    if (!made) throw new Error('insert into schedules returned no row');
    await say(tx, {
      scheduleId: made.id,
      action: 'create',
      actor: input.actor,
      details: { name: input.name, settings },
    });
    return { scheduleId: made.id };
  });
}

/**
 * Changes what is named; everything else stays. A new rule keeps the first date, and the time unless it says another.
 * Throws EngineError `unknown_schedule`, `schedule_removed`, and what createSchedule throws.
 */
export async function changeSchedule(
  deps: Deps,
  input: ScheduleChange & {
    scheduleId: string;
    name?: string | undefined;
    campaignId?: string | undefined;
    actor: string;
  },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await lockLiving(tx, input.scheduleId);
    const campaignId = input.campaignId ?? before.campaignId;
    if (input.campaignId !== undefined) await checkTemplate(tx, campaignId);
    const nowMs = await readNowMs(tx);
    const next = checkSchedule(mergedDraft(before, input), deps.zones, nowMs);
    const old = before.settings;
    const sameTimes = (['rrule', 'firstLocal', 'zone'] as const).every((key) => next[key] === old[key]);
    const sameDates = next.exclusions.join() === old.exclusions.join();
    // Times that hold only from now on were not missed before.
    const settings = { ...next, plannedFromMs: sameTimes && sameDates ? old.plannedFromMs : nowMs };
    await tx.execute(sql`
      update schedules set name = ${input.name ?? before.name}, campaign_id = ${campaignId},
        settings = ${JSON.stringify(settings)}::jsonb, version = version + 1, sync_at = '-infinity'
      where id = ${before.id}`);
    const details = { before: old, settings, campaignId };
    await say(tx, { scheduleId: before.id, action: 'change', actor: input.actor, details });
  });
}

/** No start any more until it is resumed; campaigns that run go on. Repeating it changes nothing. */
export const pauseSchedule = async (deps: Deps, input: ControlInput): Promise<void> =>
  await setState(deps, input, 'pause', 'paused');

/** Starts that were due meanwhile are not made up for. */
export const resumeSchedule = async (deps: Deps, input: ControlInput): Promise<void> =>
  await setState(deps, input, 'resume', 'active');

/** For good; what it started stays. */
export const removeSchedule = async (deps: Deps, input: ControlInput): Promise<void> =>
  await setState(deps, input, 'remove', 'removed');

export interface ControlInput {
  scheduleId: string;
  reason?: string | undefined;
  actor: string;
}

async function setState(deps: Deps, input: ControlInput, action: string, state: ScheduleState): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await lockSchedule(tx, input.scheduleId);
    if (!before) throw unknownSchedule(input.scheduleId);
    if (before.state === state) return;
    if (before.state === 'removed') throw removed(before);
    const since = state === 'active' ? { plannedFromMs: await readNowMs(tx) } : {};
    await tx.execute(sql`
      update schedules set state = ${state}, settings = settings || ${JSON.stringify(since)}::jsonb, version = version + 1,
        sync_at = '-infinity'
      where id = ${before.id}`);
    await say(tx, { scheduleId: before.id, action, actor: input.actor, reason: input.reason });
  });
}

function mergedDraft({ settings }: StoredSchedule, change: ScheduleChange): ScheduleDraft {
  const { rule = settings.rrule } = change;
  const read = readRule(rule);
  // A rule that says its time replaces the one that was; a first that is only a date keeps it.
  const saysTime = change.rule !== undefined && read.ok && read.at !== null;
  const [date, time] = [settings.firstLocal.slice(0, 10), settings.firstLocal.slice(11)];
  const first = change.first ?? date;
  return {
    rule,
    first: saysTime || first.length > 10 ? first : `${first}T${time}`,
    zone: change.zone ?? settings.zone,
    overlap: change.overlap ?? settings.overlap,
    catchUpMinutes: change.catchUpMinutes ?? settings.catchUpSeconds / 60,
    jitterSeconds: change.jitterSeconds ?? settings.jitterSeconds,
    exclusions: change.exclusions ?? settings.exclusions,
  };
}

async function lockLiving(tx: Transaction, scheduleId: string): Promise<StoredSchedule> {
  const schedule = await lockSchedule(tx, scheduleId);
  if (!schedule) throw unknownSchedule(scheduleId);
  if (schedule.state === 'removed') throw removed(schedule);
  return schedule;
}

const removed = ({ name }: StoredSchedule): EngineError =>
  new EngineError('conflict', 'schedule_removed', `The recurring campaign "${name}" was removed.`, {
    repair: 'Make it anew.',
  });

async function say(
  tx: Transaction,
  {
    scheduleId,
    action,
    ...line
  }: {
    scheduleId: string;
    action: string;
    actor: string;
    reason?: string | undefined;
    details?: Record<string, unknown>;
  },
): Promise<void> {
  await audit(tx, { ...line, action: `schedule.${action}`, subject: `schedule:${scheduleId}` });
  await notifyWork(tx, 'schedule', scheduleId);
}
