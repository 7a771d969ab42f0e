import { sql, type SQL } from 'drizzle-orm';
import { badCursor, INSTANT_KEY } from '../sorting.ts';
import { APPOINTMENT_DAYS, type DayWanted } from './filter.ts';

/**
 * Where a page of appointments ended: the last one's start and id, whatever is booked meanwhile; its group; and the
 * moment of the first page, so that no midnight in between moves anybody from one group to another.
 */
export interface ListCursor {
  nowMs: number;
  group: DayWanted;
  startsAtMicros: string;
  id: string;
}

const CURSOR = new RegExp(`^(\\d{1,15})_([a-z]+)_(${INSTANT_KEY})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`);

export const writeCursor = ({ nowMs, group, startsAtMicros, id }: ListCursor): string =>
  `${Math.floor(nowMs)}_${group}_${startsAtMicros}_${id}`;

/** Throws EngineError `bad_cursor`. */
export function readCursor(text: string): ListCursor {
  const [, now, word, startsAtMicros, id] = CURSOR.exec(text) ?? [];
  const group = APPOINTMENT_DAYS.find((day) => day === word);
  if (group === undefined || startsAtMicros === undefined || id === undefined) throw badCursor();
  return { nowMs: Number(now), group, startsAtMicros, id };
}

/** What lies behind it, in its group. */
export function behind({ startsAtMicros, id }: ListCursor, backwards: boolean): SQL {
  const last = sql`(timestamptz 'epoch' + ${startsAtMicros}::bigint * interval '1 microsecond', ${id}::uuid)`;
  return backwards ? sql`(a.starts_at, a.id) < ${last}` : sql`(a.starts_at, a.id) > ${last}`;
}
