import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../data/load-zones.ts';
import { WEEKDAYS, type CallingHours } from '../../../../domain/calling-hours.ts';
import { lawOf, strictestCaps } from '../../../../domain/law/law-of.ts';
import type { LawBook, LawCap, LawRule } from '../../../../domain/law/law-rule.ts';
import type { Purpose } from '../../../../domain/purpose.ts';
import { nextOpenStretch } from '../../../../domain/window.ts';

const table = loadZones();
const everyDay = (start: string, end: string): CallingHours['weekly'] =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, [[start, end]]]));
const always: CallingHours = { weekly: everyDay('00:00', '24:00'), blackoutDates: [], skipFederalHolidays: false };

const rule = (change: Partial<LawRule> & Pick<LawRule, 'id' | 'jurisdiction'>): LawRule => ({
  from: '2020-01-01',
  purposes: ['marketing'],
  channels: ['call', 'sms'],
  confirmed: true,
  source: 'written for this test',
  ...change,
});
/** 25 December of any year. */
const christmas = (day: number): boolean => new Date(day * 86_400_000).toISOString().slice(5, 10) === '12-25';
const bookOf = (...rules: LawRule[]): LawBook => ({
  versions: { test: '1' },
  rulesOf: (jurisdiction) => rules.filter((candidate) => candidate.jurisdiction === jurisdiction),
  calendarNames: ['christmas'],
  hasCalendar: (name) => name === 'christmas',
  isHoliday: (name, day) => {
    if (name !== 'christmas') throw new RangeError(name);
    return christmas(day);
  },
});

const federal = rule({
  id: 'us',
  jurisdiction: 'US',
  hours: everyDay('08:00', '21:00'),
  caps: [{ count: 9, hours: 24 }],
});
const florida = rule({
  id: 'fl',
  jurisdiction: 'US-FL',
  hours: everyDay('08:00', '20:00'),
  caps: [{ count: 3, hours: 24 }],
});
const texas = rule({
  id: 'tx',
  jurisdiction: 'US-TX',
  hours: everyDay('09:00', '21:00'),
  consent: 'written',
  closedOn: ['christmas'],
});
const anywhere = rule({ id: 'any', jurisdiction: '*', hours: everyDay('10:00', '17:00') });
const book = bookOf(federal, florida, texas, anywhere);

const ask = (
  placeKey: string,
  from: string,
  change: { purpose?: Purpose; book?: LawBook; hours?: CallingHours } = {},
) =>
  nextOpenStretch({
    zones: ['America/New_York'],
    hours: change.hours ?? always,
    law: lawOf(change.book ?? book, { placeKey, purpose: change.purpose ?? 'marketing', channel: 'call' }),
    fromMs: Date.parse(from),
    marginMs: 0,
    table,
  });
const opens = (...args: Parameters<typeof ask>): string | undefined => {
  const stretch = ask(...args);
  return stretch
    ? `${new Date(stretch.opensAtMs).toISOString()} ${new Date(stretch.closesAtMs).toISOString()}`
    : undefined;
};

describe('the hours of the law', () => {
  it('are those of the state and of its country together', () => {
    expect(opens('US-FL', '2026-06-09T04:00:00Z')).toBe('2026-06-09T12:00:00.000Z 2026-06-10T00:00:00.000Z');
    expect(opens('US-GA', '2026-06-09T04:00:00Z')).toBe('2026-06-09T12:00:00.000Z 2026-06-10T01:00:00.000Z');
  });

  it('are the strictest of every place that the person may be in', () => {
    expect(opens('US-FL,US-TX', '2026-06-09T04:00:00Z')).toBe('2026-06-09T13:00:00.000Z 2026-06-10T00:00:00.000Z');
  });

  it('are the strict ones for unknown places where no file speaks of the place, or none is known', () => {
    for (const placeKey of ['', 'XX']) {
      expect(opens(placeKey, '2026-06-09T04:00:00Z')).toBe('2026-06-09T14:00:00.000Z 2026-06-09T21:00:00.000Z');
    }
  });

  it('narrow those of the campaign, which narrow them in turn', () => {
    const hours = { ...always, weekly: everyDay('19:00', '23:00') };
    expect(opens('US-FL', '2026-06-09T04:00:00Z', { hours })).toBe('2026-06-09T23:00:00.000Z 2026-06-10T00:00:00.000Z');
    const morning = { ...always, weekly: everyDay('05:00', '07:00') };
    expect(opens('US-FL', '2026-06-09T04:00:00Z', { hours: morning })).toBeUndefined();
  });

  it('are shut on the holidays that a rule names', () => {
    expect(opens('US-TX', '2026-12-25T05:00:00Z')).toBe('2026-12-26T14:00:00.000Z 2026-12-27T02:00:00.000Z');
  });

  it('begin and end with the local date of the rule', () => {
    const dated = bookOf(
      rule({ id: 'old', jurisdiction: 'US', until: '2026-06-10', hours: everyDay('08:00', '21:00') }),
      rule({ id: 'new', jurisdiction: 'US', from: '2026-06-10', hours: everyDay('11:00', '12:00') }),
    );
    expect(opens('US', '2026-06-09T04:00:00Z', { book: dated })).toMatch(/^2026-06-09T12:00:00.000Z/);
    // Until midnight in New York the old rule holds.
    expect(opens('US', '2026-06-10T03:59:00Z', { book: dated })).toBe(
      '2026-06-10T15:00:00.000Z 2026-06-10T16:00:00.000Z',
    );
  });

  it('do not hold for emergencies, nor for the text that answers a keyword', () => {
    for (const purpose of ['emergency', 'notice'] as const) {
      expect(opens('US-FL', '2026-06-09T04:00:00Z', { purpose })).toMatch(/^2026-06-09T04:00:00.000Z/);
    }
  });

  it('never open what a campaign or a single rule keeps shut', () => {
    const place = fc.uniqueArray(fc.constantFrom('US-FL', 'US-TX', 'US-GA', 'XX'), { maxLength: 3 });
    const from = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') });
    fc.assert(
      fc.property(place, from, (places, fromMs) => {
        const iso = new Date(fromMs).toISOString();
        const all = ask(places.sort().join(','), iso);
        for (const one of places) {
          const alone = ask(one, iso);
          expect(all?.opensAtMs ?? Infinity).toBeGreaterThanOrEqual(alone?.opensAtMs ?? Infinity);
        }
      }),
    );
  });
});

describe('caps and consent of the law', () => {
  const nowMs = Date.parse('2026-06-09T12:00:00Z');
  const lawIn = (placeKey: string, of = book) => lawOf(of, { placeKey, purpose: 'marketing', channel: 'call' });

  it('are the strictest of all places', () => {
    expect(lawIn('US-FL').capsAt(nowMs)).toEqual([{ count: 3, hours: 24 }]);
    expect(lawIn('US-FL').consentAt(nowMs)).toBe('none');
    expect(lawIn('US-FL,US-TX').consentAt(nowMs)).toBe('written');
  });

  it('hold from the eve of a rule to the day after, whatever the zone', () => {
    const dated = bookOf(rule({ id: 'new', jurisdiction: 'US', from: '2026-06-10', consent: 'written' }));
    expect(lawIn('US', dated).consentAt(Date.parse('2026-06-08T23:59:59Z'))).toBe('none');
    expect(lawIn('US', dated).consentAt(Date.parse('2026-06-09T00:00:00Z'))).toBe('written');
  });

  it('leave out what another cap implies, and nothing else', () => {
    const cap = fc.record({ count: fc.integer({ min: 1, max: 9 }), hours: fc.constantFrom(1, 8, 24, 168, 720) });
    /** Whether attempts at these hours ago leave room under all caps. */
    const allows = (caps: readonly LawCap[], agos: readonly number[]): boolean =>
      caps.every(({ count, hours }) => agos.filter((ago) => ago < hours).length < count);
    fc.assert(
      fc.property(
        fc.array(cap, { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 12 }),
        (caps, agos) => {
          expect(allows(strictestCaps(caps), agos)).toBe(allows(caps, agos));
        },
      ),
    );
    expect(
      strictestCaps([
        { count: 3, hours: 24 },
        { count: 5, hours: 24 },
        { count: 5, hours: 8 },
      ]),
    ).toEqual([{ count: 3, hours: 24 }]);
  });
});
