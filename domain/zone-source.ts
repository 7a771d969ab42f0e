/** What told the zones of a number, strongest first; `operator` = a person, afterwards. */
export const ZONE_SOURCES = ['column', 'address', 'prefix', 'default', 'none', 'operator'] as const;
export type ZoneSource = (typeof ZONE_SOURCES)[number];
