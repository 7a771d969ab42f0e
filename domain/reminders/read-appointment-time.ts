import { instantsOfWall, wallOf, wallText, type Gap } from '../wall-instants.ts';
import { readWrittenTime, type DateOrder } from '../written-time.ts';
import { readZones } from '../zone-name.ts';
import type { ZoneTable } from '../zone-table.ts';
import { nearZones } from './near-zones.ts';
import { placeOfZone, sayAppointment } from './say-appointment.ts';

export interface AppointmentTimeQuery {
  /** With an offset from UTC or `Z`, or as a clock on the wall shows it. */
  text: string;
  /** The zone that was told with it. */
  zone?: string | undefined;
  /** Which of two, where the clocks show it twice. */
  fold?: 'earlier' | 'later' | undefined;
  /** Every zone that the recipient may be in. */
  zonesOfNumber: readonly string[];
  /** How `03/04/2026` is meant; absent = nobody knows. */
  dateOrder?: DateOrder | undefined;
  programmeZone: string | null;
  table: ZoneTable;
  nowMs: number;
}

export type AppointmentTimeProblem =
  | 'time_unreadable'
  | 'time_past'
  | 'time_too_far'
  | 'time_does_not_exist'
  | 'time_ambiguous'
  | 'zone_unknown'
  | 'zone_needed'
  | 'zone_ambiguous';

/** `zone`: in which the time is told. `message`: what is wrong and how to put it right. */
export type AppointmentTime =
  | { ok: true; atMs: number; zone: string }
  | {
      ok: false;
      code: AppointmentTimeProblem;
      message: string;
      suggestions: string[];
      /** Where the clocks show each suggestion; absent where that is not what tells them apart. */
      places?: string[];
    };

type Refused = Extract<AppointmentTime, { ok: false }>;

const MINUTE_MS = 60_000;
const MAX_YEARS = 5;
const YEAR_MS = 366 * 86_400_000;
const EXAMPLE = '2026-12-09 09:30 with the zone America/Chicago, or 2026-12-09T09:30-06:00';

/**
 * Reads when an appointment starts. A text with an offset is an instant, and its zone is only for telling it: the given
 * one, else the programme's, else one of the recipient's that has this offset then. A text without needs a zone: the
 * given one, else the programme's, else the recipient's, where all of them show that time at the same instant.
 */
export function readAppointmentTime(query: AppointmentTimeQuery): AppointmentTime {
  const { table, nowMs } = query;
  const written = readWrittenTime(query.text, query.dateOrder);
  if ('problem' in written) {
    return written.problem === 'ambiguous'
      ? refuse('time_unreadable', `"${query.text}": ${written.what}; write the year first, like 2026-12-09 09:30`)
      : refuse('time_unreadable', `"${query.text}" is no time: ${written.what}; write it like ${EXAMPLE}`);
  }
  const told = zonesTold(query);
  if ('code' in told) return told;
  if ('instantMs' in written) {
    const { instantMs, offsetMinutes } = written;
    const zone = told.zones.length === 1 ? told.zones[0] : undefined;
    return inReach(instantMs, zone ?? zoneToTell(table, told.zones, instantMs, offsetMinutes), nowMs, table);
  }
  if (written.dateOnly) {
    return refuse('time_unreadable', `"${query.text}" is a date without a time of day; write it like ${EXAMPLE}`);
  }
  const [zone] = told.zones;
  if (zone === undefined) {
    return refuse(
      'zone_needed',
      `"${query.text}" has no offset, and the time zone of the recipient is not known; give a zone, like America/Chicago`,
    );
  }
  const { wallMs } = written;
  const readings = told.zones.map((one) => ({ zone: one, ...instantsOfWall(table, one, wallMs) }));
  const agree = readings.every(({ instants }) => String(instants) === String(readings[0]?.instants));
  if (!agree) {
    const places = told.zones.map(placeOfZone).join(' or ');
    const from = query.zone === undefined ? 'the recipient may be in' : `"${query.zone}" may be`;
    const moments = momentsOf(table, readings);
    return {
      ...refuse(
        'zone_ambiguous',
        `${from} ${places}, where ${wallText(wallMs)} is not the same moment; give one zone, or the time with its offset`,
        [...moments.keys()],
      ),
      places: [...moments.values()].map((zones) => zones.map(placeOfZone).join(' and ')),
    };
  }
  const { instants, gap } = instantsOfWall(table, zone, wallMs);
  const [first, second] = instants;
  if (first === undefined) return skippedBy(zone, wallMs, gap);
  if (second === undefined) return inReach(first, zone, nowMs, table);
  const chosen = query.fold === 'earlier' ? first : query.fold === 'later' ? second : undefined;
  if (chosen !== undefined) return inReach(chosen, zone, nowMs, table);
  const both = [first, second].map((atMs) => withOffset(table, zone, atMs));
  return refuse(
    'time_ambiguous',
    `the clocks in ${placeOfZone(zone)} go back and show ${wallText(wallMs)} twice; say which one is meant, earlier or later, or give ${both.join(' or ')}`,
    both,
  );
}

/** Each moment that is meant by one of the zones, told with its offset, and the zones whose clocks show the time then. */
function momentsOf(
  table: ZoneTable,
  readings: readonly { zone: string; instants: readonly number[] }[],
): ReadonlyMap<string, string[]> {
  const moments = new Map<string, string[]>();
  for (const { zone, instants } of readings) {
    for (const atMs of instants) {
      const told = withOffset(table, zone, atMs);
      moments.set(told, [...(moments.get(told) ?? []), zone]);
    }
  }
  return moments;
}

const refuse = (code: AppointmentTimeProblem, message: string, suggestions: string[] = []): Refused => ({
  ok: false,
  code,
  message,
  suggestions,
});

/** The zones that the time may be told in, or why the one that was given is none. */
function zonesTold({
  zone,
  zonesOfNumber,
  programmeZone,
  table,
}: AppointmentTimeQuery): { zones: readonly string[] } | Refused {
  if (zone === undefined) return { zones: programmeZone === null ? zonesOfNumber : [programmeZone] };
  // What people mean by EST has summer time, other than the zone of that name.
  const zones = readZones(zone, table);
  if (zones) return { zones };
  const near = nearZones(zone, table);
  const repair = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'give a name like America/Chicago';
  return { ok: false, code: 'zone_unknown', message: `"${zone}" is no time zone; ${repair}`, suggestions: near };
}

/** Of several zones the one in which the writer may have stood; UTC where none would tell the hour that was meant. */
function zoneToTell(table: ZoneTable, zones: readonly string[], atMs: number, offsetMinutes: number): string {
  const [first] = zones;
  const fitting = zones.find((zone) => table.offsetMinutesAt(zone, atMs) === offsetMinutes);
  if (fitting !== undefined) return fitting;
  const agree = zones.every((zone) => wallOf(table, zone, atMs) === wallOf(table, first ?? zone, atMs));
  return agree && first !== undefined ? first : 'Etc/UTC';
}

function inReach(atMs: number, zone: string, nowMs: number, table: ZoneTable): AppointmentTime {
  const said = sayAppointment(table, zone, atMs);
  const date = wallText(wallOf(table, zone, atMs));
  if (atMs <= nowMs) {
    const clock = wallText(wallOf(table, zone, nowMs));
    return refuse('time_past', `${date} (${said}) is over: it is ${clock} there; give a time to come`);
  }
  if (atMs > nowMs + MAX_YEARS * YEAR_MS) {
    return refuse('time_too_far', `${date} (${said}) is more than ${MAX_YEARS} years away; check the year`);
  }
  return { ok: true, atMs, zone };
}

function skippedBy(zone: string, wallMs: number, gap: Gap | undefined): AppointmentTime {
  const around = [wallText((gap?.fromWallMs ?? wallMs) - MINUTE_MS), wallText(gap?.toWallMs ?? wallMs)];
  return refuse(
    'time_does_not_exist',
    `${wallText(wallMs)} does not exist in ${placeOfZone(zone)}: the clocks jump over it; give ${around.join(' or ')}`,
    around,
  );
}

/** `2026-11-01T01:30-05:00` */
function withOffset(table: ZoneTable, zone: string, atMs: number): string {
  const offset = Math.round(table.offsetMinutesAt(zone, atMs));
  const minutes = Math.abs(offset);
  const two = (count: number): string => String(count).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const wall = wallText(wallOf(table, zone, atMs)).replace(' ', 'T');
  return `${wall}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
