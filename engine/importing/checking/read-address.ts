import type { PlaceBook } from '../../../domain/law/place-book.ts';

/** Where the postal address of a row may be. */
export interface Address {
  /** Sorted; empty = nothing is known of it. */
  places: readonly string[];
  zones: readonly string[];
  /** The one place of which nothing closer is told: a state, a country. The number may say where in it. */
  whole: string | undefined;
  /** The postcode lies in another state or province than is written beside it: both count. */
  contradicts: boolean;
  /** The postcode with the zeros that a spreadsheet took away; undefined = none were missing. */
  padded: string | undefined;
}

export interface AddressCells {
  postcode: string;
  region: string;
  /** Of the row, where it says so itself. */
  country: string | undefined;
}

/** Zeros in front are missing: ZIP codes have five digits, or nine. */
const SHORT_ZIP = /^(\d{3,4})(?:-\d{4})?$|^\d{7,8}$/;

export const isShortZip = (postcode: string): boolean => SHORT_ZIP.test(postcode);

/**
 * Reads a postal address: the postcode tells more than the state or province. `countries`: where it may be, when the
 * row does not say; what fits several of them is in all of these.
 */
export function readAddress(
  { postcode, region, country }: AddressCells,
  countries: readonly string[],
  book: PlaceBook,
): Address {
  const places = new Set<string>();
  const zones = new Set<string>();
  let byPostcode = false;
  let padded: string | undefined;
  const possible = country === undefined ? countries : [country];
  for (const one of possible) {
    const found = postcode === '' ? undefined : book.ofPostcode(one, postcode);
    if (!found) continue;
    byPostcode = true;
    for (const place of found.places) places.add(place);
    for (const zone of found.zones) zones.add(zone);
    if (one === 'US' && isShortZip(postcode)) padded = asZip(postcode);
  }
  let contradicts = false;
  for (const one of region === '' ? [] : possible) {
    const place = book.ofRegion(one, region);
    if (place === undefined) continue;
    if (byPostcode && places.has(place)) continue;
    contradicts ||= byPostcode;
    places.add(place);
    for (const zone of book.zonesOfPlace(place)) zones.add(zone);
  }
  // Abroad nothing is known but the country; within the United States or Canada that says nothing.
  if (places.size === 0 && country !== undefined && country !== 'US' && country !== 'CA') {
    const all = book.zonesOfPlace(country);
    if (all.length > 0) places.add(country);
    for (const zone of all) zones.add(zone);
  }
  const sorted = [...places].sort();
  const [one = ''] = sorted;
  return {
    places: sorted,
    zones: [...zones].sort(),
    whole: sorted.length === 1 && (!byPostcode || one.length === 2) ? one : undefined,
    contradicts,
    padded,
  };
}

const asZip = (postcode: string): string => {
  const digits = postcode.replace('-', '');
  const zip = digits.padStart(digits.length > 5 ? 9 : 5, '0');
  return zip.length > 5 ? `${zip.slice(0, 5)}-${zip.slice(5)}` : zip;
};
