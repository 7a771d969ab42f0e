import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import {
  kindOfColumn,
  looksLikeDate,
  looksLikePhone,
  profileColumns,
  type ColumnProfile,
} from '../../../../../engine/importing/mapping/column-profile.ts';

const zones = loadZones();
const profileOf = (values: string[], defaultCountry?: string): ColumnProfile => {
  const [profile] = profileColumns(
    values.map((value) => [value]),
    1,
    { zones, defaultCountry },
  );
  if (!profile) throw new Error('one column');
  return profile;
};

describe('profileColumns', () => {
  it('counts what is there, shows three different values, and judges the share of each kind', () => {
    expect(profileOf(['+12025550123', ' ', 'America/New_York', '+12025550123', 'a@b.co', '2026-05-01', ''])).toEqual({
      fillRate: 5 / 7,
      samples: ['+12025550123', 'America/New_York', 'a@b.co'],
      shares: { phone: 0.4, zone: 0.2, date: 0.2, email: 0.2, number: 0.4, country: 0, postcode: 0.2, fullPostcode: 0 },
    });
    expect(profileOf([])).toMatchObject({ fillRate: 0, samples: [] });
  });

  it('keeps samples short and storable', () => {
    const { samples } = profileOf(['x'.repeat(500), 'a\0b']);
    expect(samples.map((sample) => sample.length)).toEqual([103, 3]);
    expect(samples[1]).toBe('a\uFFFDb');
  });

  it('takes what a repair or a country would make a phone for one', () => {
    const phones = ['+1 202 555 0123', '2025550123', '1.20256E+10', '="+12025550123"', '12025550123'];
    expect(phones.map((value) => looksLikePhone(value, undefined))).toEqual(phones.map(() => true));
    const others = ['12345', '2026-05-01', 'Ada', '', '20001'];
    expect(others.map((value) => looksLikePhone(value, undefined))).toEqual(others.map(() => false));
  });

  it('knows dates as people write them', () => {
    const dates = [
      '2026-05-01',
      '2026-05-01T10:00:00Z',
      '1/5/26',
      '01.05.2026',
      '1. Mai 2026',
      'May 1, 2026',
      '5/1/2026 9:30 pm',
    ];
    expect(dates.map(looksLikeDate)).toEqual(dates.map(() => true));
    expect(['45678', '1.5', '202-555-0123', '10.0.0.1', 'May'].map(looksLikeDate)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('kindOfColumn', () => {
  it.each([
    ['zip', ['01234'], 'postcode'],
    ['id', ['17'], 'id'],
    ['x', ['a@b.co', 'c@d.org'], 'email'],
    ['Geburtsdatum', ['45678'], 'date'],
    ['x', ['2026-05-01', '45678', '2026-05-02', '2026-05-02'], 'date'],
    ['x', ['America/New_York'], 'zone'],
    ['x', ['+12025550123'], 'phone'],
    ['Fax', ['+12025550123'], 'phone'],
    ['phone', ['yes', 'no'], 'text'],
    ['amount', ['1.234,50', '7'], 'number'],
    ['notes', ['hello'], 'text'],
  ])('judges %s with %j as %s', (header, values, kind) => {
    expect(kindOfColumn(header, profileOf(values))).toBe(kind);
  });
});
