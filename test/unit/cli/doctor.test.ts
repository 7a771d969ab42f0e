import { describe, expect, it } from 'vitest';
import { checkNode, checkZones } from '../../../cli/local/doctor/check-node.ts';
import { ok, problem, warning } from '../../../cli/local/doctor/finding.ts';
import { doctorAnswer } from '../../../cli/local/doctor/words.ts';
import { loadZones } from '../../../data/load-zones.ts';

const io = { outIsTty: false };
const NOVEMBER_2026 = Date.UTC(2026, 10, 23);

describe('what doctor makes of its findings', () => {
  const fine = ok('node', 'Node 20');
  const look = warning('accounts', 'one is stopped', 'Start it.');
  const bad = problem('redis', 'cannot be reached', 'Start it.', ['a', 'b']);

  it.each([
    ['all is well', [fine], 0],
    ['something deserves a look', [fine, look], 2],
    ['something is wrong', [fine, look, bad], 1],
  ])('%s', (_, findings, exitCode) => expect(doctorAnswer(findings, io).exitCode).toBe(exitCode));

  it('names part, ids and repair for a person, and holds the same for a program', () => {
    const answer = doctorAnswer([fine, { ...bad, count: 7 }], io);
    expect(answer.text).toBe(
      [
        'ok       node   Node 20',
        'PROBLEM  redis  cannot be reached',
        '                a, b and 5 more',
        '                Repair: Start it.',
        '',
        '1 problem, 0 warnings.',
      ].join('\n'),
    );
    expect(answer.data).toEqual({ ok: false, problems: 1, warnings: 0, findings: [fine, { ...bad, count: 7 }] });
  });
});

describe('node', () => {
  it.each([
    ['20.20.0', 'ok'],
    ['20.21.3', 'ok'],
    ['24.1.0', 'ok'],
    ['20.19.9', 'problem'],
    ['18.99.0', 'problem'],
  ])('%s is %s', (version, level) => expect(checkNode(version).level).toBe(level));
});

describe('zones', () => {
  const zones = loadZones();

  it('counts the age from the last day that the name of a release allows, and warns of an old one', () => {
    const [fresh] = checkZones(zones, NOVEMBER_2026);
    expect(fresh).toMatchObject({ level: 'ok', message: 'zone rules of release 2026f' });
    const [older] = checkZones(zones, Date.UTC(2027, 0, 31));
    expect(older).toMatchObject({ level: 'ok', message: 'zone rules of release 2026f, at least 30 days old' });
    const [old] = checkZones(zones, Date.UTC(2028, 5, 1));
    expect(old?.level).toBe('warning');
  });

  it('warns in good time that the rules go no further than 2037', () => {
    const release = { ...zones, release: '2034z' };
    const ends = 'which ends with the year 2037';
    expect(checkZones(release, Date.UTC(2034, 11, 31))[0]).toMatchObject({ level: 'ok' });
    const [near] = checkZones(release, Date.UTC(2035, 0, 10));
    expect(near).toMatchObject({ level: 'warning', message: expect.stringContaining(ends) });
  });

  it('finds no difference where there is none, and names a zone whose clock differs for a part of the year', () => {
    const same = { release: 'x', offsetMinutesAt: zones.offsetMinutesAt };
    expect(checkZones(zones, NOVEMBER_2026, same)[1]?.ids).toBeUndefined();
    const from = NOVEMBER_2026 + 200 * 86_400_000;
    const other = {
      release: 'x',
      offsetMinutesAt: (zone: string, at: number) =>
        zones.offsetMinutesAt(zone, at) + (zone === 'Europe/Paris' && at > from ? 60 : 0),
    };
    const [, differing] = checkZones(zones, NOVEMBER_2026, other);
    expect(differing).toMatchObject({ level: 'ok', ids: ['Europe/Paris'] });
  });

  it('reads Node’s own rules right in zones that have not changed for long', () => {
    const [, compared] = checkZones(zones, NOVEMBER_2026);
    const stable = ['America/New_York', 'Europe/London', 'Asia/Calcutta', 'Australia/Lord_Howe', 'America/St_Johns'];
    expect(compared?.ids?.filter((zone) => stable.includes(zone)) ?? []).toEqual([]);
    expect((compared?.ids ?? []).length).toBeLessThan(40);
  });
});
