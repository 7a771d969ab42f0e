import { readFileSync } from 'node:fs';
import { unpackZoneTable, type PackedZones } from '../domain/packed-zones.ts';
import type { ZoneTable } from '../domain/zone-table.ts';

/**
 * Loads Outdial's own zone rules. `file`: another zones.json, for an installation that needs a newer release of the
 * zone database than this version brought. Throws when the file is missing or not a zone file.
 */
export function loadZones(file: string | URL = new URL('./zones.json', import.meta.url)): ZoneTable {
  const packed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isPackedZones(packed))
    throw new Error(`${String(file)} is not a zone file: release, zones and links are needed`);
  return unpackZoneTable(packed);
}

function isPackedZones(value: unknown): value is PackedZones {
  if (typeof value !== 'object' || value === null) return false;
  if (!('release' in value && 'zones' in value && 'links' in value)) return false;
  return typeof value.release === 'string' && Array.isArray(value.zones) && Array.isArray(value.links);
}
