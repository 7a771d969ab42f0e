import { readFileSync } from 'node:fs';
import { isNorthAmerican } from './area-code.ts';

/** E.164 digits -> every zone that the phone may be in; empty = none known. */
export type ZonesOfPhone = (digits: number) => readonly string[];

const NONE: readonly string[] = [];

/** Loads the table of phone prefixes (data/README.md says where it comes from). */
export function loadPhoneZones(file: string | URL = new URL('./phone-zones.json', import.meta.url)): ZonesOfPhone {
  const { prefixesByZones }: { prefixesByZones: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  const zonesByPrefix = new Map<string, readonly string[]>();
  let longest = 1;
  for (const [zones, prefixes] of Object.entries(prefixesByZones)) {
    const list = Object.freeze(zones.split(','));
    for (const prefix of prefixes.split(' ')) {
      zonesByPrefix.set(prefix, list);
      longest = Math.max(longest, prefix.length);
    }
  }
  return (digits) => {
    const text = String(digits);
    if (isNorthAmerican(text)) return zonesByPrefix.get(text.slice(0, 4)) ?? NONE;
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const zones = zonesByPrefix.get(text.slice(0, length));
      if (zones) return zones;
    }
    return NONE;
  };
}
