import { sql, type SQL } from 'drizzle-orm';
import type { AnswerMeaning } from '../../../domain/answer.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import { localText } from '../../../domain/wall-instants.ts';
import { iso } from '../iso.ts';

/** An appointment as it stands. */
export interface AppointmentView {
  id: string;
  programmeId: string;
  programme: string;
  externalId: string;
  version: number;
  state: AppointmentState;
  phone: string;
  name: string | null;
  startsAt: string;
  zone: string;
  /** What calendar and clock show in its zone, `2026-12-09T09:30`. */
  local: string;
  /** The same for people, `Wed 9 Dec 09:30 in Chicago`. */
  says: string;
  /** What they show in the zone of whoever asks, where one was given. */
  viewerLocal: string | null;
  answer: AnswerMeaning | null;
  answeredAt: string | null;
  seriesId: string | null;
  bookedAt: string;
  changedAt: string;
}

/** As read; the local times are told by our own zone data, which SQL does not know. */
export type AppointmentRow = Omit<AppointmentView, 'local' | 'says' | 'viewerLocal'> & {
  startsAtMs: number;
  startsAtMicros: string;
  digits: number;
  zoneKey: string;
  /** Planned under rules that an edit of the programme replaced: its steps are planned anew. */
  replanning: boolean;
};

/** Columns of an AppointmentRow, over `a` (appointments), `p` (programmes) and `r` (its run). */
export const APPOINTMENT_COLUMNS: SQL = sql`
  a.id, p.id as "programmeId", p.name as programme, a.external_id as "externalId", a.version, a.state, '+' || a.phone as phone,
  a.phone as digits, a.name, ${iso(sql`a.starts_at`)} as "startsAt", to_ms(a.starts_at) as "startsAtMs",
  (extract(epoch from a.starts_at) * 1000000)::bigint::text as "startsAtMicros", a.zone, a.zone_key as "zoneKey", a.answer,
  ${iso(sql`a.answered_at`)} as "answeredAt", a.series_id as "seriesId", ${iso(sql`a.booked_at`)} as "bookedAt",
  ${iso(sql`a.changed_at`)} as "changedAt", a.plan_version < r.policy_version as replanning`;

export function toAppointmentView(
  row: AppointmentRow,
  { table, viewerZone }: { table: ZoneTable; viewerZone: string | null },
): AppointmentView {
  const { startsAtMs, startsAtMicros: _, digits: __, zoneKey: ___, replanning: ____, ...view } = row;
  return {
    ...view,
    local: localText(table, row.zone, startsAtMs),
    says: sayAppointment(table, row.zone, startsAtMs),
    viewerLocal: viewerZone === null ? null : localText(table, viewerZone, startsAtMs),
  };
}
