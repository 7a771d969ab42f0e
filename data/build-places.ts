/** The part of the build that makes places.json: what numbers, postcodes, names and zones tell of places. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folded } from './fold-region-name.ts';
import { regionsFile } from './places-file.ts';

export interface PlaceSources {
  /** An unpacked phonenumbers wheel, with its METADATA. */
  wheel: string;
  /** zone.tab of the zone database. */
  zoneTab: string;
  /** GeoNames postal codes of the United States (US.txt). */
  zips: string;
  /** Names of all zones, and links as [target, name]. */
  links: readonly (readonly [string, string])[];
}

const here = (name: string): URL => new URL(name, import.meta.url);
const readJson = <Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape> =>
  shape.parse(JSON.parse(readFileSync(here(name), 'utf8')));

const corrections = z.array(
  z.strictObject({
    areaCodes: z.array(z.string()).default([]),
    prefixes: z.array(z.string()).default([]),
    add: z.array(z.string()),
    since: z.string(),
    why: z.string(),
  }),
);
/** Whose numbers in the North American plan are of a part of the United States, by ISO code of its own. */
const TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);
/** Names that the links lead to a zone of another country, or of none: clocks alone tell no place. */
const RENAMED: Readonly<Record<string, string>> = {
  Iceland: 'Atlantic/Reykjavik',
  'Africa/Asmera': 'Africa/Asmara',
  'Africa/Timbuktu': 'Africa/Bamako',
  'America/Virgin': 'America/St_Thomas',
  'Antarctica/South_Pole': 'Antarctica/McMurdo',
  'Asia/Rangoon': 'Asia/Yangon',
  'Atlantic/Jan_Mayen': 'Arctic/Longyearbyen',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
  'Pacific/Yap': 'Pacific/Chuuk',
};
const PLACELESS = /^(?:Etc\/.*|[A-Z]{2,3}(?:\d[A-Z]{3})?|G.*wich|UCT|UTC|Universal|Zulu)$/;
/** Countries that the pattern above would take for a name of a clock. */
const COUNTRY_NAMES = new Set(['GB', 'NZ', 'PRC', 'ROC', 'ROK']);
const placeOf = (region: string): string => (TERRITORIES.has(region) ? `US-${region}` : region);

/** Key -> members becomes members, joined -> keys, joined by spaces: the compact form of all tables here. */
function inverted(sets: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string> {
  const keys = new Map<string, string[]>();
  for (const [key, members] of sets) {
    const joined = [...members].sort().join(',');
    keys.set(joined, [...(keys.get(joined) ?? []), key]);
  }
  return Object.fromEntries([...keys].sort(byKey).map(([joined, list]) => [joined, list.sort().join(' ')]));
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const adder = (sets: Map<string, Set<string>>) => (key: string, member: string) => {
  sets.set(key, (sets.get(key) ?? new Set()).add(member));
};

/** Writes places.json. Throws when a source does not say what it should: a table with holes is worse than an old one. */
export function buildPlaces(sources: PlaceSources): void {
  const { regions, source } = readJson('./regions.json', regionsFile);
  const byName = new Map<string, string>();
  for (const [place, { names }] of Object.entries(regions)) {
    for (const name of names) byName.set(folded(name), place);
    byName.set(folded(place.slice(3)), place);
  }
  const areaCodes = new Map<string, Set<string>>();
  const addArea = adder(areaCodes);
  for (const [code, name] of namedAreas(sources.wheel)) {
    const place = byName.get(folded(name));
    if (place) addArea(code, place);
  }
  const prefixes = new Map<string, Set<string>>();
  const addPrefix = adder(prefixes);
  readMetadata(sources.wheel, addArea, addPrefix);
  for (const { areaCodes: codes, prefixes: longer, add } of readJson('./place-corrections.json', corrections)) {
    for (const place of add) {
      for (const code of codes) addArea(code, place);
      for (const prefix of longer) addPrefix(prefix, place);
    }
  }

  const zonesOfCountry = new Map<string, Set<string>>();
  const countryOfZone = readZoneTab(sources.zoneTab);
  for (const [zone, country] of countryOfZone) {
    if (!TERRITORIES.has(country)) adder(zonesOfCountry)(country, zone);
  }
  const placed = new Set([
    ...countryOfZone.keys(),
    ...Object.values(regions).flatMap(({ zones, also = [] }) => [...zones, ...also]),
  ]);
  const version = /^Version: (\S+)/m.exec(readFileSync(join(sources.wheel, 'METADATA'), 'utf8'))?.[1];
  const file = {
    source: `libphonenumber ${version} (phonenumbers); GeoNames postal codes (CC BY 4.0); zone.tab; ${source}`,
    areaCodes: inverted(areaCodes),
    prefixes: inverted(prefixes),
    zonesOfCountry: Object.fromEntries(
      [...zonesOfCountry].sort(byKey).map(([country, zones]) => [country, [...zones].join(' ')]),
    ),
    links: linksTo(placed, sources.links),
    zip: zipTable(sources.zips, regions),
    regions: Object.fromEntries(
      Object.entries(regions).map(([place, { names, zones, also, postal }]) => [place, { names, zones, also, postal }]),
    ),
  };
  writeFileSync(here('./places.json'), `${JSON.stringify(file, null, 1)}\n`);
}

/** Area code and what stands last in a name of it or of an exchange under it: "Austin, TX" is of TX. */
function* namedAreas(wheel: string): Generator<readonly [string, string]> {
  const folder = join(wheel, 'phonenumbers/geodata');
  let found = 0;
  for (const name of readdirSync(folder).filter((each) => /^data\d+\.py$/.test(each))) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, code = '', place = ''] of text.matchAll(
      /^ '1(\d{3})\d*':\{[^\n]*'en': (?:u?'([^'\n]*)'|u?"[^"\n]*")/gm,
    )) {
      found++;
      // The misspelling is the source's own.
      for (const each of place.replace('Colombia', 'Columbia').split('/'))
        yield [code, each.slice(each.lastIndexOf(',') + 1)];
    }
  }
  if (found < 10_000)
    throw new Error(`only ${found} names of the North American plan: has the source changed its form?`);
}

/** Countries by calling code and by the digits that set the smaller ones apart which share it. */
function readMetadata(
  wheel: string,
  addArea: (code: string, place: string) => void,
  addPrefix: (prefix: string, country: string) => void,
): void {
  const list = readFileSync(join(wheel, 'phonenumbers/data/__init__.py'), 'utf8');
  const codes = [...list.matchAll(/^\s*(\d+): \(([^)]*)\),/gm)].map(([, code = '', names = '']) => ({
    code,
    countries: [...names.matchAll(/"([^"]+)"/g)].map(([, country = '']) => country),
  }));
  if (codes.filter(({ countries }) => countries.length > 0).length < 200)
    throw new Error(`only ${codes.length} calling codes: has the source changed its form?`);
  for (const { code, countries } of codes) {
    // 001 = of no country: satellites, international freephone.
    if (countries[0] === undefined || countries[0] === '001') continue;
    if (code !== '1') addPrefix(code, countries[0]);
    for (const country of countries.slice(1)) {
      const text = readFileSync(join(wheel, `phonenumbers/data/region_${country}.py`), 'utf8');
      const leading = /leading_digits='([^']+)'/.exec(text)?.[1];
      if (leading === undefined) continue;
      const matcher = new RegExp(`^(?:${leading})$`);
      for (const digits of digitStrings(6)) {
        if (!matcher.test(digits)) continue;
        if (code !== '1') addPrefix(code + digits, country);
        else if (digits.length === 3) addArea(digits, placeOf(country));
      }
    }
  }
}

function* digitStrings(longest: number): Generator<string> {
  for (let length = 1; length <= longest; length++) {
    for (let i = 0; i < 10 ** length; i++) yield String(i).padStart(length, '0');
  }
}

/** Zone -> the country in which it is kept. */
function readZoneTab(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const zones = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
  if (zones.length < 400) throw new Error(`only ${zones.length} zones in zone.tab`);
  return new Map(zones.map(([country = '', , zone = '']) => [zone, country]));
}

/** Further name -> the name under which its place is known. Which of two names the target is differs by the source. */
function linksTo(placed: ReadonlySet<string>, links: PlaceSources['links']): Record<string, string> {
  const either = [...links, ...links.map(([target, name]) => [name, target] as const)];
  const direct = either.filter(([target, name]) => placed.has(target) && !placed.has(name));
  // Two names of a zone that are both links of a third.
  const third = new Map(direct.map(([target, name]) => [name, target]));
  const indirect = either.flatMap(([middle, name]) => {
    const target = third.get(middle);
    return target === undefined || placed.has(name) || third.has(name) ? [] : [[target, name] as const];
  });
  return Object.fromEntries(
    [...direct, ...indirect]
      .filter(([, name]) => COUNTRY_NAMES.has(name) || !PLACELESS.test(name))
      .map(([target, name]): [string, string] => [name, RENAMED[name] ?? target])
      .sort(byKey),
  );
}

/** First three digits of a ZIP -> states and zones, `US-ID|America/Boise`: the union over all that begin with them. */
function zipTable(path: string, regions: z.output<typeof regionsFile>['regions']): Record<string, string> {
  const sets = new Map<string, Set<string>>();
  const add = adder(sets);
  const seen = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [country, zip = '', , , state = '', county = ''] = line.split('\t');
    const place = `${country}-${state}`;
    const region = regions[place];
    // The armed forces' post is in no state.
    if (!region) continue;
    const name = folded(county.replace(/ \(CA\)$| (County|Borough|Census Area)$/, ''));
    const elsewhere = Object.entries(region.counties ?? {}).flatMap(([zone, counties]) => {
      const found = counties.find((each) => folded(each) === name);
      if (found === undefined) return [];
      seen.add(`${place} ${found}`);
      return [zone];
    });
    const prefix = zip.slice(0, 3);
    add(prefix, place);
    const divided = (region.divided ?? []).some((each) => folded(each) === name);
    const zones = elsewhere.length > 0 && !divided ? elsewhere : [region.zones[0], ...elsewhere];
    for (const zone of zones) if (zone) add(prefix, `|${zone}`);
  }
  for (const [place, { counties = {}, zip = [], zones }] of Object.entries(regions)) {
    for (const each of Object.values(counties).flat()) {
      if (!seen.has(`${place} ${each}`)) throw new Error(`${place}: no postcode is in ${each}: is it written so?`);
    }
    for (const prefix of zip) {
      add(prefix, place);
      for (const zone of zones) add(prefix, `|${zone}`);
    }
  }
  if (sets.size < 850) throw new Error(`only ${sets.size} ZIP prefixes`);
  return inverted(sets);
}
