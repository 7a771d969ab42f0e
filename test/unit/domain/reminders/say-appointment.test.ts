import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageVariables, plainSpaces, sayAppointment } from '../../../../domain/reminders/say-appointment.ts';
import { smsSegments } from '../../../../domain/sms-segments.ts';
import { at, CHICAGO, table } from './clinic.ts';

describe('an appointment in words', () => {
  it.each([
    [CHICAGO, '2025-12-09T15:30Z', 'Tue 9 Dec 09:30 in Chicago'],
    ['America/New_York', '2026-07-01T03:05Z', 'Tue 30 Jun 23:05 in New York'],
    ['America/Argentina/Buenos_Aires', '2026-07-01T03:05Z', 'Wed 1 Jul 00:05 in Buenos Aires'],
    ['Etc/GMT+5', '2026-07-01T03:05Z', 'Tue 30 Jun 22:05 in UTC-5'],
    ['Etc/GMT-14', '2026-07-01T03:05Z', 'Wed 1 Jul 17:05 in UTC+14'],
    ['Etc/UTC', '2026-07-01T03:05Z', 'Wed 1 Jul 03:05 in UTC'],
  ])('names the clock of %s', (zone, text, words) => {
    expect(sayAppointment(table, zone, at(text))).toBe(words);
  });

  it('follows the zone table, not the runtime', () => {
    const early = { ...table, offsetMinutesAt: () => -60 };
    expect(sayAppointment(early, CHICAGO, at('2026-07-01T03:05Z'))).toBe('Wed 1 Jul 02:05 in Chicago');
    expect(
      messageVariables({
        appointments: [{ startsAtMs: at('2026-07-01T03:05Z'), zone: CHICAGO }],
        language: 'en',
        table: early,
      }),
    ).toMatchObject({ appointment_time: '2:05 AM' });
  });
});

describe('the variables of a message', () => {
  const one = { startsAtMs: at('2026-12-09T15:30Z'), zone: CHICAGO };
  const later = { startsAtMs: at('2026-12-09T20:00Z'), zone: CHICAGO };
  const nextDay = { startsAtMs: at('2026-12-10T20:00Z'), zone: CHICAGO };
  const say = (language: string, ...appointments: (typeof one)[]) =>
    messageVariables({ appointments, language, table });

  it('tell one appointment', () => {
    expect(say('en-US', one)).toEqual({
      appointment_date: 'December 9',
      appointment_time: '9:30 AM',
      appointment_day: 'Wednesday',
      appointment_zone: 'Chicago',
      appointment_count: '1',
      appointment_times: '9:30 AM',
    });
  });

  it('tell it in the language of the message', () => {
    expect(say('de', one)).toMatchObject({
      appointment_date: '9. Dezember',
      appointment_time: '09:30',
      appointment_day: 'Mittwoch',
    });
    expect(say('es', one)).toMatchObject({ appointment_date: '9 de diciembre', appointment_day: 'miércoles' });
  });

  it('fall back to English', () => {
    for (const language of ['', 'no language', 'zz', '!!']) expect(say(language, one)).toEqual(say('en', one));
  });

  it('begin with the earliest of several, whatever their order', () => {
    expect(say('en', later, one)).toMatchObject({
      appointment_time: '9:30 AM',
      appointment_count: '2',
      appointment_times: '9:30 AM and 2:00 PM',
    });
    expect(say('en', nextDay, later, one)).toMatchObject({
      appointment_times: 'December 9 9:30 AM, December 9 2:00 PM, and December 10 2:00 PM',
    });
  });

  it('are refused for no appointment', () => {
    expect(() => say('en')).toThrow('without an appointment');
  });

  it('separate words by plain spaces in every language', () => {
    for (const language of ['en', 'es-MX', 'es-US', 'fr', 'fr-CA', 'de', 'pt', 'pl', 'vi']) {
      expect(Object.values(say(language, one, later)).join('')).not.toMatch(/[^\S ]/);
    }
    // Not every runtime writes these.
    expect(plainSpaces('9:30\u202fAM, 9:30\u00a0a.\u2009m.')).toBe('9:30 AM, 9:30 a. m.');
  });

  it('make no English text message dearer by a sign that nobody sees', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') }), (startsAtMs) => {
        const text = Object.values(say('en', { ...one, startsAtMs }, later)).join(' ');
        expect(smsSegments(text).encoding).toBe('GSM-7');
      }),
    );
  });
});
