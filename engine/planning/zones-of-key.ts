/** The zones of a `zone_key`; none for an empty one. */
export const zonesOfKey = (zoneKey: string): string[] => (zoneKey === '' ? [] : zoneKey.split(','));
