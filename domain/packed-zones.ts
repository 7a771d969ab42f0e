import type { ZoneTable } from './zone-table.ts';

/** Zone rules as moment-timezone packs them: "name|abbreviations|offsets|indices|steps", numbers in base 60. */
export interface PackedZones {
  release: string;
  zones: readonly string[];
  /** "target|alias" */
  links: readonly string[];
}

interface ZoneRules {
  /** Instants at which the offset changes, ascending. */
  changesMs: Float64Array;
  /** Minutes east of UTC, one more than there are changes. */
  offsetsMinutes: Float64Array;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

function unpackNumber(text: string): number {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0).split('.');
  let value = 0;
  for (const digit of whole) value = value * 60 + DIGITS.indexOf(digit);
  let unit = 1;
  for (const digit of fraction) {
    unit /= 60;
    value += DIGITS.indexOf(digit) * unit;
  }
  return negative ? -value : value;
}

function unpackZone(packed: string): ZoneRules {
  const [, , offsets = '', indices = '', steps = ''] = packed.split('|');
  // The source counts minutes west of UTC.
  const offsetValues = offsets.split(' ').map((text) => 0 - unpackNumber(text));
  const all = Array.from(indices, (index) => offsetValues[DIGITS.indexOf(index)] ?? 0);
  const changesMs: number[] = [];
  const kept: number[] = all.slice(0, 1);
  let atMs = 0;
  for (const [i, step] of steps.split(' ').entries()) {
    if (step === '' || i + 1 >= all.length) break;
    atMs += Math.round(unpackNumber(step) * 60_000);
    const offset = all[i + 1] ?? 0;
    // A change of the abbreviation alone moves no clock.
    if (offset === kept.at(-1)) continue;
    changesMs.push(atMs);
    kept.push(offset);
  }
  return { changesMs: Float64Array.from(changesMs), offsetsMinutes: Float64Array.from(kept) };
}

/** How many of the ascending `values` are <= `limit`. */
function countUpTo(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Makes a zone table of packed rules; a zone is unpacked when first asked for. After the last change that the data
 * knows (2037) the offset stays as it is.
 */
export function unpackZoneTable(packed: PackedZones): ZoneTable {
  const sources = new Map<string, string>();
  for (const zone of packed.zones) sources.set(zone.slice(0, zone.indexOf('|')), zone);
  for (const link of packed.links) {
    const [target = '', alias = ''] = link.split('|');
    const source = sources.get(target);
    if (source === undefined) throw new Error(`zone link without a target: ${link}`);
    sources.set(alias, source);
  }
  const unpacked = new Map<string, ZoneRules>();

  const rulesOf = (zone: string): ZoneRules => {
    const known = unpacked.get(zone);
    if (known) return known;
    const source = sources.get(zone);
    if (source === undefined) throw new RangeError(`unknown time zone: ${zone}`);
    const rules = unpackZone(source);
    unpacked.set(zone, rules);
    return rules;
  };

  return {
    release: packed.release,
    has: (zone) => sources.has(zone),
    names: () => [...sources.keys()],
    offsetMinutesAt: (zone, instantMs) => {
      const rules = rulesOf(zone);
      return rules.offsetsMinutes[countUpTo(rules.changesMs, instantMs)] ?? 0;
    },
    nextChangeMs: (zone, instantMs) => {
      const rules = rulesOf(zone);
      return rules.changesMs[countUpTo(rules.changesMs, instantMs)] ?? Infinity;
    },
  };
}
