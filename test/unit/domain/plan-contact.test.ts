import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../data/load-law.ts';
import { loadZones } from '../../../data/load-zones.ts';
import { WEEKDAYS } from '../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { NO_CONSENT, type ContactNumber } from '../../../domain/next-number.ts';
import { planContact, type ContactPlanInput } from '../../../domain/plan-contact.ts';
import { afterAttempt } from '../../../domain/plan.ts';

const table = loadZones();
const book = loadLaw();
/** Monday, 15:00 in London, 11:00 in New York, 08:00 in Los Angeles. */
const NOW_MS = Date.parse('2026-03-16T15:00:00Z');

const settingsOf = (...channels: Channel[]): CampaignSettings => ({
  steps: channels.map((channel) => ({ channel, accountId: 'a', numberId: 'n' })),
  hours: {
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [['10:00', '17:00']]])),
    blackoutDates: [],
    skipFederalHolidays: false,
  },
  purpose: 'emergency',
  startsAtMs: null,
  endsAtMs: null,
  leftovers: 'roll',
  pacePerSecond: null,
  maxConcurrent: 10,
  maxAttempts: 3,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  expiresAfterSeconds: 7 * 86_400,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [{ count: 3, hours: 24 }],
});
const numberOf = (place: number, zone: string, lineType: LineType = 'unknown'): ContactNumber => ({
  place,
  phone: 100 + place,
  zones: zone === '' ? [] : [zone],
  lineType,
  placeKey: '',
  consent: NO_CONSENT,
});
const plan = (channels: Channel[], numbers: ContactNumber[], change: Partial<ContactPlanInput> = {}) =>
  planContact({
    settings: settingsOf(...channels),
    step: 0,
    numbers,
    lastTried: null,
    dead: new Set(),
    barred: [],
    earliestMs: NOW_MS,
    providerQueueSeconds: [1, 1],
    table,
    book,
    ...change,
  });

describe('a contact with several numbers', () => {
  const both = [numberOf(0, 'America/New_York'), numberOf(1, 'America/Los_Angeles')];

  it('is planned in the window of the number that is next', () => {
    expect(plan(['call'], both)).toMatchObject({ number: { phone: 100 }, dueAtMs: NOW_MS });
    const second = plan(['call'], both, { lastTried: 100 });
    expect(second).toMatchObject({ number: { phone: 101 }, dueAtMs: Date.parse('2026-03-16T17:00:00Z') });
  });

  it('goes on with the next number where a zone is unknown, and ends only when none is known', () => {
    expect(plan(['call'], [numberOf(0, ''), numberOf(1, 'Europe/London')])).toMatchObject({ number: { phone: 101 } });
    expect(plan(['call'], [numberOf(0, ''), numberOf(1, 'Nowhere/Land')])).toEqual({
      kind: 'end',
      state: 'unknown_zone',
      reason: 'zone_unknown',
    });
  });

  it('says that a window never opens where one number tells so and the zone of the other is unknown', () => {
    const settings = settingsOf('call');
    const shut = { ...settings, hours: { ...settings.hours, weekly: {} } };
    const numbers = [numberOf(0, ''), numberOf(1, 'Europe/London')];
    expect(plan(['call'], numbers, { settings: shut })).toMatchObject({ reason: 'window_never_open' });
  });

  it('fails when no number is left', () => {
    expect(plan(['call', 'sms'], both, { dead: new Set([100, 101]) })).toMatchObject({
      state: 'failed',
      reason: 'no_living_number',
    });
  });

  it('takes another number where the window of the next one opens too late', () => {
    const late = plan(['call'], both, { lastTried: 100, expiresAtMs: NOW_MS + 3_600_000 });
    expect(late).toMatchObject({ number: { phone: 100 } });
    expect(plan(['call'], both.slice(1), { expiresAtMs: NOW_MS + 3_600_000 })).toMatchObject({ state: 'expired' });
  });
});

describe('a text', () => {
  it('goes to the first number that takes texts', () => {
    const numbers = [numberOf(0, 'Europe/London', 'landline'), numberOf(1, 'Europe/London', 'mobile')];
    expect(plan(['sms'], numbers)).toMatchObject({ number: { phone: 101 } });
    expect(plan(['call', 'sms'], numbers, { step: 1 })).toMatchObject({ number: { phone: 101 }, step: 1 });
  });

  it('that no number takes is left out for the next step, or ends the contact with that reason', () => {
    const landline = [numberOf(0, 'Europe/London', 'landline')];
    expect(plan(['sms', 'call'], landline)).toMatchObject({ kind: 'due', step: 1, channel: 'call' });
    expect(plan(['call', 'sms'], landline, { step: 1 })).toEqual({
      kind: 'end',
      state: 'failed',
      reason: 'sms_no_textable_number',
    });
  });

  it('forgets in the next step which number the one before tried last', () => {
    const numbers = [numberOf(0, 'Europe/London', 'landline'), numberOf(1, 'Europe/London', 'landline')];
    expect(plan(['sms', 'call'], numbers, { lastTried: 100 })).toMatchObject({ step: 1, number: { phone: 100 } });
  });

  it('keeps its own reason apart from "there is no such step"', () => {
    expect(plan(['call'], [numberOf(0, 'Europe/London')], { step: 1 })).toMatchObject({ reason: 'no_more_steps' });
  });
});

describe('a number that does not exist', () => {
  const settings = settingsOf('call', 'sms');

  it('ends itself alone while others live: the next is tried at once', () => {
    expect(afterAttempt(settings, 0, 1, 'bad_number', true)).toEqual({ kind: 'again', step: 0, waitSeconds: 0 });
    expect(afterAttempt(settings, 0, 1, 'bad_number', false)).toMatchObject({ state: 'failed', reason: 'bad_number' });
  });

  it('is paid from the one budget of the person', () => {
    expect(afterAttempt(settings, 0, 3, 'bad_number', true)).toMatchObject({ kind: 'again', step: 1 });
    expect(afterAttempt(settingsOf('call'), 0, 3, 'bad_number', true)).toMatchObject({ state: 'exhausted' });
  });

  it('never turns a no into another try', () => {
    expect(afterAttempt(settings, 0, 1, 'opted_out', true)).toMatchObject({ state: 'suppressed' });
    expect(afterAttempt(settings, 1, 1, 'sms_opted_out', true)).toMatchObject({ state: 'suppressed' });
  });
});
