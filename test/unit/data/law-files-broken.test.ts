import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LawFileError } from '../../../data/law-file-error.ts';
import { loadLaw, type LoadedLaw } from '../../../data/load-law.ts';
import { CHANNELS } from '../../../domain/channel.ts';
import { lawOf } from '../../../domain/law/law-of.ts';
import { CAMPAIGN_PURPOSES } from '../../../domain/purpose.ts';

const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_125);
const shipped = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../data/law/${name}`, import.meta.url)), 'utf8');
const RULES: unknown = JSON.parse(shipped('us.json'));
const HOLIDAYS: unknown = JSON.parse(shipped('holidays/us-states.json'));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-law-'));
  mkdirSync(join(folder, 'holidays'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Outcome = { loaded: LoadedLaw } | { problems: readonly { file: string; pointer: string; message: string }[] };

/** Loads the files; whatever is thrown but the one error that names every problem fails the test. */
function load(rules: string, holidays: string): Outcome {
  writeFileSync(join(folder, 'us.json'), rules);
  writeFileSync(join(folder, 'holidays', 'us-states.json'), holidays);
  try {
    return { loaded: loadLaw(folder) };
  } catch (error) {
    if (!(error instanceof LawFileError)) throw error;
    return { problems: error.problems };
  }
}

/** What loads is a law that answers for every place, purpose, channel and day. */
function expectUsable(law: LoadedLaw): void {
  const places = ['', '*', ...new Set(law.rules.map(({ jurisdiction }) => jurisdiction))];
  for (const placeKey of places) {
    for (const purpose of CAMPAIGN_PURPOSES) {
      for (const channel of CHANNELS) {
        const applied = lawOf(law, { placeKey, purpose, channel });
        for (const day of [20_000, 20_744, 20_783, 21_500]) {
          for (const { from, to } of applied.open?.(day) ?? []) {
            if (!(0 <= from && from < to && to <= 1_440)) throw new Error(`${placeKey}: minutes ${from} to ${to}`);
          }
          applied.capsAt(day * 86_400_000);
          applied.consentAt(day * 86_400_000);
        }
      }
    }
  }
}

function expectVerdict(outcome: Outcome): void {
  if ('loaded' in outcome) return expectUsable(outcome.loaded);
  expect(outcome.problems.length).toBeGreaterThan(0);
  for (const { file, pointer, message } of outcome.problems) {
    expect(file).toMatch(/\.json$/);
    expect(pointer).toMatch(/^(\/.*)?$/);
    expect(message).toMatch(/\w{3}/);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file with one value, picked by the numbers, changed, taken away, doubled or renamed. */
function mutate(value: unknown, picks: readonly number[], change: Change): unknown {
  const [pick = 0, ...rest] = picks;
  const stop = rest.length === 0;
  if (Array.isArray(value) && value.length > 0) {
    const at = pick % value.length;
    const list: unknown[] = value;
    const item = list[at];
    if (stop && change.kind === 'drop') return list.filter((_, index) => index !== at);
    if (stop && change.kind === 'double') return [...list, item];
    return list.map((each, index) => (index === at ? mutate(each, rest, change) : each));
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value);
    const at = pick % entries.length;
    return Object.fromEntries(
      entries.flatMap(([key, each], index): [string, unknown][] => {
        if (index !== at) return [[key, each]];
        if (stop && change.kind === 'drop') return [];
        if (stop && change.kind === 'double')
          return [
            [key, each],
            [`${key}2`, each],
          ];
        return [[key, mutate(each, rest, change)]];
      }),
    );
  }
  return change.value;
}

interface Change {
  kind: 'put' | 'drop' | 'double';
  value: unknown;
}
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('put', 'put', 'drop', 'double'),
  value: fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      '*',
      'US',
      'us-federal',
      '2026-02-30',
      '2026-11-31',
      '9999-12-31',
      '24:00',
      '25:00',
      '08:00',
    ),
    fc.constantFrom<unknown>('__proto__', 'constructor', -1, 0, 1e21, Number.MAX_SAFE_INTEGER, true, [], {}, [
      ['09:00', '09:00'],
    ]),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});
const picks = fc.array(fc.nat(500), { minLength: 1, maxLength: 7 });

describe('rule files that somebody broke', () => {
  it(`load as a law that answers, or are refused by name of file, place and words (seed ${SEED})`, () => {
    const seen = { loaded: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(fc.tuple(picks, change, fc.boolean()), { minLength: 1, maxLength: 3 }), (edits) => {
        let rules = RULES;
        let holidays = HOLIDAYS;
        for (const [where, how, inRules] of edits) {
          if (inRules) rules = mutate(rules, where, how);
          else holidays = mutate(holidays, where, how);
        }
        const outcome = load(JSON.stringify(rules), JSON.stringify(holidays));
        expectVerdict(outcome);
        seen['loaded' in outcome ? 'loaded' : 'refused']++;
      }),
      { numRuns: 150, seed: SEED },
    );
    expect(seen.loaded).toBeGreaterThan(5);
    expect(seen.refused).toBeGreaterThan(50);
  });

  it('are refused when bytes of them are lost, doubled or replaced', () => {
    const text = JSON.stringify(RULES);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 3, unit: 'binary' }), (at, lost, put) => {
        expectVerdict(load(text.slice(0, at) + put + text.slice(at + lost), JSON.stringify(HOLIDAYS)));
      }),
      { numRuns: 150, seed: SEED },
    );
    expect(load('', JSON.stringify(HOLIDAYS))).toMatchObject({ problems: [{ pointer: '' }] });
  });
});

it('have another digest whenever a rule or a calendar is another, whatever their versions say', () => {
  const digestOf = (rules: unknown, holidays: unknown): string => {
    const outcome = load(JSON.stringify(rules), JSON.stringify(holidays));
    if (!('loaded' in outcome)) throw new Error('refused');
    return outcome.loaded.digest ?? '';
  };
  const same = digestOf(RULES, HOLIDAYS);
  expect(digestOf(RULES, HOLIDAYS)).toBe(same);
  expect(same).toBe(loadLaw().digest);
  const laxer = mutate(RULES, [3, 0], { kind: 'drop', value: null });
  const fewerDays = mutate(HOLIDAYS, [3, 0, 4], { kind: 'drop', value: null });
  expect(new Set([same, digestOf(laxer, HOLIDAYS), digestOf(RULES, fewerDays)]).size).toBe(3);
});
