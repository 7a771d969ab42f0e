export interface AreaCode {
  code: string;
  /** Every zone in which phones of this area code live, by the states' own borders: the judge's truth. */
  zones: readonly string[];
  weight: number;
}

const EAST = ['America/New_York'];
const CENTRAL = ['America/Chicago'];
const PACIFIC = ['America/Los_Angeles'];

/**
 * Where the demo's people live. Written apart from `data/`, so that a zone that its table lacks is found as a breach.
 * 850 is Florida's panhandle on both sides of the line, 605 all of South Dakota, 208 Idaho, 907 Alaska with Adak.
 */
export const AREA_CODES: readonly AreaCode[] = [
  { code: '212', zones: EAST, weight: 16 },
  { code: '617', zones: EAST, weight: 12 },
  { code: '404', zones: EAST, weight: 12 },
  { code: '305', zones: EAST, weight: 10 },
  { code: '312', zones: CENTRAL, weight: 10 },
  { code: '512', zones: CENTRAL, weight: 8 },
  { code: '303', zones: ['America/Denver'], weight: 6 },
  { code: '602', zones: ['America/Phoenix'], weight: 4 },
  { code: '213', zones: PACIFIC, weight: 6 },
  { code: '206', zones: PACIFIC, weight: 5 },
  { code: '850', zones: ['America/New_York', 'America/Chicago'], weight: 3 },
  { code: '605', zones: ['America/Chicago', 'America/Denver'], weight: 2 },
  { code: '208', zones: ['America/Boise', 'America/Los_Angeles'], weight: 2 },
  { code: '907', zones: ['America/Anchorage', 'America/Adak'], weight: 2 },
  { code: '808', zones: ['Pacific/Honolulu'], weight: 2 },
];

/** Toll-free numbers live nowhere: no zone is known, so nobody there may be dialled. */
export const NOWHERE = '800';
