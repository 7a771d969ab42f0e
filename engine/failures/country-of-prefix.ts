import { sql, type SQL } from 'drizzle-orm';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import { everyPrefix } from '../../domain/number-prefix.ts';
import { EngineError } from '../error.ts';
import { countedWith, nameOfCounted, placesOfPrefix } from './place-of-prefix.ts';

/**
 * ISO 3166 code of the country that numbers of a counted prefix belong to; the North American plan is told apart by its
 * area codes. Of several that share it, the one with the most numbers. Null = of none, as toll-free numbers, or of none
 * that is known.
 */
export const countryOfPrefix = (prefix: string, places: PlaceBook): string | null =>
  placesOfPrefix(prefix, places)[0]?.slice(0, 2) ?? null;

/**
 * Whether a number is of a country: by the prefixes that its bar adds up. `pointer`: where the country was asked for.
 * Throws EngineErrors `unknown_country`, `country_counted_with_another`.
 */
export function isOfCountry(phone: SQL, country: string, places: PlaceBook, pointer: string): SQL {
  const prefixes = everyPrefix().filter((prefix) => countryOfPrefix(prefix, places) === country);
  if (prefixes.length > 0) return beginsWithOneOf(phone, prefixes);
  const host = countedWith(country);
  if (host !== undefined) {
    const words = `Numbers of ${country} (${places.nameOfPlace(country)}) are counted with those of ${host} (${nameOfCounted(host, places)}).`;
    throw new EngineError('invalid', 'country_counted_with_another', words, {
      repair: `Ask for country=${host}.`,
      details: { pointer },
    });
  }
  throw new EngineError('invalid', 'unknown_country', `No phone numbers of a country ${country} are known.`, {
    repair: 'Write its code of two letters, like US or GB.',
    details: { pointer },
  });
}

/** No prefix begins another: to cut a number at their length is enough, and cheaper than to find where its own ends. */
function beginsWithOneOf(phone: SQL, prefixes: readonly string[]): SQL {
  const lengths = [...new Set(prefixes.map(({ length }) => length))];
  const ofLength = (length: number): SQL =>
    sql`left(${phone}::text, ${length}::int) = any(${sql.param(prefixes.filter((prefix) => prefix.length === length))}::text[])`;
  return sql`(${sql.join(lengths.map(ofLength), sql` or `)})`;
}
