import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import type { StartState } from './find-schedule.ts';

/** One start: its schedule and its instant, without jitter. */
export interface StartKey {
  scheduleId: string;
  scheduledAtMs: number;
}

export interface StoredStart {
  state: StartState;
  campaignId: string | null;
  reason: string | null;
}

export async function findStart(
  db: Pick<Queryable, 'execute'>,
  { scheduleId, scheduledAtMs }: StartKey,
): Promise<StoredStart | undefined> {
  return await firstRow(
    db,
    sql`select state, campaign_id as "campaignId", reason from schedule_starts
        where schedule_id = ${scheduleId} and scheduled_at = from_ms(${scheduledAtMs}::double precision)`,
  );
}

/** Writes what became of a start, unless somebody has decided it already: only an open one moves on. */
export async function writeStart(
  db: Pick<Queryable, 'execute'>,
  { scheduleId, scheduledAtMs }: StartKey,
  start: { state: StartState; campaignId?: string | null; reason?: string | null },
): Promise<boolean> {
  const { state, campaignId = null, reason = null } = start;
  const written = await firstRow(
    db,
    sql`insert into schedule_starts (schedule_id, scheduled_at, campaign_id, state, reason)
        values (${scheduleId}, from_ms(${scheduledAtMs}::double precision), ${campaignId}::uuid, ${state}, ${reason})
        on conflict (schedule_id, scheduled_at) do update
          set state = excluded.state, reason = excluded.reason, campaign_id = coalesce(excluded.campaign_id, schedule_starts.campaign_id)
          where schedule_starts.state in ('waiting', 'starting')
        returning state`,
  );
  return written !== undefined;
}
