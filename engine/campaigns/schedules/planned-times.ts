import type { ScheduleSettings } from '../../../db/schema/schedules.ts';
import { occurrencesOf, type Occurrence } from '../../../domain/recurrence/occurrences.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';

type Times = Pick<ScheduleSettings, 'rrule' | 'firstLocal' | 'zone' | 'exclusions'>;

/** The times of a recurring campaign after `afterMs` and before `untilMs`, ascending. */
export function plannedTimes(
  { rrule, firstLocal, zone, exclusions }: Times,
  table: ZoneTable,
  range: { afterMs: number; untilMs?: number; count?: number },
): Occurrence[] {
  return occurrencesOf({ rrule, firstLocal, zone, exclusions, table, ...range });
}

/** Whether the rule has this very instant, and if so, whether its day is left out. */
export function plannedAt(settings: Times, table: ZoneTable, atMs: number): 'yes' | 'excluded' | 'no' {
  const range = { afterMs: atMs - 1, untilMs: atMs + 1 };
  if (plannedTimes(settings, table, range).length > 0) return 'yes';
  return plannedTimes({ ...settings, exclusions: [] }, table, range).length > 0 ? 'excluded' : 'no';
}
