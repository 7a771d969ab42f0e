/** Lenient readers of a provider's JSON: what is missing or of another type is `undefined`, never an exception. */
export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a body, or undefined when it is empty, cut, or not JSON at all. */
export const jsonOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

export const objectOf = (value: unknown): JsonObject | undefined => (isObject(value) ? value : undefined);

/** A string with something in it. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A finite number, also when it comes as a string ("12.5"). */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects in a list; undefined when it is no list. */
export const objectsOf = (value: unknown): JsonObject[] | undefined =>
  Array.isArray(value) ? listOf(value).filter(isObject) : undefined;

/** ISO instant of a date string that can be read; undefined otherwise, because a later cast in SQL would fail. */
export const instantOf = (value: unknown): string | undefined => {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

/** Digits of a phone as a number; undefined when it is no E.164 number (a SIP address, "anonymous"). */
export const phoneDigitsOf = (value: unknown): number | undefined => {
  const text = textOf(value)?.replace(/[\s().-]/g, '');
  return text !== undefined && /^\+?[1-9]\d{4,14}$/.test(text) ? Number(text.replace('+', '')) : undefined;
};

/**
 * One property, or none when the value is undefined: optional properties here are absent, never `undefined`.
 * The first signature promises what the second builds: an object with exactly that one key, or none.
 */
export function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V };
export function given(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
