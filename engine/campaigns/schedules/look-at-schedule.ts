import { sql } from 'drizzle-orm';
import type { Db, Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import { lateAfterMs } from '../../../domain/decide-start.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { findSchedule, type StartState, type StoredSchedule } from './find-schedule.ts';
import { plannedTimes } from './planned-times.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far ahead the scheduler is told, so that it goes on alone while we are away. */
const HORIZON_MS = 60 * DAY_MS;
/** A scheduler whose store was emptied is told anew after this long at the latest. */
const TELL_AGAIN_MS = HOUR_MS;
/** The scheduler gets this long for a start before somebody looks whether it came. */
const GRACE_MS = 10_000;
/** One that is not over is looked after as often. */
const OPEN_START_MS = 30_000;

/** What the scheduler must know of one recurring campaign. */
export interface ScheduleToTell {
  scheduleId: string;
  version: number;
  state: 'active' | 'paused' | 'removed';
  /** The instants at which it starts, ascending. */
  instants: number[];
  jitterSeconds: number;
  catchUpSeconds: number;
}

export interface ScheduleLook {
  tell: ScheduleToTell;
  /** Starts that are not over, or whose time came and nobody carried them out: to be carried out now. */
  starts: number[];
  /** When it is to be looked at again; null = never. */
  lookAgainAtMs: number | null;
}

/**
 * Looks at a recurring campaign: what the scheduler must know, and which starts it owes. What is too late for it is
 * listed as missed here. Null = there is no such schedule.
 */
export async function lookAtSchedule(
  deps: Pick<EngineDeps, 'db' | 'zones'>,
  scheduleId: string,
): Promise<ScheduleLook | null> {
  const schedule = await findSchedule(deps.db, scheduleId);
  if (!schedule) return null;
  const nowMs = await readNowMs(deps.db);
  const { settings, version, state } = schedule;
  const { jitterSeconds, catchUpSeconds } = settings;
  const reachMs = (jitterSeconds + catchUpSeconds) * 1_000;
  const fromMs = Math.max(settings.plannedFromMs, nowMs - HORIZON_MS);
  const { open, decided } = await readStarts(deps.db, scheduleId, fromMs);
  const active = state === 'active';
  const times = active ? plannedTimes(settings, deps.zones, { afterMs: fromMs, untilMs: nowMs + HORIZON_MS }) : [];
  const instants = times.map(({ atMs }) => atMs);
  const undecided = instants.filter((atMs) => atMs <= nowMs && !decided.has(atMs));
  await listMissed(deps.db, schedule, undecided, nowMs);
  const owed = undecided.filter((scheduledAtMs) => nowMs <= lateAfterMs({ scheduledAtMs, ...settings }));
  const graceMs = jitterSeconds * 1_000 + GRACE_MS;
  // What the scheduler still may start by itself is left to it until then.
  const nextMs = instants.find((atMs) => atMs + graceMs > nowMs && !decided.has(atMs));
  const look = [
    nowMs + TELL_AGAIN_MS,
    ...(nextMs === undefined ? [] : [nextMs + graceMs]),
    ...owed.map((scheduledAtMs) => Math.max(lateAfterMs({ scheduledAtMs, ...settings }) + 1, nowMs + GRACE_MS)),
    ...(open.length === 0 ? [] : [nowMs + OPEN_START_MS]),
  ];
  return {
    tell: {
      scheduleId,
      version,
      state,
      instants: instants.filter((atMs) => atMs > nowMs - reachMs),
      jitterSeconds,
      catchUpSeconds,
    },
    starts: [...open, ...owed.filter((atMs) => atMs + graceMs <= nowMs)],
    lookAgainAtMs: state === 'removed' && open.length === 0 ? null : Math.min(...look),
  };
}

async function readStarts(
  db: Pick<Queryable, 'execute'>,
  scheduleId: string,
  fromMs: number,
): Promise<{ open: number[]; decided: Set<number> }> {
  const found = await rows<{ atMs: number; state: StartState }>(
    db,
    sql`select to_ms(scheduled_at) as "atMs", state from schedule_starts where schedule_id = ${scheduleId}
          and (scheduled_at > from_ms(${fromMs}::double precision) or state in ('waiting', 'starting'))
        order by scheduled_at`,
  );
  const open = found.filter(({ state }) => state === 'waiting' || state === 'starting');
  return { open: open.map(({ atMs }) => atMs), decided: new Set(found.map(({ atMs }) => atMs)) };
}

async function listMissed(
  db: Db,
  schedule: StoredSchedule,
  undecided: readonly number[],
  nowMs: number,
): Promise<void> {
  for (const scheduledAtMs of undecided) {
    if (nowMs <= lateAfterMs({ scheduledAtMs, ...schedule.settings })) continue;
    // Whoever carries it out at this moment has come first, or finds this.
    await db.execute(sql`
      insert into schedule_starts (schedule_id, scheduled_at, state, reason)
      values (${schedule.id}, from_ms(${scheduledAtMs}::double precision), 'missed', 'late') on conflict do nothing`);
  }
}

/**
 * Keeps that the scheduler has answered. Of a version that was replaced meanwhile nothing is kept, and it is told
 * again at once: two who tell at the same time may have overtaken each other.
 */
export async function scheduleTold(
  deps: Pick<EngineDeps, 'db'>,
  { tell, lookAgainAtMs }: Pick<ScheduleLook, 'tell' | 'lookAgainAtMs'>,
): Promise<void> {
  const againAt =
    lookAgainAtMs === null ? sql`'infinity'::timestamptz` : sql`from_ms(${lookAgainAtMs}::double precision)`;
  await deps.db.execute(sql`
    update schedules set synced_version = case when version = ${tell.version} then version else synced_version end,
      sync_at = case when version = ${tell.version} then ${againAt} else '-infinity' end
    where id = ${tell.scheduleId}`);
}
