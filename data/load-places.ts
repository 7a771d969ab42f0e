import { readFileSync } from 'node:fs';
import type { PlaceBook } from '../domain/law/place-book.ts';
import { folded } from './fold-region-name.ts';
import { placesFile } from './places-file.ts';
import { prefixTable } from './prefix-table.ts';

const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

type Found = NonNullable<ReturnType<PlaceBook['ofPostcode']>>;

const NONE: readonly string[] = Object.freeze([]);

/** Loads what is known of places (data/README.md says from where). Throws when the file is missing or of another form. */
export function loadPlaces(file: string | URL = new URL('./places.json', import.meta.url)): PlaceBook {
  const table = placesFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const zonesOfPlace = new Map<string, readonly string[]>();
  const placesOfZone = new Map<string, string[]>();
  const keep = (place: string, zones: readonly string[], also: readonly string[] = []): void => {
    zonesOfPlace.set(place, Object.freeze(zones.toSorted()));
    for (const zone of [...zones, ...also]) placesOfZone.set(zone, [...(placesOfZone.get(zone) ?? []), place].sort());
  };
  const regionNames = new Map<string, string>();
  for (const [place, { names, zones, also }] of Object.entries(table.regions)) {
    keep(place, zones, also);
    for (const name of [place, place.slice(3), ...names]) regionNames.set(place.slice(0, 2) + folded(name), place);
  }
  for (const [country, zones] of Object.entries(table.zonesOfCountry)) {
    // Zones of a country whose parts are known belong to the parts.
    if (country === 'US' || country === 'CA') zonesOfPlace.set(country, Object.freeze(zones.split(' ').sort()));
    else keep(country, zones.split(' '));
  }
  const placesOfPhone = prefixTable([...lists(table.areaCodes, '1'), ...lists(table.prefixes, '')]);
  const postcodes = postcodesOf(table.regions, table.zip);
  return {
    placesOfPhone,
    ofPostcode: (country, postcode) => {
      const text = postcode.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      if (country === 'US') return postcodes.get(zip3(text) ?? '');
      if (country === 'CA') return /^[A-Z]\d[A-Z](\d[A-Z]\d)?$/.test(text) ? ofCanadian(postcodes, text) : undefined;
      const zones = zonesOfPlace.get(country);
      return zones === undefined || text === '' ? undefined : { places: [country], zones };
    },
    ofRegion: (country, text) => {
      const name = folded(text);
      return name === ''
        ? undefined
        : (regionNames.get(country + name) ??
            regionNames.get(country + name.replace(/^(the)?stateof|^provinceof/, '')));
    },
    nameOfPlace: (place) =>
      table.regions[place]?.names[0] ?? (/^[A-Z]{2}$/.test(place) ? (COUNTRY_NAMES.of(place) ?? place) : place),
    zonesOfPlace: (place) => zonesOfPlace.get(place) ?? NONE,
    placesOfZone: (zone) => placesOfZone.get(zone) ?? placesOfZone.get(table.links[zone] ?? '') ?? NONE,
  };
}

/** `US-NJ,US-NY` -> "201 551" as [prefix, places], with the same frozen array for equal sets. */
function* lists(byMembers: Readonly<Record<string, string>>, calling: string): Generator<[string, readonly string[]]> {
  for (const [members, keys] of Object.entries(byMembers)) {
    const places = Object.freeze(members.split(','));
    for (const key of keys.split(' ')) yield [calling + key, places];
  }
}

/** Spreadsheets eat the zeros in front of a ZIP: 2138 is 02138. */
function zip3(text: string): string | undefined {
  if (!/^\d{3,5}(\d{4})?$/.test(text)) return undefined;
  return text.padStart(text.length > 5 ? 9 : 5, '0').slice(0, 3);
}

const ofCanadian = (postcodes: ReadonlyMap<string, Found>, text: string): Found | undefined =>
  // K1A is the federal government, on both sides of the river.
  postcodes.get(text.startsWith('K1A') ? 'K1A' : text.slice(0, 1));

/** First three digits of a ZIP, or the first letter of a Canadian postcode. */
function postcodesOf(
  regions: ReturnType<typeof placesFile.parse>['regions'],
  zip: Readonly<Record<string, string>>,
): Map<string, Found> {
  const sets = new Map<string, { places: Set<string>; zones: Set<string> }>();
  const add = (key: string, places: readonly string[], zones: readonly string[]): void => {
    const set = sets.get(key) ?? { places: new Set(), zones: new Set() };
    for (const place of places) set.places.add(place);
    for (const zone of zones) set.zones.add(zone);
    sets.set(key, set);
  };
  for (const [members, keys] of Object.entries(zip)) {
    const parts = members.split(',');
    const places = parts.filter((part) => !part.startsWith('|'));
    const zones = parts.filter((part) => part.startsWith('|')).map((part) => part.slice(1));
    for (const key of keys.split(' ')) add(key, places, zones);
  }
  for (const [place, { postal }] of Object.entries(regions)) {
    for (const [key, zones] of Object.entries(postal ?? {})) add(key, [place], zones);
  }
  return new Map(
    [...sets].map(([key, { places, zones }]) => [
      key,
      { places: Object.freeze([...places].sort()), zones: Object.freeze([...zones].sort()) },
    ]),
  );
}
