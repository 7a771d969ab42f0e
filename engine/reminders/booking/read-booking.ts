import type { FindingCode } from '../../../domain/finding-titles.ts';
import { parsePhone } from '../../../domain/phone.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { placesOf } from '../../../domain/law/places-of.ts';
import { readAppointmentTime } from '../../../domain/reminders/read-appointment-time.ts';
import { readZones } from '../../../domain/zone-name.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import type { EngineDeps } from '../../deps.ts';
import type { Programme } from '../programmes/find-programme.ts';

/** An appointment as somebody tells it. */
export interface BookingItem {
  externalId: string;
  /** E.164. */
  phone: string;
  /** With an offset or Z, or as a clock on the wall shows it in `zone`. */
  startsAt: string;
  zone?: string | undefined;
  /** Which of two, where the clocks show that time twice. */
  fold?: 'earlier' | 'later' | undefined;
  /** Where the recipient is, where that is known better than by the number. */
  recipientZone?: string | undefined;
  /** The same with all that a list tells of it: by column, address, number or the list's default. */
  recipient?: { zoneKey: string; zoneSource: ZoneSource; placeKey: string } | undefined;
  name?: string | undefined;
  variables?: Record<string, string> | undefined;
  seriesId?: string | undefined;
  occurrenceAtMs?: number | undefined;
  /** Of a series: edited by itself, so changes of the series leave it alone. */
  detached?: boolean | undefined;
  /** Steps that it does not get, from the start. */
  skipped?: readonly string[] | undefined;
}

export interface BookingProblem {
  code: FindingCode | 'duplicate_in_request';
  message: string;
  /** The part of the item that it is about. */
  pointer: string;
  repair?: string;
  suggestions?: string[];
  /** Where the clocks show each suggestion. */
  places?: string[];
}

/** An item that was understood. */
export interface ReadBooking {
  externalId: string;
  phone: number;
  lineType: LineType;
  name: string | null;
  variables: Record<string, string>;
  zone: string;
  startsAtMs: number;
  zoneKey: string;
  zoneSource: ZoneSource;
  placeKey: string;
}

/**
 * Understands one item. `knownStartMs`: the start that this appointment has already, which is no error when it is past:
 * a request may be repeated. Pure but for the tables.
 */
export function readBooking(
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone' | 'places'>,
  programme: Programme,
  item: BookingItem,
  nowMs: number,
  knownStartMs: number | undefined,
): { ok: true; booking: ReadBooking } | { ok: false; problem: BookingProblem } {
  const phone = parsePhone(item.phone);
  if (!phone.ok) {
    const { code, message } = phone;
    return refuse({
      code,
      message,
      pointer: '/phone',
      repair: 'Give the number with its country code, like +12025550123.',
    });
  }
  const place = recipientPlace(deps, item, phone.digits);
  if ('code' in place) return refuse(place);
  const query = {
    text: item.startsAt,
    zone: item.zone,
    fold: item.fold,
    zonesOfNumber: place.zones,
    programmeZone: programme.settings.zone,
    table: deps.zones,
  };
  const asNow = readAppointmentTime({ ...query, nowMs });
  const asBefore =
    asNow.ok || asNow.code !== 'time_past' || knownStartMs === undefined
      ? asNow
      : readAppointmentTime({ ...query, nowMs: knownStartMs - 1 });
  const time = asBefore.ok && asBefore.atMs !== knownStartMs ? asNow : asBefore;
  if (!time.ok) {
    const { code, message, suggestions, places } = time;
    const pointer = code.startsWith('zone_') ? '/zone' : '/startsAt';
    return refuse({
      code,
      message,
      pointer,
      ...(suggestions.length > 0 ? { suggestions } : {}),
      ...(places === undefined ? {} : { places }),
    });
  }
  // An offset tells no place, and the hours of none would hold (L3).
  if (place.zones.length === 0 && item.zone === undefined && programme.settings.zone === null && !item.recipient) {
    return refuse({
      code: 'recipient_zone_needed',
      message: 'Nobody knows in which time zone this number is.',
      pointer: '/recipientZone',
      repair: 'Say where the person is with recipientZone, or where the appointment is with zone.',
    });
  }
  // Nobody knows where the number is: the appointment is somewhere that was told.
  const zones = place.zones.length > 0 ? place.zones : [time.zone];
  const told = item.recipient && item.recipient.zoneKey !== '' ? item.recipient : undefined;
  return {
    ok: true,
    booking: {
      externalId: item.externalId,
      phone: phone.digits,
      lineType: phone.lineType,
      name: item.name ?? null,
      variables: item.variables ?? {},
      zone: time.zone,
      startsAtMs: time.atMs,
      zoneKey: [...new Set(zones)].sort().join(','),
      zoneSource: place.zones.length > 0 ? place.source : 'default',
      placeKey: placesOf(
        {
          address: [],
          phone: deps.places.placesOfPhone(phone.digits),
          toldZones: place.source === 'column' ? zones : [],
        },
        deps.places,
      ).join(','),
      ...told,
    },
  };
}

function recipientPlace(
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone'>,
  { recipientZone }: BookingItem,
  digits: number,
): { zones: readonly string[]; source: 'column' | 'prefix' } | BookingProblem {
  if (recipientZone === undefined) return { zones: deps.zonesOfPhone(digits), source: 'prefix' };
  const zones = readZones(recipientZone, deps.zones);
  return zones
    ? { zones, source: 'column' }
    : {
        code: 'zone_unknown',
        message: `"${recipientZone}" is no time zone.`,
        pointer: '/recipientZone',
        repair: 'Name an IANA zone, like America/Chicago.',
      };
}

const refuse = (problem: BookingProblem): { ok: false; problem: BookingProblem } => ({ ok: false, problem });
