import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAppointmentTime, type AppointmentTimeQuery } from '../../../../domain/reminders/read-appointment-time.ts';
import { wallText } from '../../../../domain/wall-instants.ts';
import { at, CHICAGO, iso, table } from './clinic.ts';

const nowMs = at('2026-06-01T15:00Z');
const read = (text: string, change: Partial<AppointmentTimeQuery> = {}) =>
  readAppointmentTime({ text, zonesOfNumber: [CHICAGO], programmeZone: null, table, nowMs, ...change });
/** `<instant> <zone>`, or `<code>: <suggestions>`. */
const said = (text: string, change: Partial<AppointmentTimeQuery> = {}): string => {
  const result = read(text, change);
  return result.ok ? `${iso(result.atMs)} ${result.zone}` : [`${result.code}:`, ...result.suggestions].join(' ');
};
const messageOf = (text: string, change: Partial<AppointmentTimeQuery> = {}): string => {
  const result = read(text, change);
  return result.ok ? '' : result.message;
};

describe('a local time', () => {
  it('is told in the given zone, else the programme’s, else the recipient’s', () => {
    const text = '2026-12-09 09:30';
    expect(said(text)).toBe('2026-12-09T15:30:00Z America/Chicago');
    expect(said(text, { programmeZone: 'America/Denver' })).toBe('2026-12-09T16:30:00Z America/Denver');
    expect(said(text, { programmeZone: 'America/Denver', zone: 'America/New_York' })).toBe(
      '2026-12-09T14:30:00Z America/New_York',
    );
    expect(said('2026-07-09 09:30', { zone: 'EST' })).toBe('2026-07-09T13:30:00Z America/New_York');
    expect(said(text, { zone: 'Eastern' })).toBe('2026-12-09T14:30:00Z America/New_York');
  });

  it('needs a zone from somewhere', () => {
    expect(said('2026-12-09 09:30', { zonesOfNumber: [] })).toBe('zone_needed:');
    expect(messageOf('2026-12-09 09:30', { zonesOfNumber: [] })).toContain('give a zone, like America/Chicago');
  });

  it('takes several zones only where their clocks agree then', () => {
    const zonesOfNumber = ['America/Denver', 'America/Phoenix'];
    expect(said('2026-12-09 09:30', { zonesOfNumber })).toBe('2026-12-09T16:30:00Z America/Denver');
    expect(said('2026-07-09 09:30', { zonesOfNumber })).toBe(
      'zone_ambiguous: 2026-07-09T09:30-06:00 2026-07-09T09:30-07:00',
    );
    expect(messageOf('2026-07-09 09:30', { zonesOfNumber })).toContain('Denver or Phoenix');
    expect(messageOf('2026-07-09 09:30', { zone: 'MST' })).toContain('"MST" may be Denver or Phoenix');
  });

  it('names moments of several zones once, each with its places', () => {
    const zonesOfNumber = ['America/Boise', 'America/Denver', 'America/Los_Angeles'];
    expect(read('2026-06-12 04:00', { zonesOfNumber })).toMatchObject({
      suggestions: ['2026-06-12T04:00-06:00', '2026-06-12T04:00-07:00'],
      places: ['Boise and Denver', 'Los Angeles'],
    });
  });

  it('that clocks jump over is refused with the minutes on both sides', () => {
    expect(said('2027-03-14 02:30')).toBe('time_does_not_exist: 2027-03-14 01:59 2027-03-14 03:00');
    expect(messageOf('2027-03-14 02:30')).toBe(
      '2027-03-14 02:30 does not exist in Chicago: the clocks jump over it; give 2027-03-14 01:59 or 2027-03-14 03:00',
    );
  });

  it('that clocks show twice needs to be told which', () => {
    expect(said('2026-11-01 01:30')).toBe('time_ambiguous: 2026-11-01T01:30-05:00 2026-11-01T01:30-06:00');
    expect(said('2026-11-01 01:30', { fold: 'earlier' })).toBe('2026-11-01T06:30:00Z America/Chicago');
    expect(said('2026-11-01 01:30', { fold: 'later' })).toBe('2026-11-01T07:30:00Z America/Chicago');
    // Elsewhere it says nothing.
    expect(said('2026-11-01 03:30', { fold: 'later' })).toBe('2026-11-01T09:30:00Z America/Chicago');
  });
});

describe('an instant', () => {
  it('needs no zone', () => {
    expect(said('2026-12-09T09:30-06:00', { zonesOfNumber: [] })).toBe('2026-12-09T15:30:00Z Etc/UTC');
  });

  it('is told in the given zone, else the programme’s, else one of the recipient’s that has its offset', () => {
    const zonesOfNumber = ['America/Los_Angeles', CHICAGO];
    expect(said('2026-12-09T15:30Z', { zone: 'America/Denver' })).toBe('2026-12-09T15:30:00Z America/Denver');
    expect(said('2026-12-09T15:30Z', { programmeZone: 'America/Denver' })).toBe('2026-12-09T15:30:00Z America/Denver');
    expect(said('2026-12-09T09:30-06:00', { zonesOfNumber })).toBe('2026-12-09T15:30:00Z America/Chicago');
  });

  it('of a machine, in Z, is told in the recipient’s zone, and in UTC only where that would be a guess', () => {
    expect(said('2026-12-09T15:30Z')).toBe('2026-12-09T15:30:00Z America/Chicago');
    expect(said('2026-12-09T15:30Z', { zonesOfNumber: ['America/Denver', 'America/Phoenix'] })).toBe(
      '2026-12-09T15:30:00Z America/Denver',
    );
    expect(said('2026-07-09T15:30Z', { zonesOfNumber: ['America/Denver', 'America/Phoenix'] })).toBe(
      '2026-07-09T15:30:00Z Etc/UTC',
    );
  });
});

describe('a time that cannot be an appointment’s', () => {
  it.each([
    ['tomorrow', 'write it like 2026-12-09 09:30'],
    ['2026-12-09', 'without a time of day'],
    ['9/12/2026 9:30', 'write the year first'],
    ['2026-02-30 09:30', 'no such date'],
  ])('is unreadable: %s', (text, words) => {
    expect(said(text)).toBe('time_unreadable:');
    expect(messageOf(text)).toContain(words);
  });

  it('is over, as the clock there says', () => {
    expect(said('2026-06-01 10:00')).toBe('time_past:');
    expect(said('2026-06-01 10:01')).toBe('2026-06-01T15:01:00Z America/Chicago');
    expect(messageOf('2026-06-01 09:30')).toContain(
      'Mon 1 Jun 09:30 in Chicago) is over: it is 2026-06-01 10:00 there',
    );
  });

  it('is more than five years away', () => {
    expect(said('2031-05-31 10:00')).toMatch(/^2031/);
    expect(said('2062-12-09 09:30')).toBe('time_too_far:');
  });
});

describe('a zone that nobody knows', () => {
  it.each([
    ['chicago', 'America/Chicago'],
    ['America/Chigaco', 'America/Chicago'],
    ['New York', 'America/New_York'],
    ['Europe/Berln', 'Europe/Berlin'],
  ])('is answered with the one that was meant: %s', (zone, near) => {
    expect(read('2026-12-09 09:30', { zone })).toMatchObject({ ok: false, code: 'zone_unknown', suggestions: [near] });
  });

  it('is answered with an example where nothing is near', () => {
    expect(said('2026-12-09 09:30', { zone: 'Xyzzy' })).toBe('zone_unknown:');
    expect(messageOf('2026-12-09 09:30', { zone: '' })).toContain('America/Chicago');
  });
});

describe('every text', () => {
  const zone = fc.constantFrom(CHICAGO, 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Europe/Berlin', 'America/Havana');

  it('that a clock shows is read as the instant of that clock, or asks which of two', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 1, max: 5 * 365 * 24 * 60 }), (name, minutes) => {
        const atMs = Math.floor(nowMs / 60_000) * 60_000 + minutes * 60_000;
        const wallMs = atMs + table.offsetMinutesAt(name, atMs) * 60_000;
        const results = (['earlier', 'later'] as const).map((fold) => read(wallText(wallMs), { zone: name, fold }));
        expect(results.map((result) => (result.ok ? result.atMs : result.code))).toContain(atMs);
        for (const result of results) if (result.ok) expect(wallOfResult(result)).toBe(wallMs);
      }),
    );
  });
  const wallOfResult = ({ atMs, zone: name }: { atMs: number; zone: string }): number =>
    atMs + table.offsetMinutesAt(name, atMs) * 60_000;

  it('gets an answer, and every suggested time is one that is taken', () => {
    const part = fc.constantFrom(
      '2026',
      '2027',
      '11',
      '01',
      '-',
      '/',
      ' ',
      'T',
      ':',
      '30',
      '02',
      'AM',
      'Z',
      '+05',
      'x',
    );
    const anything = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 12 }).map((all) => all.join('')),
    );
    const skipped = fc.integer({ min: 0, max: 59 }).map((minute) => `2027-03-14 02:${String(minute).padStart(2, '0')}`);
    const given = fc.option(fc.oneof(zone, fc.string()), { nil: undefined });
    fc.assert(
      fc.property(fc.oneof(anything, skipped), given, (text, name) => {
        const result = read(text, { zone: name });
        if (result.ok || result.code === 'zone_unknown') return;
        expect(result.message).not.toBe('');
        for (const suggestion of result.suggestions) expect(read(suggestion, { zone: name }).ok).toBe(true);
      }),
    );
  });
});
