import { describe, expect, it } from 'vitest';
import { calendarWords, placeWords } from '../../../../dashboard/pages/settings/place-words.ts';
import { hoursWords, ruleSentences } from '../../../../dashboard/pages/settings/rule-words.ts';

const RULE = {
  id: 'x',
  jurisdiction: 'US-FL',
  from: '2020-01-01',
  inForce: true,
  purposes: ['marketing' as const],
  channels: ['call' as const],
  confirmed: true,
  source: 's',
};

describe('hours of a rule', () => {
  it('put days that are alike together and name the closed ones', () => {
    const day: [string, string][] = [['08:00', '21:00']];
    expect(
      hoursWords({
        mon: day,
        tue: day,
        wed: day,
        thu: day,
        fri: day,
        sat: [
          ['10:00', '12:00'],
          ['13:00', '18:00'],
        ],
      }),
    ).toBe('Mon–Fri 08:00–21:00, Sat 10:00–12:00 and 13:00–18:00; never on Sun');
  });
  it('tell a day in the midst that differs', () => {
    const day: [string, string][] = [['09:00', '20:00']];
    expect(hoursWords({ mon: day, wed: day, thu: day, fri: day, sat: day, sun: day })).toBe(
      'Mon 09:00–20:00, Wed–Sun 09:00–20:00; never on Tue',
    );
  });
});

describe('a rule', () => {
  it('says how often in days only from two days on', () => {
    expect(
      ruleSentences({
        ...RULE,
        caps: [
          { count: 3, hours: 24 },
          { count: 1, hours: 168 },
        ],
      }),
    ).toEqual(['At most 3 attempts to a person in any 24 hours', 'At most 1 attempt to a person in any 7 days']);
  });
  it('says each part that it has, and nothing of the others', () => {
    expect(ruleSentences({ ...RULE, closedOn: ['us-federal', 'us-al'], consent: 'written' })).toEqual([
      'Never on the holidays of United States (federal), Alabama, United States',
      'Written consent has to be on record',
    ]);
  });
});

describe('places', () => {
  it('have names, or keep their code', () => {
    expect(['US', 'US-FL', 'CA-ON', 'DE-BY', 'US-ZZZ', '*'].map(placeWords)).toEqual([
      'United States',
      'Florida, United States',
      'Ontario, Canada',
      'BY, Germany',
      'ZZZ, United States',
      'Places without a rule file',
    ]);
    expect(['ca-on', 'gb-sct', 'fr'].map(calendarWords)).toEqual([
      'Ontario, Canada',
      'Scotland, United Kingdom',
      'France',
    ]);
  });
});
