/**
 * Search parameters as plain text: `?state=failed&cause=busy`, repeated names for lists. The router's own form quotes
 * and nests; links of this dashboard are read, typed and kept by people (E3).
 */
export type RawSearch = Record<string, unknown>;

/** For the router: text to raw values. A name that comes twice is a list. */
export function parseSearch(text: string): RawSearch {
  // A map, because a name may be that of something that every object has.
  const raw = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = raw.get(name);
    raw.set(name, known === undefined ? value : [known, value].flat());
  }
  return Object.fromEntries(raw);
}

/** For the router: values to text. What is undefined, null, empty or false is left out. */
export function stringifySearch(search: RawSearch): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) out.append(name, String(one));
    }
  }
  return out.size === 0 ? '' : `?${out}`;
}

const firstOf = (value: unknown): string | undefined => {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'number' || typeof one === 'boolean') return String(one);
  return typeof one === 'string' && one !== '' ? one : undefined;
};

/** A text, or undefined. */
export const text = (raw: RawSearch, name: string): string | undefined => firstOf(raw[name]);

/** A whole number of 0 or more, or undefined. */
export function whole(raw: RawSearch, name: string): number | undefined {
  const value = firstOf(raw[name]);
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** One of the given, or undefined: an old link with a value that is no longer known shows everything. */
export function oneOf<const Value extends string>(
  raw: RawSearch,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const value = firstOf(raw[name]);
  return values.find((known) => known === value);
}

/** Those of the given that are there; undefined when none is. */
export function someOf<const Value extends string>(
  raw: RawSearch,
  name: string,
  values: readonly Value[],
): Value[] | undefined {
  const given = list(raw, name) ?? [];
  const known = values.filter((value) => given.includes(value));
  return known.length === 0 ? undefined : known;
}

/** Repeated or comma-parted texts; undefined when there are none. */
export function list(raw: RawSearch, name: string): string[] | undefined {
  const value = raw[name];
  const texts = [value].flat().flatMap((one) => (typeof one === 'string' ? one.split(',') : []));
  const filled = texts.filter((one) => one !== '');
  return filled.length === 0 ? undefined : filled;
}

/** True when it says so; undefined else, so that it stays out of the address. */
export const flag = (raw: RawSearch, name: string): true | undefined =>
  ['true', '1', 'yes'].includes(firstOf(raw[name]) ?? '') ? true : undefined;
