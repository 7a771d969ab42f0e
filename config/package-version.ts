import { readFileSync } from 'node:fs';

/** The version of this package, as it tells it to people. */
export function packageVersion(): string {
  const content: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const known = typeof content === 'object' && content !== null && 'version' in content;
  return known && typeof content.version === 'string' ? content.version : 'unknown';
}
