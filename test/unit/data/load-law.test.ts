import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LawFileError } from '../../../data/law-file-error.ts';
import { loadLaw } from '../../../data/load-law.ts';
import { parseLocalDay } from '../../../domain/wall-clock.ts';

const law = loadLaw();
const day = (text: string): number => parseLocalDay(text) ?? Number.NaN;

const RULE = {
  id: 'xx-hours',
  jurisdiction: 'XX',
  from: '2026-01-01',
  purposes: ['marketing'],
  channels: ['call'],
  hours: { mon: [['09:00', '20:00']] },
  confirmed: true,
  source: 'a law',
};
const FILE = { version: '2026-11-25', title: 'a country', notLegalAdvice: true, rules: [RULE] };

/** A folder with these files, gone after the test. */
function folderOf(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-law-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'holidays'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function problemsOf(folder: string): string[] {
  try {
    loadLaw(folder);
  } catch (error) {
    if (!(error instanceof LawFileError)) throw error;
    return error.problems.map(({ file, pointer, message }) => `${file.split('/').at(-1)}#${pointer} ${message}`);
  }
  return [];
}

const rule = (change: object): object => ({ ...FILE, rules: [{ ...RULE, ...change }] });
const rules = (...changes: object[]): object => ({ ...FILE, rules: changes.map((change) => ({ ...RULE, ...change })) });

describe('the shipped rule files', () => {
  it('load, and cite a source for each rule', () => {
    expect(law.rules.length).toBeGreaterThan(80);
    for (const { id, source } of law.rules) expect(source, id).toMatch(/\w{3}/);
    expect(Object.keys(law.versions)).toEqual(['ca.json', 'default.json', 'eu.json', 'gb.json', 'us.json']);
  });

  it('call no rule confirmed that rests on a compilation', () => {
    const wrong = law.rules.filter(({ source, confirmed }) => confirmed && /secondary|checked by counsel/.test(source));
    expect(wrong).toEqual([]);
    expect(law.rules.filter(({ confirmed }) => !confirmed).length).toBeGreaterThan(15);
  });

  it.each([
    ['US', ['08:00-21:00'], ['08:00-21:00'], ['08:00-21:00']],
    ['US-AL', ['08:00-20:00'], ['08:00-20:00'], []],
    ['US-FL', ['08:00-20:00'], ['08:00-20:00'], ['08:00-20:00']],
    ['US-KY', ['10:00-21:00'], ['10:00-21:00'], ['10:00-21:00']],
    ['US-ME', ['09:00-17:00'], [], []],
    ['US-PA', ['08:00-21:00'], ['08:00-21:00'], []],
    ['US-RI', ['09:00-18:00'], [], []],
    ['US-TX', ['09:00-21:00'], ['09:00-21:00'], ['12:00-21:00']],
    ['CA', ['09:00-21:30'], ['10:00-18:00'], ['10:00-18:00']],
    ['FR', ['10:00-13:00', '14:00-20:00'], [], []],
    ['ES', ['09:00-21:00'], [], []],
    ['*', ['10:00-17:00'], [], []],
  ])('keep the hours of %s', (jurisdiction, monday, saturday, sunday) => {
    const hours = law.rulesOf(jurisdiction).find((each) => each.hours !== undefined)?.hours;
    const words = (windows: [string, string][] = []): string[] => windows.map((window) => window.join('-'));
    expect([words(hours?.mon), words(hours?.sat), words(hours?.sun)]).toEqual([monday, saturday, sunday]);
  });

  it.each([
    ['US-FL', 3, 24],
    ['US-OK', 3, 24],
    ['US-MD', 3, 24],
    ['US-ME', 1, 8],
    ['FR', 4, 720],
  ])('cap the attempts of %s', (jurisdiction, count, hours) => {
    expect(law.rulesOf(jurisdiction).flatMap(({ caps = [] }) => caps)).toEqual([{ count, hours }]);
  });

  it('bind no emergency, and ask written consent for marketing in the United States and where nothing is known', () => {
    expect(law.rules.filter(({ purposes }) => purposes.includes('emergency'))).toEqual([]);
    for (const place of ['US', '*']) {
      const asked = law.rulesOf(place).filter(({ purposes, consent }) => purposes.includes('marketing') && consent);
      expect(asked.map(({ consent }) => consent)).toEqual(['written']);
    }
  });

  it('know the holidays of each calendar, the federal ones of the United States without end', () => {
    expect(law.isHoliday('us-federal', day('2026-11-26'))).toBe(true);
    expect(law.isHoliday('us-federal', day('2044-12-26'))).toBe(true);
    expect(law.isHoliday('us-la', day('2027-02-09'))).toBe(true);
    expect(law.isHoliday('gb-sct', day('2026-11-30'))).toBe(true);
    expect(law.isHoliday('gb-eng', day('2026-11-30'))).toBe(false);
    expect(law.isHoliday('fr', day('2027-07-14'))).toBe(true);
    expect(law.hasCalendar('mars')).toBe(false);
    expect(() => law.isHoliday('mars', 0)).toThrow(RangeError);
    expect(law.calendarNames.length).toBeGreaterThan(40);
    expect([...law.calendarEnds.keys()]).toEqual(law.calendarNames.filter((name) => name !== 'us-federal'));
    for (const [name, last] of law.calendarEnds) expect(last, name).toMatch(/^2030-1/);
  });

  it('keep a caution that no law sets on every day that a clock may show', () => {
    const cautious = law.rules.filter(({ source }) =>
      /own caution|secondary: (usual practice|code|the code)/.test(source),
    );
    expect(cautious.length).toBeGreaterThan(20);
    for (const { id, from } of cautious) expect([id, from]).toEqual([id, '2000-01-01']);
  });

  it('have no rule for a place that no file names', () => {
    expect(law.rulesOf('JP')).toEqual([]);
  });
});

describe('rule files of an installation', () => {
  it('stand in place of the shipped file of the same name, beside the others', () => {
    const own = loadLaw(folderOf({ 'gb.json': { ...FILE, version: '2027-01-01', rules: [] }, 'xx.json': FILE }));
    expect(own.rulesOf('GB')).toEqual([]);
    expect(own.rulesOf('XX').map(({ id }) => id)).toEqual(['xx-hours']);
    expect(own.rulesOf('US')).toEqual(law.rulesOf('US'));
    expect(own.versions).toMatchObject({ 'gb.json': '2027-01-01', 'us.json': law.versions['us.json'] });
  });

  it('may bring calendars, and close on them', () => {
    const holidays = { version: '2026-11-25', title: 'days', source: 'a law', calendars: { xx: ['2026-12-24'] } };
    const own = loadLaw(
      folderOf({
        'xx.json': { ...rule({ closedOn: ['xx', 'yy'] }), calendars: { yy: ['2026-12-23'] } },
        'holidays/xx.json': holidays,
      }),
    );
    expect(own.isHoliday('xx', day('2026-12-24'))).toBe(true);
    expect(own.isHoliday('yy', day('2026-12-23'))).toBe(true);
  });

  it('may change a rule at a date: one version ends where the next begins', () => {
    const own = loadLaw(folderOf({ 'xx.json': rules({ until: '2027-01-01' }, { from: '2027-01-01' }) }));
    expect(own.rulesOf('XX')).toHaveLength(2);
  });

  it.each<[string, object | string, string]>([
    ['no JSON', '{', 'xx.json# '],
    ['no version', { ...FILE, version: undefined }, 'xx.json#/version '],
    ['claimed advice', { ...FILE, notLegalAdvice: false }, 'xx.json#/notLegalAdvice must be true'],
    ['a key that no rule has', rule({ hour: {} }), 'xx.json#/rules/0 Unrecognized key: "hour"'],
    ['a bad id', rule({ id: 'XX hours' }), 'xx.json#/rules/0/id must be small letters'],
    ['a bad jurisdiction', rule({ jurisdiction: 'usa' }), 'xx.json#/rules/0/jurisdiction must be a country like GB'],
    ['no such date', rule({ from: '2026-02-30' }), 'xx.json#/rules/0/from must be a date, YYYY-MM-DD'],
    ['an end before the beginning', rule({ until: '2026-01-01' }), 'xx.json#/rules/0/until must be after "from"'],
    ['no purpose', rule({ purposes: [] }), 'xx.json#/rules/0/purposes must name at least one of marketing'],
    ['an unknown purpose', rule({ purposes: ['notice'] }), 'xx.json#/rules/0/purposes/0 must be one of marketing'],
    ['an unknown channel', rule({ channels: ['fax'] }), 'xx.json#/rules/0/channels/0 must be one of call, sms'],
    ['an unknown consent', rule({ consent: 'spoken' }), 'xx.json#/rules/0/consent must be one of none, express'],
    ['nothing set', rule({ hours: undefined }), 'xx.json#/rules/0 sets nothing'],
    ['a cap of none', rule({ caps: [{ count: 0, hours: 24 }] }), 'xx.json#/rules/0/caps/0/count '],
    ['a bad time', rule({ hours: { mon: [['9:00', '20:00']] } }), 'xx.json#/rules/0/hours/mon/0 "9:00": write HH:MM'],
    [
      'an unknown weekday',
      rule({ hours: { ...RULE.hours, monday: [] } }),
      'xx.json#/rules/0/hours/monday monday: use mon',
    ],
    ['hours never open', rule({ hours: { mon: [] } }), 'xx.json#/rules/0/hours No window'],
    [
      'overlapping windows',
      rule({
        hours: {
          tue: [
            ['09:00', '12:00'],
            ['11:00', '14:00'],
          ],
        },
      }),
      'xx.json#/rules/0/hours/tue/1 11:00-14:00 overlaps another window of tue',
    ],
    ['an unknown calendar', rule({ closedOn: ['moon'] }), 'xx.json#/rules/0/closedOn/0 there is no calendar "moon"'],
    [
      'a calendar twice',
      { ...FILE, calendars: { gb: ['2026-01-01'], fr: ['2026-01-01'] } },
      '#/calendars/fr the calendar "fr" exists already',
    ],
    [
      'a calendar with no such date',
      { ...FILE, calendars: { moon: ['2026-13-01'] } },
      'xx.json#/calendars/moon/0 must be a date',
    ],
    [
      'an id twice',
      rules({}, { jurisdiction: 'YY' }),
      'xx.json#/rules/1/id "xx-hours" is already the id of a rule of XX',
    ],
    [
      'an id of another file',
      rule({ id: 'us-hours' }),
      'xx.json#/rules/0/id "us-hours" is already the id of a rule of US',
    ],
    [
      'two versions in force at once',
      rules({ until: '2027-01-02' }, { from: '2027-01-01' }),
      'xx.json#/rules/1/id "xx-hours" is in force twice: also from 2026-01-01 until 2027-01-02',
    ],
  ])('are refused with %s', (_what, file, expected) => {
    const problems = problemsOf(folderOf({ 'xx.json': file }));
    expect(problems).toEqual([expect.stringContaining(expected)]);
  });

  it('are refused with every problem of every file at once', () => {
    const problems = problemsOf(folderOf({ 'xx.json': rule({ from: 'soon', purposes: [] }), 'yy.json': '' }));
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'xx.json#/rules/0/from',
      'xx.json#/rules/0/purposes',
      'yy.json#',
    ]);
  });

  it('are refused as a whole when the folder is empty or missing: a mount that failed looks like this', () => {
    const folder = folderOf({});
    expect(problemsOf(folder)).toEqual([expect.stringContaining('must be a folder with at least one .json file')]);
    expect(problemsOf(join(folder, 'nowhere'))).toEqual([expect.stringContaining('must be a folder')]);
  });
});
