import type { PlaceBook } from '../../domain/law/place-book.ts';

/** Longest number that E.164 allows; the digits after the prefix say nothing of the place. */
const NATIONAL_DIGITS = '5550100';
const MAX_NAMES = 3;

export const placesOfPrefix = (prefix: string, places: PlaceBook): readonly string[] =>
  places.placesOfPhone(Number(`${prefix}${NATIONAL_DIGITS}`));

/** Where numbers of a prefix are, in words: `New York`; several where an area code has several. Null = nowhere known. */
export function placeOfPrefix(prefix: string, places: PlaceBook): string | null {
  const names = placesOfPrefix(prefix, places).map((place) => places.nameOfPlace(place));
  if (names.length === 0) return null;
  const more = names.length > MAX_NAMES ? ' and others' : '';
  return `${names.slice(0, MAX_NAMES).join(', ')}${more}`;
}
