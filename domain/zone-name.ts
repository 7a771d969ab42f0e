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

/**
 * Reads a cell that names one or more zones (separated by commas, semicolons, bars): IANA names in any case, or common
 * American names. Undefined when any part is not a zone.
 */
export function readZones(text: string, table: Pick<ZoneTable, 'has'>): readonly string[] | undefined {
  const found = new Set<string>();
  for (const part of text.split(/[,;|]/)) {
    const name = part.trim();
    const zones = COMMON.get(name.toLowerCase().replace(/ (?:standard |daylight )?time$/, '')) ?? iana(name, table);
    if (!zones) return undefined;
    for (const zone of zones) found.add(zone);
  }
  return [...found].sort();
}

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
