import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_TITLES, findingTitle } from '../../../domain/finding-titles.ts';
import type { Finding } from '../../../engine/importing/findings.ts';

const finding = { severity: 'error', column: null, value: null, message: 'wrong; expected right' } as const;

const root = join(import.meta.dirname, '../../..');
const sources = ['engine', 'domain']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith('.ts') && !name.endsWith('finding-titles.ts'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');
const isSaid = (code: string): boolean => new RegExp(`['"\`]${code}['"\`]|\\b${code}: `).test(sources);

/** Those that are put together, and of what. */
const COMPOSED = new Map<string, RegExp>([
  ...(['national', 'formatted', 'unicode_digits', 'dialling_prefix'] as const).map(
    (note) => [`phone_${note}`, /`phone_\$\{cause\}`/] as const,
  ),
  ...(['unreadable', 'ambiguous'] as const).map(
    (problem) => [`consent_at_${problem}`, /`\$\{column\}_\$\{written\.problem\}`/] as const,
  ),
  ...(['unreadable', 'ambiguous'] as const).map(
    (problem) => [`consent_expires_${problem}`, /`\$\{column\}_\$\{written\.problem\}`/] as const,
  ),
]);

describe('titles of findings', () => {
  it('are there for every code that can be said: another one is no finding', () => {
    const known: Finding = { ...finding, code: 'phone_needs_country' };
    // @ts-expect-error -- a code without a title does not compile: this line must stay an error
    const unknown: Finding = { ...finding, code: 'of_which_nobody_wrote_a_title' };
    expect(findingTitle(known.code)).toBe('Number without a country code');
    // As an earlier version may have stored it.
    expect(findingTitle(unknown.code)).toBe('Of which nobody wrote a title');
  });

  it('are there for nothing else', () => {
    expect(Object.keys(FINDING_TITLES).filter((code) => !(COMPOSED.get(code)?.test(sources) ?? isSaid(code)))).toEqual(
      [],
    );
  });

  it('tell every two codes apart, and begin like a sentence', () => {
    const titles = Object.values(FINDING_TITLES);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z].*[^.]$/);
  });
});
