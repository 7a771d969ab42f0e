import type { PlaceBook } from './place-book.ts';

/** What is known of where a number's owner may be. */
export interface PlaceEvidence {
  /** Jurisdictions of the postal address; empty = none is known. */
  address: readonly string[];
  /** Jurisdictions of the number itself. */
  phone: readonly string[];
  /** Zones that somebody told, by name or by address; empty = they were only read off the number, or not at all. */
  toldZones: readonly string[];
}

/**
 * Every jurisdiction whose rules may hold, sorted: those of the address and those of the number, for either may be
 * where the person is. Where none of these has any of the told zones, the person is somewhere else: then every
 * jurisdiction of those zones counts too.
 */
export function placesOf(
  { address, phone, toldZones }: PlaceEvidence,
  book: Pick<PlaceBook, 'zonesOfPlace' | 'placesOfZone'>,
): string[] {
  const places = new Set([...address, ...phone]);
  const told = new Set(toldZones);
  const fits = [...places].some((place) => book.zonesOfPlace(place).some((zone) => told.has(zone)));
  if (!fits) for (const zone of told) for (const place of book.placesOfZone(zone)) places.add(place);
  return [...places].sort();
}
