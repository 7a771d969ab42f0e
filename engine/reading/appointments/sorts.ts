import { sql } from 'drizzle-orm';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import { sortedText, type SortKey } from '../sorting.ts';

export type AppointmentSort = 'time' | 'name' | 'state' | 'programme';

const STATES: readonly AppointmentState[] = ['booked', 'confirmed', 'cancelled'];

/** By their own order appointments come by their start, day by day; otherwise days are none of its groups. */
export const APPOINTMENT_SORTS: Readonly<Record<Exclude<AppointmentSort, 'time'>, SortKey>> = {
  name: { by: sortedText(sql`a.name`), kind: 'text' },
  state: { by: sql`array_position(${sql.param([...STATES])}::text[], a.state)`, kind: 'whole' },
  programme: { by: sortedText(sql`p.name`), kind: 'text' },
};
