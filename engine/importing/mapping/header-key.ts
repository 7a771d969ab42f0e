import { createHash } from 'node:crypto';
import { columnKey } from './header-aliases.ts';

/** An index entry of Postgres holds 2,700 bytes; a list of hundreds of columns is known by its hash. */
const MAX_KEY_CHARACTERS = 800;

/** What a set of headers is known by: the same for any order, case, accents and punctuation. */
export function headerKey(header: readonly string[]): string {
  const key = header.map(columnKey).sort().join(',');
  return key.length <= MAX_KEY_CHARACTERS ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/** The headers in a key, normalised; empty when it is a hash. */
export const headersOfKey = (key: string): string[] => (key.startsWith('sha256:') ? [] : key.split(','));
