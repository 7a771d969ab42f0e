import { describe, expect, it } from 'vitest';
import { rateOf, tooFast, tooMany } from '../../../../dashboard/pages/upload/schedule/limit-words.ts';
import { LIMITS } from '../../../../dashboard/pages/upload/schedule/limits.ts';
import { readNumber } from '../../../../dashboard/components/read-number.ts';
import { readAmount } from '../../../../dashboard/pages/upload/schedule/read-amount.ts';
import { errorOf, whatDiffers, withChange } from '../../../../dashboard/pages/upload/schedule/settings-change.ts';
import { hoursWrong, isOvernight, nextDay } from '../../../../dashboard/pages/upload/schedule/weekly.ts';
import type { Settings } from '../../../../dashboard/pages/upload/queries.ts';
import { ApiProblem } from '../../../../dashboard/api/problem.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import { validateCallingHours } from '../../../../domain/validate-calling-hours.ts';
import { checkLimits } from '../../../../engine/campaigns/check-limits.ts';
import { DEFAULT_SETTINGS } from '../../../../engine/campaigns/settings-draft.ts';

const wrongOf = (text: string, rules: Parameters<typeof readNumber>[1]): boolean => 'wrong' in readNumber(text, rules);

describe('a limit above what the account may', () => {
  const pace = { channel: null, maxCount: 40, windowMs: 1_000 };
  const ofTexts = { channel: 'sms' as const, maxCount: 1, windowMs: 1_000 };
  const ofAnother = { ...pace, maxCount: 1, numberId: 'another' };
  const account = { name: 'Main', maxConcurrentCalls: 40, paces: [ofTexts, pace, ofAnother] };
  const steps = [{ channel: 'call' as const, numberId: 'n' }];
  const fast = { pacePerSecond: 500, steps };

  it('is said at the field, for calls at once as for those begun a second', () => {
    expect(rateOf(account, steps)).toBe(40);
    expect(tooFast(fast, account)).toBe('Faster than Main may: never more than 40 are begun a second.');
    expect(tooMany(500, account)).toBe('More than Main carries: there are never more than 40 at once.');
    expect([tooFast({ pacePerSecond: 40, steps }, account), tooMany(40, account)]).toEqual([undefined, undefined]);
  });

  it('is nothing where none is set, known, or meant for these', () => {
    const others = { ...account, paces: [ofTexts, ofAnother] };
    const said = [tooFast({ pacePerSecond: null, steps }, account), tooFast(fast, others), tooFast(fast, undefined)];
    expect(said).toEqual([undefined, undefined, undefined]);
  });
});

describe('a number that is typed', () => {
  it('is a value, or is wrong with words that say what would not be', () => {
    expect(readNumber('1,200', LIMITS.maxConcurrent)).toEqual({ value: 1_200 });
    expect(readNumber('.5', { ...LIMITS.pacePerSecond, decimal: true })).toEqual({ value: 0.5 });
    expect(readNumber(' ', { ...LIMITS.pacePerSecond, decimal: true, optional: true })).toEqual({ value: null });
    for (const text of ['abc', '-3', '', '1e3', '0', '99,999,999', '1.5'])
      expect(readNumber(text, LIMITS.maxConcurrent), text).toEqual({ wrong: 'A whole number from 1 to 10,000.' });
    expect(readNumber('99999999', { ...LIMITS.pacePerSecond, decimal: true, optional: true })).toEqual({
      wrong: 'A number from 0.001 to 1,000, or nothing.',
    });
  });

  it('is an amount of money above nothing, and below what nobody has', () => {
    expect(readAmount('250.5')).toEqual({ value: 250_500_000 });
    expect(readAmount('')).toEqual({ value: null });
    for (const text of ['abc', '0', '-3', '999999999999']) expect('wrong' in readAmount(text), text).toBe(true);
  });

  it('is told how to write what a comma was meant for', () => {
    const wrong = 'Write 10.50 with a point: a comma only parts thousands.';
    const decimal = { ...LIMITS.pacePerSecond, decimal: true };
    expect(readAmount('10,50')).toEqual({ wrong });
    expect(readAmount('$ 10,50')).toEqual({ wrong });
    expect(readNumber('10,50', decimal)).toEqual({ wrong });
    expect(readNumber(',5', decimal)).toEqual({ wrong: 'Write 0.5 with a point: a comma only parts thousands.' });
    expect(readNumber('1,000', decimal)).toEqual({ value: 1_000 });
    expect(readNumber('1,00', LIMITS.maxConcurrent)).toEqual({ wrong: 'A whole number from 1 to 10,000.' });
  });

  it('has the limits of the engine', () => {
    const settings: CampaignSettings = { ...DEFAULT_SETTINGS, steps: [], purpose: 'informational' };
    const refused = (part: Partial<CampaignSettings>): boolean => checkLimits({ ...settings, ...part }).length > 0;
    const keys = ['pacePerSecond', 'maxConcurrent', 'maxAttempts', 'ringingTimeoutSeconds', 'maxCallMinutes'] as const;
    for (const key of keys) {
      const { least, most } = LIMITS[key];
      const rules = { least, most, decimal: key === 'pacePerSecond' };
      for (const value of [least, most, least / 2, most + 1])
        expect(wrongOf(String(value), rules), `${key} ${value}`).toBe(refused({ [key]: value }));
    }
    for (const hours of [LIMITS.expiresHours.least, LIMITS.expiresHours.most])
      expect(refused({ expiresAfterSeconds: hours * 3_600 })).toBe(false);
    for (const count of [0, 1, 100, 101])
      expect(wrongOf(String(count), LIMITS.personCap)).toBe(refused({ personCaps: [{ count, hours: 24 }] }));
    const { most } = LIMITS.moneyMicros;
    expect([refused({ budgetMicros: most }), refused({ budgetMicros: most + 1 })]).toEqual([false, true]);
  });
});

describe('calling hours', () => {
  it('that end before they begin go on into the next day, and Sunday is followed by Monday', () => {
    expect([isOvernight(['10:00', '09:00']), isOvernight(['10:00', '24:00'])]).toEqual([true, false]);
    expect([nextDay('mon'), nextDay('sun')]).toEqual(['tue', 'mon']);
  });

  it('are refused where the engine refuses them', () => {
    const weeks: Settings['hours']['weekly'][] = [
      { mon: [['10:00', '17:00']] },
      { mon: [['10:00', '09:00']] },
      { mon: [['10:00', '10:00']] },
      {
        mon: [
          ['10:00', '12:00'],
          ['11:00', '13:00'],
        ],
      },
      {
        mon: [
          ['10:00', '09:00'],
          ['18:00', '19:00'],
        ],
      },
      {
        mon: [
          ['10:00', '12:00'],
          ['12:00', '24:00'],
        ],
      },
      { mon: [] },
      {},
    ];
    for (const weekly of weeks) {
      const engine = validateCallingHours({ weekly, blackoutDates: [], skipFederalHolidays: false });
      expect(hoursWrong(weekly) !== undefined, JSON.stringify(weekly)).toBe(engine.length > 0);
    }
  });
});

const settings: Settings = {
  steps: [{ channel: 'call', accountId: 'a', numberId: 'n' }],
  purpose: 'informational',
  hours: {
    weekly: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']] },
    blackoutDates: ['2026-12-24'],
    skipFederalHolidays: true,
    holidays: ['us-federal'],
  },
  startsAt: null,
  endsAt: '2026-07-01T10:00:00.000Z',
  leftovers: 'roll',
  expiresAfterSeconds: 7_200,
  pacePerSecond: 0.5,
  maxConcurrent: 60,
  maxAttempts: 3,
  waitSeconds: { busy: 600 },
  budgetMicros: 1_500_000,
  dailyCapMicros: null,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [],
};

describe('a change of settings', () => {
  it('is only what differs: what was put back, days in another order too, is none', () => {
    const { mon, tue } = settings.hours.weekly;
    const same = { ...settings.hours, weekly: { ...(tue && { tue }), ...(mon && { mon }) } };
    expect(whatDiffers(settings, { hours: same, budgetMicros: 1_500_000 })).toEqual({});
    expect(whatDiffers(settings, { hours: same, budgetMicros: 2_000_000, pacePerSecond: null })).toEqual({
      budgetMicros: 2_000_000,
      pacePerSecond: null,
    });
  });

  it('is shown on what is stored', () => {
    expect(withChange(settings, { maxAttempts: 5 })).toEqual({ ...settings, maxAttempts: 5 });
  });

  it('is refused at the field that the API names', () => {
    const problem = new ApiProblem({
      status: 422,
      atMs: 0,
      code: 'settings_invalid',
      detail: 'No.',
      details: { problems: [{ pointer: '/hours/weekly/mon/0', message: 'Not so.' }] },
    });
    expect(errorOf(problem, '/hours')).toBe('Not so.');
    expect(errorOf(problem, '/maxAttempts')).toBeUndefined();
  });
});
