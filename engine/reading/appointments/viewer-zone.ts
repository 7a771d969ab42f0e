import type { ZoneTable } from '../../../domain/zone-table.ts';
import { EngineError } from '../../error.ts';

/** The zone of whoever asks, where one was given. Throws EngineError `unknown_zone`. */
export function viewerZone(table: ZoneTable, zone: string | undefined): string | null {
  if (zone === undefined) return null;
  if (table.has(zone)) return zone;
  throw new EngineError('invalid', 'unknown_zone', `There is no time zone "${zone}".`, {
    repair: 'Name it like America/Chicago.',
  });
}
