import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import type { ScheduleSettings } from '../../../db/schema/schedules.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { EngineError } from '../../error.ts';

export type ScheduleState = 'active' | 'paused' | 'removed';

/**
 * `waiting`: for the end of an earlier start's campaign. `starting`: its campaign is a draft whose lists are being
 * copied. `failed`: its campaign could not be made, or is a draft that could not be launched.
 */
export type StartState = 'waiting' | 'starting' | 'started' | 'skipped' | 'missed' | 'failed';

/** As stored: `plannedFromMs` is since when these times hold; before it nothing was promised, so nothing was missed. */
export interface StoredScheduleSettings extends ScheduleSettings {
  plannedFromMs: number;
}

export interface StoredSchedule {
  id: string;
  name: string;
  campaignId: string;
  settings: StoredScheduleSettings;
  state: ScheduleState;
  version: number;
}

export const unknownSchedule = (scheduleId: string): EngineError =>
  new EngineError('not_found', 'unknown_schedule', `There is no recurring campaign ${scheduleId}.`, {
    repair: 'List the recurring campaigns to find its id.',
  });

const COLUMNS = sql`id, name, campaign_id as "campaignId", settings, state, version`;

/** Undefined = there is none. */
export async function findSchedule(
  db: Pick<Queryable, 'execute'>,
  scheduleId: string,
): Promise<StoredSchedule | undefined> {
  return await firstRow(db, sql`select ${COLUMNS} from schedules where id = ${scheduleId}`);
}

/** The same, held until the end of the transaction: starts and edits of one schedule follow each other. */
export async function lockSchedule(tx: Transaction, scheduleId: string): Promise<StoredSchedule | undefined> {
  return await firstRow(tx, sql`select ${COLUMNS} from schedules where id = ${scheduleId} for no key update`);
}
