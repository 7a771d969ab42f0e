import type { ZoneTable } from './zone-table.ts';

/**
 * What people call the zones of the United States and Canada. "MST" is said in Denver and in Phoenix, so it is both.
 * These go before the zone database's own `EST` and `MST`, which know no summer time.
 */
const COMMON: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    eastern: ['America/New_York'],
    est: ['America/New_York'],
    edt: ['America/New_York'],
    et: ['America/New_York'],
    central: ['America/Chicago'],
    cst: ['America/Chicago'],
    cdt: ['America/Chicago'],
    ct: ['America/Chicago'],
    mountain: ['America/Denver', 'America/Phoenix'],
    mst: ['America/Denver', 'America/Phoenix'],
    mt: ['America/Denver', 'America/Phoenix'],
    mdt: ['America/Denver'],
    arizona: ['America/Phoenix'],
    pacific: ['America/Los_Angeles'],
    pst: ['America/Los_Angeles'],
    pdt: ['America/Los_Angeles'],
    pt: ['America/Los_Angeles'],
    alaska: ['America/Anchorage'],
    akst: ['America/Anchorage'],
    akdt: ['America/Anchorage'],
    hawaii: ['Pacific/Honolulu'],
    hst: ['Pacific/Honolulu'],
    atlantic: ['America/Halifax'],
  }),
);

/** Zones of a cell. `offsets`: those of its parts that told no place but a distance from UTC, as they are written. */
export interface ReadZoneCell {
  ok: true;
  zones: readonly string[];
  offsets: readonly string[];
}

export interface RefusedZoneCell {
  ok: false;
  code: 'zone_unknown' | 'zone_offset_invalid';
  /** "<what is wrong>; expected <what>". */
  message: string;
}

const PLACE_NAME = 'a name like America/New_York';

/**
 * Reads a cell that names one or more zones (separated by commas, semicolons, bars): IANA names in any case, common
 * American names, or offsets from UTC (`UTC-5`, `GMT+02:00`, `-05:00`). An offset of whole hours is the zone
 * `Etc/GMT+5`, whose sign is the other way round and which knows no daylight saving time.
 */
export function readZoneCell(text: string, table: Pick<ZoneTable, 'has'>): ReadZoneCell | RefusedZoneCell {
  const found = new Set<string>();
  const offsets: string[] = [];
  for (const part of text.split(/[,;|]/)) {
    const name = part.trim();
    const offset = offsetZone(name);
    if (offset !== undefined) {
      if (offset === 'invalid' || !table.has(offset)) return refuseOffset(name);
      offsets.push(name);
      found.add(offset);
      continue;
    }
    const zones = COMMON.get(name.toLowerCase().replace(/ (?:standard |daylight )?time$/, '')) ?? iana(name, table);
    if (!zones) return { ok: false, code: 'zone_unknown', message: `no such time zone; expected ${PLACE_NAME}` };
    for (const zone of zones) {
      if (FIXED.test(zone)) offsets.push(name);
      found.add(zone);
    }
  }
  return { ok: true, zones: [...found].sort(), offsets };
}

/** The same, where only names that can be read matter. Undefined when any part is not a zone. */
export function readZones(text: string, table: Pick<ZoneTable, 'has'>): readonly string[] | undefined {
  const read = readZoneCell(text, table);
  return read.ok ? read.zones : undefined;
}

/** Also the minus of typographers. */
const OFFSET = /^(?:(?:utc|gmt)\s*)?([+\-\u2212])\s*(\d{1,2})(?:[:.]?(\d{2})|\.(\d))?$/i;
/** What is written without any offset, and is one. */
const AT_UTC = /^(?:utc|gmt|z)$/i;
const FIXED = /^Etc\/(?:GMT|UTC|UCT|Zulu|Universal|Greenwich)/;

/** The world's clocks are between UTC-12 and UTC+14: Etc/GMT+12 and Etc/GMT-14. */
function offsetZone(name: string): string | undefined {
  if (AT_UTC.test(name)) return 'Etc/GMT';
  const match = OFFSET.exec(name);
  if (!match) return undefined;
  const [, sign = '', hours = '', minutes = '0', tenths = '0'] = match;
  const east = sign === '+';
  const count = Number(hours);
  if (Number(minutes) !== 0 || Number(tenths) !== 0 || count > (east ? 14 : 12)) return 'invalid';
  if (count === 0) return 'Etc/GMT';
  return `Etc/GMT${east ? '-' : '+'}${count}`;
}

const refuseOffset = (name: string): RefusedZoneCell => ({
  ok: false,
  code: 'zone_offset_invalid',
  message: `"${name}" is no offset of whole hours between UTC-12 and UTC+14; expected the name of the place's zone, like Asia/Kolkata`,
});

function iana(name: string, table: Pick<ZoneTable, 'has'>): string[] | undefined {
  const underscored = name.replace(/ /g, '_');
  const titled = underscored
    .toLowerCase()
    .replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
  // Small words inside names: Port_of_Spain, Isle_of_Man, Dar_es_Salaam.
  const small = titled.replace(/_(Of|Es|Au)_/g, (word) => word.toLowerCase());
  const hit = [underscored, titled, small, underscored.toUpperCase()].find((candidate) => table.has(candidate));
  return hit === undefined || hit === '' ? undefined : [hit];
}
