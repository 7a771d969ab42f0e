import type { FindingCode } from '../../../domain/finding-titles.ts';
import { readAppointmentTime } from '../../../domain/reminders/read-appointment-time.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import { externalIdProblem } from '../../reminders/booking/check-booking.ts';
import type { Finding } from '../findings.ts';
import type { ImportOptions } from '../import-options.ts';

export interface AppointmentCells {
  externalId: string | null;
  /** Of all its columns, one behind the other. */
  startsAt: string;
  zone: string;
}

export interface AppointmentContext {
  options: Pick<ImportOptions, 'programme' | 'defaultZone' | 'dateOrder'>;
  /** Sorted zones of the recipient, joined by commas; empty = none known. */
  zoneKey: string;
  table: ZoneTable;
  nowMs: number;
}

/** As it is stored with the row until it is booked. */
export interface RowAppointment {
  startsAtMs: number;
  zone: string;
}

/**
 * Reads when the appointment of a row starts, by the very rules of a single booking. Its time is told in the zone of
 * the row; else the list's default, the programme's, or the recipient's. A time that comes twice or never is set aside
 * with the times that may be meant. Columns of findings are the targets' names.
 */
export function readAppointment(
  { externalId, startsAt, zone }: AppointmentCells,
  { options, zoneKey, table, nowMs }: AppointmentContext,
): { appointment?: RowAppointment; findings: Finding[] } {
  const findings: Finding[] = [];
  const fail = (column: string, code: FindingCode, message: string, value: string | null, suggested?: string): void => {
    findings.push({
      severity: 'error',
      code,
      column,
      value,
      message,
      ...(suggested === undefined ? {} : { suggested }),
    });
  };
  if (externalId === null) {
    const message = 'the appointment has no id; expected the one by which it is moved and cancelled later';
    fail('external_id', 'external_id_missing', message, '');
  } else {
    const problem = externalIdProblem(externalId);
    if (problem !== null) fail('external_id', 'external_id_invalid', `the id ${problem}`, externalId);
  }
  if (startsAt === '') {
    fail('starts_at', 'starts_at_missing', 'the appointment has no time; expected one like 2026-12-09 09:30', '');
    return { findings };
  }
  const time = readAppointmentTime({
    text: startsAt,
    zone: zone === '' ? options.defaultZone : zone,
    zonesOfNumber: zoneKey === '' ? [] : zoneKey.split(','),
    dateOrder: options.dateOrder,
    programmeZone: options.programme?.zone ?? null,
    table,
    nowMs,
  });
  if (time.ok) return { appointment: { startsAtMs: time.atMs, zone: time.zone }, findings };
  const ofZone = time.code === 'zone_unknown' && zone !== '';
  fail(ofZone ? 'timezone' : 'starts_at', time.code, time.message, ofZone ? zone : startsAt, time.suggestions[0]);
  return { findings };
}
