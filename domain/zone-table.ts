/** Offset rules of every IANA zone, from Outdial's own pinned data (data/), never from Node's. */
export interface ZoneTable {
  /** Release of the zone database, for example "2026f". */
  release: string;
  /** Canonical names and links alike. */
  has: (zone: string) => boolean;
  /** All of them, links too. */
  names: () => readonly string[];
  /** Minutes to add to UTC to read the wall clock there at that instant. Throws RangeError for an unknown zone. */
  offsetMinutesAt: (zone: string, instantMs: number) => number;
  /** The first instant after `instantMs` at which the offset changes, or Infinity. */
  nextChangeMs: (zone: string, instantMs: number) => number;
}
