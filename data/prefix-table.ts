import { isNorthAmerican } from './area-code.ts';

interface PrefixNode {
  found: readonly string[] | undefined;
  /** By next digit. */
  next: (PrefixNode | undefined)[];
}

const NONE: readonly string[] = Object.freeze([]);
const FIRST_AREA_CODE = 1_000;
/** +1, area code and seven digits: how all North American numbers are, so that one division finds their area. */
const NANP_FROM = 10_000_000_000;
const NANP_BELOW = 20_000_000_000;
const AFTER_AREA_CODE = 10_000_000;

/**
 * Phone prefix -> a set, looked up by E.164 digits: the area code in the North American plan, else the longest prefix;
 * empty = none. The arrays that come out are the very ones that went in.
 */
export function prefixTable(
  entries: Iterable<readonly [string, readonly string[]]>,
): (digits: number) => readonly string[] {
  const areas = Array.from({ length: 1_000 }, () => NONE);
  const root = emptyNode();
  for (const [prefix, members] of entries) {
    if (isNorthAmerican(prefix)) areas[Number(prefix) - FIRST_AREA_CODE] = members;
    else nodeOf(root, prefix).found = members;
  }
  return (digits) => {
    if (digits >= NANP_FROM && digits < NANP_BELOW) {
      return areas[Math.trunc(digits / AFTER_AREA_CODE) - FIRST_AREA_CODE] ?? NONE;
    }
    return isNorthAmericanShape(digits) ? (areas[firstFour(digits) - FIRST_AREA_CODE] ?? NONE) : longest(root, digits);
  };
}

const emptyNode = (): PrefixNode => ({ found: undefined, next: Array.from({ length: 10 }, () => undefined) });

function nodeOf(root: PrefixNode, prefix: string): PrefixNode {
  let node = root;
  for (const digit of prefix) node = node.next[Number(digit)] ??= emptyNode();
  return node;
}

/** What the longest prefix in the table has, digit by digit from the front. */
function longest(root: PrefixNode, digits: number): readonly string[] {
  let place = 1;
  while (place * 10 <= digits) place *= 10;
  let found = NONE;
  let rest = digits;
  let node = root.next[Math.trunc(rest / place)];
  while (node) {
    found = node.found ?? found;
    rest %= place;
    place /= 10;
    if (place < 1) break;
    node = node.next[Math.trunc(rest / place)];
  }
  return found;
}

/** Of another length than North American numbers have, but in their plan. */
const isNorthAmericanShape = (digits: number): boolean => digits >= FIRST_AREA_CODE && firstFour(digits) < 2_000;

function firstFour(digits: number): number {
  let first = digits;
  while (first >= 10_000) first = Math.trunc(first / 10);
  return first;
}
