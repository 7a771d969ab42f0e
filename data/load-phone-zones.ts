import { readFileSync } from 'node:fs';
import { isNorthAmerican } from './area-code.ts';

/**
 * E.164 digits -> every zone that the phone may be in, sorted; empty = none known. Equal sets are the same frozen
 * array, so that callers can keep what they make of it by identity.
 */
export type ZonesOfPhone = (digits: number) => readonly string[];

interface PrefixNode {
  zones: readonly string[] | undefined;
  /** By next digit. */
  next: (PrefixNode | undefined)[];
}

const NONE: readonly string[] = Object.freeze([]);
const FIRST_AREA_CODE = 1_000;
/** +1, area code and seven digits: how all North American numbers are, so that one division finds their area. */
const NANP_FROM = 10_000_000_000;
const NANP_BELOW = 20_000_000_000;
const AFTER_AREA_CODE = 10_000_000;

/** Loads the table of phone prefixes (data/README.md says where it comes from). */
export function loadPhoneZones(file: string | URL = new URL('./phone-zones.json', import.meta.url)): ZonesOfPhone {
  const { prefixesByZones }: { prefixesByZones: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  const sets = new Map<string, readonly string[]>();
  const areas = Array.from({ length: 1_000 }, () => NONE);
  const root = emptyNode();
  for (const [names, prefixes] of Object.entries(prefixesByZones)) {
    const sorted = [...new Set(names.split(','))].sort();
    const zones = sets.get(sorted.join()) ?? Object.freeze(sorted);
    sets.set(sorted.join(), zones);
    for (const prefix of prefixes.split(' ')) {
      if (isNorthAmerican(prefix)) areas[Number(prefix) - FIRST_AREA_CODE] = zones;
      else nodeOf(root, prefix).zones = zones;
    }
  }
  return (digits) => {
    if (digits >= NANP_FROM && digits < NANP_BELOW) {
      return areas[Math.trunc(digits / AFTER_AREA_CODE) - FIRST_AREA_CODE] ?? NONE;
    }
    return isNorthAmericanShape(digits) ? (areas[firstFour(digits) - FIRST_AREA_CODE] ?? NONE) : longest(root, digits);
  };
}

const emptyNode = (): PrefixNode => ({ zones: undefined, next: Array.from({ length: 10 }, () => undefined) });

function nodeOf(root: PrefixNode, prefix: string): PrefixNode {
  let node = root;
  for (const digit of prefix) node = node.next[Number(digit)] ??= emptyNode();
  return node;
}

/** The zones of the longest prefix that the table has, digit by digit from the front. */
function longest(root: PrefixNode, digits: number): readonly string[] {
  let place = 1;
  while (place * 10 <= digits) place *= 10;
  let zones = NONE;
  let rest = digits;
  let node = root.next[Math.trunc(rest / place)];
  while (node) {
    zones = node.zones ?? zones;
    rest %= place;
    place /= 10;
    if (place < 1) break;
    node = node.next[Math.trunc(rest / place)];
  }
  return zones;
}

/** Of another length than North American numbers have, but in their plan. */
const isNorthAmericanShape = (digits: number): boolean => digits >= FIRST_AREA_CODE && firstFour(digits) < 2_000;

function firstFour(digits: number): number {
  let first = digits;
  while (first >= 10_000) first = Math.trunc(first / 10);
  return first;
}
