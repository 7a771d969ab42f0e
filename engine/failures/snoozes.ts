import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { iso } from '../reading/iso.ts';
import { noteHolds, type FailureScope } from './scope.ts';

export interface SnoozeView {
  id: string;
  /** Null = in the view of all campaigns, and of each. */
  campaignId: string | null;
  cause: string;
  untilAt: string | null;
  /** It ends when the group has so many failed attempts. */
  untilCount: number | null;
  reason: string;
  by: string;
  createdAt: string;
}

/** Not ended by a person, and its time is not over. Whether its count is reached, the reader of the counts knows. */
export const SNOOZE_COLUMNS = sql`
  z.id, z.campaign_id as "campaignId", z.cause, ${iso(sql`z.until_at`)} as "untilAt", z.until_count as "untilCount", z.reason,
  z.created_by as by, ${iso(sql`z.created_at`)} as "createdAt"`;
export const SNOOZE_LASTS = sql`z.ended_at is null and coalesce(z.until_at, 'infinity') > (select outdial_now())`;

/** What was snoozed for the campaign, or for all. A snooze of one campaign hides nothing in the view of all. */
export async function readSnoozes(db: Pick<Queryable, 'execute'>, scope: FailureScope): Promise<SnoozeView[]> {
  return await rows(
    db,
    sql`select ${SNOOZE_COLUMNS} from failure_snoozes z
        where ${SNOOZE_LASTS} and ${noteHolds('z', scope)}
        order by z.campaign_id nulls last, z.id desc`,
  );
}

/** The snooze that hides a group of so many failed attempts. */
export const snoozeOf = (snoozes: readonly SnoozeView[], cause: string, attempts: number): SnoozeView | null =>
  snoozes.find((snooze) => snooze.cause === cause && (snooze.untilCount === null || attempts < snooze.untilCount)) ??
  null;
