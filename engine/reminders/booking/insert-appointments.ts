import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { toInPlan, whole, type AppointmentInPlan, type FoundAppointment } from '../plans/read-appointments.ts';
import type { BookingItem, ReadBooking } from './read-booking.ts';

/** Stores new appointments. Answers those that nobody else booked meanwhile, as version 0: they have no plan yet. */
export async function insertAppointments(
  tx: Transaction,
  programme: Programme,
  items: readonly { item: BookingItem; booking: ReadBooking }[],
  { nowMs, actor }: { nowMs: number; actor: string },
): Promise<Map<string, AppointmentInPlan>> {
  if (items.length === 0) return new Map();
  const records = items.map(({ item, booking }) => ({
    external: booking.externalId,
    phone: booking.phone,
    line: booking.lineType,
    name: booking.name,
    zone: booking.zone,
    starts: booking.startsAtMs,
    zones: booking.zoneKey,
    source: booking.zoneSource,
    places: booking.placeKey,
    variables: booking.variables,
    series: item.seriesId ?? null,
    occurrence: item.occurrenceAtMs ?? null,
    detached: item.detached ?? false,
    skipped: item.skipped ?? [],
  }));
  const now = sql`from_ms(${nowMs}::double precision)`;
  const made = await rows<FoundAppointment>(
    tx,
    sql`with made as (insert into appointments (programme_id, external_id, version, phone, line_type, name, zone, starts_at, zone_key, zone_source, place_key,
          variables, series_id, occurrence_at, detached, skipped, plan_version, booked_at, changed_at, created_by)
        select ${programme.programmeId}, external, 1, phone, line, name, zone, from_ms(starts), zones, source, places, variables, series,
          from_ms(occurrence), detached, array(select jsonb_array_elements_text(skipped)), ${programme.policyVersion}, ${now}, ${now}, ${actor}
        from jsonb_to_recordset(${storableJson(records)}::jsonb) as i(external text, phone bigint, line text, name text, zone text,
          starts double precision, zones text, source text, places text, variables jsonb, series uuid, occurrence double precision, detached boolean,
          skipped jsonb)
        order by external
        on conflict do nothing
        returning *)
        ${whole(programme.settings.purpose, sql`made`, true)}`,
  );
  return new Map(made.map((row) => [row.externalId, toInPlan({ ...row, version: 0 })]));
}
