/**
 * Makes the checked-in data files from their sources. Run by hand when a source has a new release (data/README.md):
 * `npx tsx data/build.ts <folder of an unpacked phonenumbers wheel> <zone.tab> <US.txt of GeoNames>`. Nothing here is
 * needed at run time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isNorthAmerican } from './area-code.ts';
import { buildPlaces } from './build-places.ts';

interface Correction {
  /** North American area codes, or prefixes of other countries with their calling code. */
  areaCodes?: string[];
  prefixes?: string[];
  add: string[];
}

const here = (name: string): URL => new URL(name, import.meta.url);

interface Packed {
  version: string;
  zones: string[];
  links: string[];
}

const readPacked = (): Packed =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('moment-timezone/data/packed/latest.json'), 'utf8'));

function buildZones(packed: Packed): Set<string> {
  // The last field of a zone is its population: of no use here.
  const zones = packed.zones.map((zone) => zone.split('|').slice(0, 5).join('|'));
  const file = { release: packed.version, zones, links: packed.links };
  writeFileSync(here('./zones.json'), `${JSON.stringify(file, null, 1)}\n`);
  return new Set([
    ...zones.map((zone) => zone.slice(0, zone.indexOf('|'))),
    ...packed.links.flatMap((l) => l.split('|')),
  ]);
}

/** Reads libphonenumber's table out of the Python package's source: lines like ` '1201':('America/New_York',),`. */
function readPrefixes(folder: string): Map<string, string[]> {
  const text = readFileSync(join(folder, 'phonenumbers/tzdata/data0.py'), 'utf8');
  const prefixes = new Map<string, string[]>();
  for (const [, prefix = '', list = ''] of text.matchAll(/^[ {]'(\d+)':\(([^)]*)\)/gm)) {
    prefixes.set(
      prefix,
      [...list.matchAll(/'([^']+)'/g)].map(([, zone = '']) => zone),
    );
  }
  if (prefixes.size < 3_000) throw new Error(`only ${prefixes.size} prefixes found: has the source changed its form?`);
  return prefixes;
}

function buildPhoneZones(folder: string, known: Set<string>): void {
  const sets = new Map<string, Set<string>>();
  const add = (prefix: string, zones: readonly string[]): void => {
    const set = sets.get(prefix) ?? new Set();
    for (const zone of zones) {
      if (!known.has(zone)) throw new Error(`${prefix}: the zone table does not know ${zone}`);
      set.add(zone);
    }
    sets.set(prefix, set);
  };
  for (const [prefix, zones] of readPrefixes(folder)) {
    // The entry of +1 itself lists some forty zones: no answer for a number that no area code places.
    if (prefix === '1') continue;
    // Numbers are ported and overlaid within an area code, so whatever its exchanges have, all of it has.
    add(isNorthAmerican(prefix) ? prefix.slice(0, 4) : prefix, zones);
  }
  const corrections: Correction[] = JSON.parse(readFileSync(here('./phone-zones-corrections.json'), 'utf8'));
  for (const { areaCodes = [], prefixes = [], add: zones } of corrections) {
    for (const code of areaCodes) add(`1${code}`, zones);
    for (const prefix of prefixes) {
      add(prefix, zones);
      // The longest prefix decides, so those below must not hide the correction.
      for (const longer of sets.keys()) if (longer.startsWith(prefix)) add(longer, zones);
    }
  }

  const byZones: Record<string, string[]> = {};
  for (const [prefix, zones] of sets) (byZones[[...zones].sort().join(',')] ??= []).push(prefix);
  const sorted = Object.fromEntries(
    Object.entries(byZones)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([zones, prefixes]) => [zones, prefixes.sort().join(' ')]),
  );
  const version = /^Version: (\S+)/m.exec(readFileSync(join(folder, 'METADATA'), 'utf8'))?.[1];
  const file = { source: `libphonenumber ${version} (phonenumbers)`, prefixesByZones: sorted };
  writeFileSync(here('./phone-zones.json'), `${JSON.stringify(file, null, 1)}\n`);
}

/** Links as [zone, further name]: moment writes both in one string. */
const linksOf = ({ links }: Packed): [string, string][] =>
  links.map((link) => {
    const [zone = '', name = ''] = link.split('|');
    return [zone, name];
  });

const [wheel, zoneTab, zips] = process.argv.slice(2);
const packed = readPacked();
const known = buildZones(packed);
if (wheel) buildPhoneZones(wheel, known);
if (wheel && zoneTab && zips) buildPlaces({ wheel, zoneTab, zips, links: linksOf(packed) });
