import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';
import { answerLine } from '../../../dev/decide/answer-line.ts';
import { readLines } from '../../../dev/decide/read-lines.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const table = loadZones();

const CASE = {
  id: 'a',
  zones: ['America/New_York', 'America/Los_Angeles'],
  windows: { mon: [['10:00', '17:00']], tue: [['10:00', '17:00']] },
  blackoutDates: [],
  marginSeconds: 90,
  instant: '2026-11-23T19:00:00Z',
};
const lineOf = (changes: object): string => JSON.stringify({ ...CASE, ...changes });
function answer(changes: object): unknown {
  const given = answerLine(lineOf(changes), table);
  if (!given || 'problem' in given) throw new Error(given?.problem ?? 'no answer');
  return JSON.parse(given.json);
}
function problem(line: string): string | undefined {
  const given = answerLine(line, table);
  return given && 'problem' in given ? given.problem : undefined;
}

describe('a case', () => {
  it('is allowed when the instant and the margin after it lie in one open stretch of every zone', () => {
    expect(answer({})).toEqual({ id: 'a', allowed: true, reason: null, nextOpen: '2026-11-23T19:00:00Z' });
    expect(answer({ instant: '2026-11-23T21:58:29Z' })).toMatchObject({ allowed: true });
    // 17:00:00 in New York is no longer inside.
    expect(answer({ instant: '2026-11-23T21:58:30Z' })).toEqual({
      id: 'a',
      allowed: false,
      reason: 'closed:America/New_York',
      nextOpen: '2026-11-24T18:00:00Z',
    });
  });

  it('names the closed zones in the order in which they were given', () => {
    const zones = ['UTC', 'America/New_York', 'America/Los_Angeles'];
    expect(answer({ zones, instant: '2026-11-23T16:00:00Z' })).toMatchObject({ reason: 'closed:America/Los_Angeles' });
    const night = { instant: '2026-11-23T05:00:00Z' };
    expect(answer({ zones, ...night })).toMatchObject({ reason: `closed:${zones.join(',')}` });
    expect(answer({ zones: [...zones].reverse(), ...night })).toMatchObject({
      reason: `closed:${[...zones].reverse().join(',')}`,
    });
  });

  test.each([[[]], [null], [['Mars/Olympus']], [['America/New_York', 'Nowhere']], [['']], [[7]]])(
    'with the zones %j is not decided',
    (zones) => {
      expect(answer({ zones })).toEqual({ id: 'a', allowed: false, reason: 'unknown_zone', nextOpen: null });
    },
  );

  it('has no next opening where none comes within 400 days', () => {
    const never = { allowed: false, nextOpen: null };
    expect(answer({ windows: {} })).toMatchObject(never);
    expect(answer({ zones: ['Pacific/Guam', 'America/New_York'] })).toMatchObject(never);
    // Open for a minute and a half at a time: the last instant of it lies outside.
    expect(answer({ windows: { mon: [['10:00', '10:01']] } })).toMatchObject(never);
    const year = Array.from({ length: 460 }, (_, day) =>
      new Date(Date.parse('2026-11-20T00:00Z') + day * 86_400_000).toISOString().slice(0, 10),
    );
    expect(answer({ blackoutDates: year })).toMatchObject(never);
    expect(answer({ blackoutDates: year.slice(0, 390) })).toMatchObject({ nextOpen: '2027-12-20T18:00:00Z' });
  });

  it('takes out every instant of a blackout date, and nothing of the dates around it', () => {
    const fridayNight = { zones: ['UTC'], windows: { fri: [['22:00', '02:00']] }, marginSeconds: 0 };
    const saturday = { ...fridayNight, blackoutDates: ['2026-11-28'] };
    expect(answer({ ...saturday, instant: '2026-11-27T23:59:59Z' })).toMatchObject({ allowed: true });
    expect(answer({ ...saturday, instant: '2026-11-28T00:00:00Z' })).toMatchObject({ allowed: false });
    const friday = { ...fridayNight, blackoutDates: ['2026-11-27'] };
    expect(answer({ ...friday, instant: '2026-11-27T23:59:59Z' })).toMatchObject({
      allowed: false,
      nextOpen: '2026-11-28T00:00:00Z',
    });
  });

  it('joins windows that overlap, and takes one that ends where it starts as never open', () => {
    const windows = {
      mon: [
        ['10:00', '12:00'],
        ['11:00', '15:00'],
        ['09:00', '09:00'],
      ],
    };
    const asked = { zones: ['UTC'], windows, marginSeconds: 3_600 };
    expect(answer({ ...asked, instant: '2026-11-23T09:00:00Z' })).toMatchObject({ nextOpen: '2026-11-23T10:00:00Z' });
    expect(answer({ ...asked, instant: '2026-11-23T11:30:00Z' })).toMatchObject({ allowed: true });
  });

  it('writes the next opening as the instant was written, never before it', () => {
    expect(answer({ instant: Date.parse('2026-11-23T19:00:00.001Z') })).toMatchObject({
      allowed: true,
      nextOpen: Date.parse('2026-11-23T19:00:01Z'),
    });
    expect(answer({ instant: '2026-11-23T14:00:00.0001-05:00' })).toMatchObject({
      allowed: true,
      nextOpen: '2026-11-23T19:00:01.000Z',
    });
    // The last millisecond is allowed, no whole second after it is.
    expect(answer({ instant: '2026-11-23T21:58:29.999Z' })).toMatchObject({
      allowed: true,
      nextOpen: '2026-11-24T18:00:00.000Z',
    });
  });
});

describe('a line that is no case', () => {
  test.each([
    ['{', 'not JSON'],
    ['[]', 'not an object'],
    [lineOf({ id: undefined }), 'id: '],
    [lineOf({ zones: 'UTC' }), 'zones: '],
    [lineOf({ windows: undefined }), 'windows: '],
    [lineOf({ windows: { Mon: [] } }), 'windows.Mon: use mon, tue'],
    [lineOf({ windows: { mon: ['10:00', '17:00'] } }), 'windows.mon: write'],
    [lineOf({ windows: { mon: [['9:00', '17:00']] } }), 'windows.mon[0]: "9:00"'],
    [lineOf({ windows: { mon: [['24:00', '02:00']] } }), 'windows.mon[0]: "24:00"'],
    [lineOf({ windows: { mon: [['20:00', '24:01']] } }), 'windows.mon[0]: "24:01"'],
    [lineOf({ blackoutDates: ['2026-02-30'] }), 'blackoutDates[0]: "2026-02-30"'],
    [lineOf({ blackoutDates: '2026-02-03' }), 'blackoutDates: '],
    [lineOf({ marginSeconds: -1 }), 'marginSeconds: '],
    [lineOf({ marginSeconds: '90' }), 'marginSeconds: '],
    [lineOf({ instant: '2026-11-23T19:00:00' }), 'instant "2026-11-23T19:00:00": write'],
    [lineOf({ instant: '2026-02-30T19:00:00Z' }), 'instant "2026-02-30T19:00:00Z": there is no such'],
    [lineOf({ instant: '2026-02-03T25:00:00Z' }), 'instant "2026-02-03T25:00:00Z": there is no such'],
    [lineOf({ instant: 1_795_449_600 }), 'instant 1795449600: seconds?'],
    [lineOf({ instant: null }), 'instant: '],
  ])('%s', (line, told) => {
    expect(problem(line)?.slice(0, told.length)).toBe(told);
  });
});

describe('readLines', () => {
  const collect = async (chunks: string[], maxChars?: number): Promise<(string | undefined)[]> => {
    const lines: (string | undefined)[] = [];
    async function* source(): AsyncGenerator<string> {
      yield* chunks;
    }
    for await (const line of readLines(source(), maxChars)) lines.push(line);
    return lines;
  };

  it('joins what chunks cut, and splits at line ends only', async () => {
    expect(await collect(['a', 'b\r', '\nc\u2028d\n\n', 'e'])).toEqual(['ab', 'c\u2028d', '', 'e']);
  });

  it('gives nothing in place of a line that is too long, and goes on after it', async () => {
    expect(await collect(['ab\n', 'cdef', 'ghij\nk', 'l\nmnopqr'], 3)).toEqual(['ab', undefined, 'kl', undefined]);
  });
});

describe('the command', () => {
  it('answers the lines that it can read, tells the number of the others, and ends with 1', () => {
    const run = (input: string) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'dev/decide.ts', '-'], { cwd: ROOT, input, encoding: 'utf8' });
    const clean = run(`\uFEFF${lineOf({})}\n\n${lineOf({ id: 2, zones: [] })}`);
    expect([clean.status, clean.stderr]).toEqual([0, '']);
    expect(clean.stdout).toBe(
      '{"id":"a","allowed":true,"reason":null,"nextOpen":"2026-11-23T19:00:00Z"}\n' +
        '{"id":2,"allowed":false,"reason":"unknown_zone","nextOpen":null}\n',
    );
    const mixed = run(`${lineOf({})}\nnot a case\n${lineOf({ id: 'z' })}\n`);
    expect(mixed.status).toBe(1);
    expect(mixed.stderr).toBe('line 2: not JSON: write one object per line\n');
    expect(mixed.stdout.split('\n').map((line) => line.slice(0, 9))).toEqual(['{"id":"a"', '{"id":"z"', '']);
  });
});
