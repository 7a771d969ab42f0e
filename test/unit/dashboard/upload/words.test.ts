import { describe, expect, it } from 'vitest';
import { defaultWaitSeconds, OUTCOMES, outcomeClass, type Outcome } from '../../../../domain/outcome.ts';
import { findMojibake } from '../../../../dashboard/pages/upload/file/find-mojibake.ts';
import { byDay } from '../../../../dashboard/pages/upload/schedule/by-day.ts';
import { sayLength } from '../../../../dashboard/pages/upload/say-length.ts';
import { RETRIED, sayWait } from '../../../../dashboard/pages/upload/schedule/waits.ts';
import { sayWeekly } from '../../../../dashboard/pages/upload/schedule/weekly.ts';

describe('words and pictures of the schedule', () => {
  it('offers a wait for every cause that is retried, with the default of the engine', () => {
    const retried = Object.keys(OUTCOMES)
      .filter((name): name is Outcome => name in OUTCOMES)
      .filter((name) => outcomeClass(name) === 'retry');
    expect(RETRIED.map(({ outcome }) => outcome).toSorted()).toEqual(retried.toSorted());
    for (const { outcome, defaultSeconds, channel } of RETRIED) {
      expect(defaultSeconds).toBe(defaultWaitSeconds(outcome));
      expect(channel).toBe(OUTCOMES[outcome].channel);
    }
  });

  it('says days that are alike together, and a closed day not at all', () => {
    expect(
      sayWeekly({
        mon: [['10:00', '17:00']],
        tue: [['10:00', '17:00']],
        sat: [
          ['09:00', '12:00'],
          ['13:00', '15:00'],
        ],
      }),
    ).toBe('Mon to Tue 10:00-17:00, Sat 09:00-12:00 and 13:00-15:00');
    expect(sayWeekly({})).toBe('never');
  });

  it('says how long it takes in the same words in both steps, and never that it takes no time', () => {
    const startsAt = '2026-06-09T14:00:00.000Z';
    expect(sayLength({ startsAt, finishAt: startsAt })).toBe('about 1 min');
    expect(sayLength({ startsAt, finishAt: '2026-06-09T16:00:00.000Z' })).toMatch(/^about 2 h/);
    expect(sayLength({ startsAt, finishAt: null })).toBe('more than a week');
  });

  it('says waits in the largest whole unit', () => {
    expect([600, 14_400, 86_400, 90].map(sayWait)).toEqual(['10 min', '4 h', '1 d', '90 s']);
  });

  it('cuts hours into local days and leaves room for what is over of the first', () => {
    const hours = Array.from({ length: 168 }, (_, at) => ({
      at: new Date(Date.UTC(2026, 5, 9, 14) + at * 3_600_000).toISOString(),
      calls: at === 0 ? 5 : 0,
    }));
    const days = byDay(hours, 'Europe/Berlin');
    expect(days).toHaveLength(7);
    expect(days[0]).toMatchObject({ weekday: 'Tue', day: '9', past: 16, calls: 5 });
    expect(days[0]?.hours).toHaveLength(8);
    expect(days[1]).toMatchObject({ weekday: 'Wed', day: '10', past: 0, calls: 0 });
  });

  it('finds letters that were read in a wrong encoding, and leaves right ones alone', () => {
    const rows = (cell: string) => [{ rowNumber: 2, cells: ['x', cell] }];
    for (const cell of ['M\u00C3\u00BCller', 'caf\uFFFD', 'it\u00E2\u20AC\u2122s', 'Z\u0081rich']) {
      expect(findMojibake(rows(cell)), cell).toEqual({ rowNumber: 2, cell });
    }
    for (const cell of ['Müller', 'Ângela', 'Ñandú', '€ 5', '漢字', ''])
      expect(findMojibake(rows(cell)), cell).toBeNull();
  });
});
