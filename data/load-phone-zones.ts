import { readFileSync } from 'node:fs';
import { prefixTable } from './prefix-table.ts';

/**
 * E.164 digits -> every zone that the phone may be in, sorted; empty = none known. Equal sets are the same frozen
 * array, so that callers can keep what they make of it by identity.
 */
export type ZonesOfPhone = (digits: number) => readonly string[];

/** Loads the table of phone prefixes (data/README.md says where it comes from). */
export function loadPhoneZones(file: string | URL = new URL('./phone-zones.json', import.meta.url)): ZonesOfPhone {
  const { prefixesByZones }: { prefixesByZones: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  return prefixTable(entriesOf(prefixesByZones));
}

function* entriesOf(prefixesByZones: Readonly<Record<string, string>>): Generator<[string, readonly string[]]> {
  const sets = new Map<string, readonly string[]>();
  for (const [names, prefixes] of Object.entries(prefixesByZones)) {
    const sorted = [...new Set(names.split(','))].sort();
    const zones = sets.get(sorted.join()) ?? Object.freeze(sorted);
    sets.set(sorted.join(), zones);
    for (const prefix of prefixes.split(' ')) yield [prefix, zones];
  }
}
