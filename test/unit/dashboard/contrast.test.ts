import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, '../../../dashboard/styles/tokens.css'), 'utf8');
const blockOf = (selector: string): string => CSS.split(`${selector} {`)[1]?.split('}')[0] ?? '';
const tokensOf = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]));

const THEMES = { light: tokensOf(blockOf(':root')), dark: tokensOf(blockOf("[data-theme='dark']")) };
const STATES = ['done', 'live', 'waiting', 'scheduled', 'retryable', 'final', 'paused', 'suppressed', 'neutral'];
const GROUNDS = ['bg', 'surface', 'raised', 'sunken', 'hover', 'selected'];
/** Text on ground, as components pair them. */
const PAIRS: [string, string][] = [
  ...STATES.flatMap((state): [string, string][] => [
    [`${state}-fg`, `${state}-bg`],
    [`${state}-fg`, 'surface'],
    [`${state}-fg`, 'raised'],
  ]),
  ...GROUNDS.flatMap((ground): [string, string][] => [
    ['fg', ground],
    ['fg-muted', ground],
    ['fg-subtle', ground],
    ['accent-text', ground],
  ]),
  ...STATES.map((state): [string, string] => ['fg', `${state}-bg`]),
  ['accent-fg', 'accent'],
  ['accent-fg', 'accent-hover'],
  ['accent-text', 'accent-soft'],
];

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(THEMES))('the %s theme', (_name, tokens) => {
  it('has the same colours as the other', () => {
    expect([...tokens.keys()].toSorted()).toEqual([...THEMES.light.keys()].toSorted());
    expect(tokens.size).toBeGreaterThan(50);
  });

  it('keeps text at 4.5:1 or more on every ground that it stands on', () => {
    const weak = PAIRS.flatMap(([text, ground]) => {
      const [front, back] = [tokens.get(text), tokens.get(ground)];
      if (front === undefined || back === undefined) return [`${text} on ${ground}: no such colour`];
      const ratio = contrast(front, back);
      return ratio >= 4.5 ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
    });
    expect(weak).toEqual([]);
  });
});
