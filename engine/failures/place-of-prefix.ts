import type { PlaceBook } from '../../domain/law/place-book.ts';

/** Longest number that E.164 allows; the digits after the prefix say nothing of the place. */
const NATIONAL_DIGITS = '5550100';
const MAX_NAMES = 3;

/**
 * Countries that only more digits tell apart than a prefix has that is counted, the one with the most numbers first
 * (ITU-T E.164, list of assigned country codes; libphonenumber, country code to region code).
 */
const SHARED = new Map<string, readonly string[]>([
  ['7', ['RU', 'KZ']],
  ['39', ['IT', 'VA']],
  ['44', ['GB', 'GG', 'IM', 'JE']],
  ['47', ['NO', 'SJ']],
  ['61', ['AU', 'CC', 'CX']],
  ['212', ['MA', 'EH']],
  ['262', ['RE', 'YT']],
  ['290', ['SH', 'TA']],
  ['358', ['FI', 'AX']],
  ['590', ['GP', 'BL', 'MF']],
  ['599', ['CW', 'BQ']],
]);
/** Countries of their own in ISO 3166, whose area codes count as parts of the United States. */
const IN_THE_US = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

export const placesOfPrefix = (prefix: string, places: PlaceBook): readonly string[] =>
  SHARED.get(prefix) ?? places.placesOfPhone(Number(`${prefix}${NATIONAL_DIGITS}`));

/** The country with whose numbers those of another are counted; undefined = it has prefixes of its own, or none. */
export const countedWith = (country: string): string | undefined =>
  IN_THE_US.has(country) ? 'US' : [...SHARED.values()].find((sharing) => sharing.indexOf(country) > 0)?.[0];

/** A country as its numbers are counted: with all that share its prefix, `Russia, Kazakhstan`. */
export const nameOfCounted = (country: string, places: PlaceBook): string =>
  ([...SHARED.values()].find(([first]) => first === country) ?? [country])
    .map((each) => places.nameOfPlace(each))
    .join(', ');

/** Where numbers of a prefix are, in words: `New York`; several where an area code has several. Null = nowhere known. */
export function placeOfPrefix(prefix: string, places: PlaceBook): string | null {
  const names = placesOfPrefix(prefix, places).map((place) => places.nameOfPlace(place));
  if (names.length === 0) return null;
  const more = names.length > MAX_NAMES ? ' and others' : '';
  return `${names.slice(0, MAX_NAMES).join(', ')}${more}`;
}
