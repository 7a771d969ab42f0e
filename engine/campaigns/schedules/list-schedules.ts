import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { readRule } from '../../../domain/recurrence/read-rule.ts';
import { localText } from '../../../domain/wall-instants.ts';
import type { EngineDeps } from '../../deps.ts';
import type { RunState } from '../find-run.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { iso } from '../../reading/iso.ts';
import { allOf, when } from '../../reading/where.ts';
import { readNowMs } from '../../read-now.ts';
import { unknownSchedule, type ScheduleState, type StartState, type StoredScheduleSettings } from './find-schedule.ts';
import { nextStarts, type NextStart } from './next-starts.ts';

export interface PastStart {
  scheduledAt: string;
  local: string;
  state: StartState;
  reason: string | null;
  campaignId: string | null;
  campaignState: RunState | null;
}

export interface ScheduleView {
  id: string;
  name: string;
  campaignId: string;
  campaignName: string;
  state: ScheduleState;
  version: number;
  /** Whether the scheduler knows this version. */
  synced: boolean;
  rrule: string;
  words: string;
  firstLocal: string;
  zone: string;
  overlap: StoredScheduleSettings['overlap'];
  catchUpMinutes: number;
  jitterSeconds: number;
  exclusions: string[];
  /** Empty while it is paused: then nothing is going to start. */
  next: NextStart[];
  /** Newest first. */
  starts: PastStart[];
  createdBy: string;
  createdAt: string;
}

interface Row {
  id: string;
  name: string;
  campaignId: string;
  campaignName: string;
  state: ScheduleState;
  version: number;
  synced: boolean;
  settings: StoredScheduleSettings;
  createdBy: string;
  createdAt: string;
  starts: {
    atMs: number;
    state: StartState;
    reason: string | null;
    campaignId: string | null;
    campaignState: RunState | null;
  }[];
}

const LAST = { ofOne: 20, ofMany: 1 };

type Deps = Pick<EngineDeps, 'readDb' | 'zones'>;

const select = (where: SQL, starts: number, limit: number): SQL => sql`
  select s.id, s.name, s.campaign_id as "campaignId", c.name as "campaignName", s.state, s.version,
    s.synced_version = s.version as synced, s.settings, s.created_by as "createdBy", ${iso(sql`s.created_at`)} as "createdAt",
    coalesce((select jsonb_agg(jsonb_build_object('atMs', to_ms(l.scheduled_at), 'state', l.state, 'reason', l.reason,
        'campaignId', l.campaign_id, 'campaignState', l.run_state) order by l.scheduled_at desc)
      from (select t.*, r.state as run_state from schedule_starts t
        left join runs r on r.campaign_id = t.campaign_id and r.kind = 'campaign'
        where t.schedule_id = s.id order by t.scheduled_at desc limit ${starts}) l), '[]') as starts
  from schedules s join campaigns c on c.id = s.campaign_id
  where ${where} order by s.id desc limit ${limit}`;

/** Recurring campaigns, newest first, each with its last start; those that were removed only when asked for. */
export async function listSchedules(
  deps: Deps,
  filter: { state?: ScheduleState | undefined } & PageInput = {},
): Promise<Page<ScheduleView>> {
  const where = allOf(
    filter.state === undefined ? sql`s.state <> 'removed'` : sql`s.state = ${filter.state}`,
    when(filter.cursor, (cursor) => sql`s.id < ${cursor}`),
  );
  const found = await rows<Row>(deps.readDb, select(where, LAST.ofMany, fetchLimit(filter)));
  const nowMs = await readNowMs(deps.readDb);
  return toPage(
    found.map((row) => viewOf(deps, row, nowMs)),
    filter,
    ({ id }) => id,
  );
}

/** One, with its last starts. Throws EngineError `unknown_schedule`. */
export async function getSchedule(deps: Deps, input: { scheduleId: string }): Promise<ScheduleView> {
  const [row] = await rows<Row>(deps.readDb, select(sql`s.id = ${input.scheduleId}`, LAST.ofOne, 1));
  if (!row) throw unknownSchedule(input.scheduleId);
  return viewOf(deps, row, await readNowMs(deps.readDb));
}

function viewOf({ zones }: Deps, { settings, starts, ...row }: Row, nowMs: number): ScheduleView {
  const { rrule, firstLocal, zone, overlap, catchUpSeconds, jitterSeconds, exclusions } = settings;
  const read = readRule(rrule, { firstLocal });
  return {
    ...row,
    rrule,
    words: read.ok ? read.words : rrule,
    firstLocal,
    zone,
    overlap,
    catchUpMinutes: catchUpSeconds / 60,
    jitterSeconds,
    exclusions,
    next: row.state === 'active' ? nextStarts(settings, zones, nowMs) : [],
    starts: starts.map(({ atMs, state, reason, campaignId, campaignState }) => ({
      scheduledAt: new Date(atMs).toISOString(),
      local: localText(zones, zone, atMs),
      state,
      reason,
      campaignId,
      campaignState,
    })),
  };
}
