import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import {
  appointmentOf,
  at,
  before,
  booking,
  hoursOf,
  iso,
  local,
  plan,
  planOne,
  programmeOf,
  said,
  stepOf,
  weekdays,
} from './clinic.ts';

const HOUR = 3_600;
const DAY = 86_400;
const startsAt = (text: string) => ({ startsAtMs: at(text) });

describe('the time of a step', () => {
  it.each([
    ['before the start', before(2 * HOUR), '2026-06-09T17:00:00Z'],
    ['after the start', before(-HOUR), '2026-06-09T20:00:00Z'],
    ['at the booking', booking(), '2026-06-01T15:00:00Z'],
    ['after the booking', booking(600), '2026-06-01T15:10:00Z'],
    ['at a time of day before', local(1, '10:15'), '2026-06-08T15:15:00Z'],
    ['at a time of the same day', local(0, '09:30'), '2026-06-09T14:30:00Z'],
    ['at a time of day after', local(-1, '10:15'), '2026-06-10T15:15:00Z'],
  ])('is counted %s', (_, when, expected) => {
    const reminder = planOne(stepOf('one', when));
    expect([iso(reminder.intendedAtMs), said(reminder)]).toEqual([expected, expected]);
  });

  it('keeps the date of the appointment in its own zone, which is not that of UTC', () => {
    // 19:30 on the 8th in Chicago.
    const appointment = startsAt('2026-06-09T00:30Z');
    expect(iso(planOne(stepOf('one', local(0, '09:00')), { appointment }).intendedAtMs)).toBe('2026-06-08T14:00:00Z');
  });

  const always = {
    hours: hoursOf({ ...weekdays(['00:00', '24:00']), sat: [['00:00', '24:00']], sun: [['00:00', '24:00']] }),
  };
  it('is the first minute behind the jump when clocks skip it, and the first of two when they show it twice', () => {
    const bookedAtMs = at('2026-01-05T12:00Z');
    const skipped = { bookedAtMs, ...startsAt('2026-03-09T15:00Z') };
    const twice = { bookedAtMs, ...startsAt('2026-11-02T15:00Z') };
    const step = stepOf('one', local(1, '02:30'));
    expect(said(planOne(step, { appointment: skipped, settings: always }))).toBe('2026-03-08T08:00:00Z');
    expect(said(planOne(stepOf('one', local(1, '01:30')), { appointment: twice, settings: always }))).toBe(
      '2026-11-01T06:30:00Z',
    );
  });
});

describe('hours', () => {
  it('move a step to the nearest open moment of its date', () => {
    // 07:00 in Chicago, and 20:00.
    const early = planOne(stepOf('one', before(2 * HOUR)), { appointment: startsAt('2026-06-09T14:00Z') });
    // The office opens when it starts: yesterday it is.
    expect(said(early)).toBe('outside_hours 2026-06-08T21:49:58Z');
    expect(said(planOne(stepOf('one', before(2 * HOUR)), { appointment: startsAt('2026-06-09T14:30Z') }))).toBe(
      'outside_hours 2026-06-09T14:00:00Z',
    );
    expect(said(planOne(stepOf('one', local(1, '20:00'))))).toBe('outside_hours 2026-06-08T21:49:58Z');
  });

  it('prefer the earlier of two moments that are equally near', () => {
    const settings = { hours: hoursOf(weekdays(['09:00', '11:00'], ['12:50', '17:00'])) };
    // 11:49:59, an hour and a second from 10:49:58 (ten minutes and the way to the wire are left) and from 12:50.
    const middle = DAY + 7_801;
    expect(said(planOne(stepOf('one', before(middle)), { settings }))).toBe('outside_hours 2026-06-08T15:49:58Z');
    expect(said(planOne(stepOf('one', before(middle - 1)), { settings }))).toBe('outside_hours 2026-06-08T17:50:00Z');
  });

  it('take no moment that is over while others of the date are to come', () => {
    const settings = { hours: hoursOf(weekdays(['09:00', '12:00'], ['17:00', '20:00'])) };
    const appointment = { bookedAtMs: at('2026-06-08T17:30Z') };
    const reminder = planOne(stepOf('one', before(DAY)), { settings, appointment });
    expect(said(reminder)).toBe('outside_hours 2026-06-08T22:00:00Z');
    // Once its own time is over too, a second plan says the same.
    const nowMs = at('2026-06-08T20:00Z');
    expect(said(planOne(stepOf('one', before(DAY)), { settings, appointment, nowMs }))).toBe(said(reminder));
  });

  it('move a step of a closed day back to the same time of the last open day', () => {
    const monday = startsAt('2026-06-08T19:00Z');
    expect(said(planOne(stepOf('one', before(DAY)), { appointment: monday }))).toBe('closed_day 2026-06-05T19:00:00Z');
    const early = planOne(stepOf('one', local(1, '07:00')), { appointment: monday });
    expect(said(early)).toBe('closed_day 2026-06-05T14:00:00Z');
    const closed = { hours: hoursOf(weekdays(['09:00', '17:00']), ['2026-06-05']) };
    const holiday = planOne(stepOf('one', before(DAY)), { appointment: monday, settings: closed });
    expect(said(holiday)).toBe('closed_day 2026-06-04T19:00:00Z');
  });

  it('say which allowed moments lie around the intended one', () => {
    const reminder = planOne(stepOf('one', before(DAY)), { appointment: startsAt('2026-06-08T19:00Z') });
    expect([iso(reminder.nearest?.beforeMs), iso(reminder.nearest?.afterMs)]).toEqual([
      '2026-06-05T21:49:58Z',
      '2026-06-08T14:00:00Z',
    ]);
    expect(planOne(stepOf('one', before(DAY))).nearest).toBeNull();
  });

  it('skip a step whose last open day is over, and say when it could still go out', () => {
    const appointment = { bookedAtMs: at('2026-06-06T15:00Z'), ...startsAt('2026-06-08T19:00Z') };
    const reminder = planOne(stepOf('one', before(DAY)), { appointment });
    expect(said(reminder)).toBe('passed');
    expect([reminder.nearest?.beforeMs, iso(reminder.nearest?.afterMs)]).toEqual([null, '2026-06-08T14:00:00Z']);
  });

  it('skip a step when no day is open at all', () => {
    const reminder = planOne(stepOf('one', before(DAY)), { settings: { hours: hoursOf({}) } });
    expect([said(reminder), reminder.nearest]).toEqual(['no_allowed_time', { beforeMs: null, afterMs: null }]);
  });

  it('hold in every zone that the person may be in', () => {
    const recipient = { ...appointmentOf().recipient, zones: ['America/Chicago', 'America/Los_Angeles'] };
    // 09:30 in Chicago, 07:30 in Los Angeles.
    expect(said(planOne(stepOf('one', local(1, '09:30')), { appointment: { recipient } }))).toBe(
      'outside_hours 2026-06-08T16:00:00Z',
    );
  });

  it('are those of the law as well', () => {
    const recipient = {
      ...appointmentOf().recipient,
      placeKey: 'US-TX',
      consent: { call: 'written', sms: 'none' } as const,
    };
    const appointment = { recipient, ...startsAt('2026-06-07T22:00Z') };
    const settings = { purpose: 'marketing' as const, hours: hoursOf({ sun: [['08:00', '21:00']] }) };
    const book = loadLaw();
    // Texas: Sunday from noon.
    const reminder = planOne(stepOf('one', local(0, '09:00'), ['call']), { appointment, settings, book });
    expect(said(reminder)).toBe('outside_hours 2026-06-07T17:00:00Z');
  });

  it('let a booking step and one after the start wait, and never bring them forward', () => {
    const night = at('2026-06-02T03:00Z');
    expect(said(planOne(stepOf('one', booking()), { appointment: { bookedAtMs: night } }))).toBe(
      'outside_hours 2026-06-02T14:00:00Z',
    );
    const friday = startsAt('2026-06-05T21:30Z');
    const reminder = planOne(stepOf('one', before(-HOUR)), { appointment: friday });
    expect(said(reminder)).toBe('outside_hours 2026-06-08T14:00:00Z');
  });
});

describe('the cut-off', () => {
  it('ends every step before the start, and leaves room for the way to the person', () => {
    const call = planOne(stepOf('one', before(2 * HOUR), ['call']), {
      settings: { cutoffSeconds: HOUR, lateSeconds: DAY },
      providerQueueSeconds: [20],
    });
    expect(iso(call.endsAtMs)).toBe('2026-06-09T18:00:00Z');
    expect(iso(call.plan?.closesAtMs)).toBe('2026-06-09T17:59:08Z');
    expect(iso(call.plan?.expiresAtMs)).toBe('2026-06-09T18:00:00Z');
  });

  it('leaves a step out that lies behind it', () => {
    const settings = { cutoffSeconds: 3 * HOUR };
    expect(said(planOne(stepOf('one', before(2 * HOUR)), { settings }))).toBe('after_cutoff');
    expect(said(planOne(stepOf('one', before(0))))).toBe('after_cutoff');
    expect(said(planOne(stepOf('one', booking(9 * DAY))))).toBe('after_cutoff');
    expect(said(planOne(stepOf('one', local(0, '15:00'))))).toBe('after_cutoff');
  });

  it('leaves a call out that would still ring behind it, and names the last moment before', () => {
    const call = planOne(stepOf('one', before(31), ['call']));
    expect([said(call), iso(call.nearest?.beforeMs), call.nearest?.afterMs]).toEqual([
      'after_cutoff',
      '2026-06-09T18:49:28Z',
      null,
    ]);
    expect(said(planOne(stepOf('one', before(33), ['call'])))).toBe('2026-06-09T18:59:27Z');
  });

  it('does not hold for a step after the start, which ends four days later', () => {
    const reminder = planOne(stepOf('one', before(-HOUR)), { settings: { cutoffSeconds: DAY } });
    expect([said(reminder), iso(reminder.endsAtMs)]).toEqual(['2026-06-09T20:00:00Z', '2026-06-13T20:00:00Z']);
  });
});

describe('a time that is over', () => {
  const step = stepOf('one', before(DAY));
  const nowMs = (text: string) => ({ nowMs: at(text) });

  it('is made up for now while it is less late than the programme allows', () => {
    const late = planOne(step, nowMs('2026-06-08T19:29:59.500Z'));
    expect([said(late), iso(late.plan?.expiresAtMs)]).toEqual(['2026-06-08T19:29:59.500Z', '2026-06-08T19:30:00Z']);
    expect(said(planOne(step, nowMs('2026-06-08T19:30:00Z')))).toBe('passed');
  });

  it('is over when it was so at the booking, even if an allowed moment is to come', () => {
    // Due at 07:00, moved to 09:00; booked at 08:00.
    const appointment = { bookedAtMs: at('2026-06-09T13:00Z'), ...startsAt('2026-06-09T14:30Z') };
    expect(said(planOne(stepOf('one', before(2.5 * HOUR)), { appointment }))).toBe('passed');
    // Booked before, a plan that is made again at 08:00 keeps it.
    const again = planOne(stepOf('one', before(2.5 * HOUR)), {
      ...nowMs('2026-06-09T13:00Z'),
      appointment: startsAt('2026-06-09T14:30Z'),
    });
    expect(said(again)).toBe('outside_hours 2026-06-09T14:00:00Z');
  });

  it('is not made up for when the office closes before', () => {
    const late = planOne(stepOf('one', local(1, '16:59')), nowMs('2026-06-08T22:10Z'));
    expect(said(late)).toBe('passed');
  });

  it('is not made up for when its allowed moment is as late', () => {
    // Due at 07:00, moved to 09:00; the machine was down until 10:00.
    const appointment = startsAt('2026-06-09T16:30Z');
    const step = stepOf('one', before(4.5 * HOUR));
    expect(said(planOne(step, { appointment, nowMs: at('2026-06-09T14:29Z') }))).toBe(
      'outside_hours 2026-06-09T14:29:00Z',
    );
    expect(said(planOne(step, { appointment, nowMs: at('2026-06-09T15:00Z') }))).toBe('passed');
  });

  it('is over when the last allowed moment of its date is, though it is still to come itself', () => {
    const appointment = { bookedAtMs: at('2026-06-08T23:00Z') };
    const reminder = planOne(stepOf('one', local(1, '20:00')), { appointment });
    expect([said(reminder), iso(reminder.nearest?.afterMs)]).toEqual(['passed', '2026-06-09T14:00:00Z']);
  });

  it('is over for a booking step of an old booking', () => {
    expect(said(planOne(stepOf('one', booking()), nowMs('2026-06-01T15:29Z')))).toBe('2026-06-01T15:29:00Z');
    expect(said(planOne(stepOf('one', booking()), nowMs('2026-06-01T15:30Z')))).toBe('passed');
  });
});

describe('what was sent', () => {
  const steps = programmeOf([stepOf('24h', before(DAY)), stepOf('2h', before(2 * HOUR))]);
  const told = (text: string) => [{ key: '24h', startsAtMs: at(text) }];

  it('stays sent, and the other steps are planned', () => {
    const sent = told('2026-06-09T19:00Z');
    expect(plan({ settings: steps, appointment: { sent } }).map(said)).toEqual(['sent', '2026-06-09T17:00:00Z']);
  });

  it('stays sent after a small move, and is told again after a greater one', () => {
    expect(plan({ settings: steps, appointment: { sent: told('2026-06-09T18:45Z') } }).map(said)[0]).toBe('sent');
    const [again, other] = plan({ settings: steps, appointment: { sent: told('2026-06-09T18:44:59Z') } });
    expect(again).toMatchObject({ status: 'planned', moved: true });
    expect(other).toMatchObject({ status: 'planned', moved: false });
  });

  it('is compared with the start that was told last', () => {
    const sent = [...told('2026-06-09T19:00Z'), ...told('2026-06-09T22:00Z')];
    expect(plan({ settings: steps, appointment: { sent } })[0]).toMatchObject({ status: 'planned', moved: true });
    expect(plan({ settings: steps, appointment: { sent: sent.toReversed() } })[0]).toMatchObject({ status: 'sent' });
  });

  it('stays sent when the appointment is cancelled, and nothing else goes out', () => {
    const sent = told('2026-06-09T19:00Z');
    // Nor does what somebody wanted a second time.
    for (const now of [null, '24h', '2h']) {
      const appointment = { sent, now, state: 'cancelled' as const };
      expect(plan({ settings: steps, appointment }).map(said)).toEqual(['sent', 'cancelled']);
    }
  });

  it('lets a booking step tell of the move at once', () => {
    const sent = [{ key: 'one', startsAtMs: at('2026-06-09T16:00Z') }];
    const nowMs = at('2026-06-03T15:00Z');
    const reminder = planOne(stepOf('one', booking()), { appointment: { sent }, nowMs });
    expect([said(reminder), reminder.moved]).toEqual(['2026-06-03T15:00:00Z', true]);
  });
});

describe('what stops a step', () => {
  const settings = programmeOf([stepOf('24h', before(DAY)), stepOf('2h', before(2 * HOUR), ['call'], 'send')]);

  it.each([
    ['a confirmation', { state: 'confirmed' as const }, ['confirmed', '2026-06-09T17:00:00Z']],
    ['an answer', { stoppedBy: 'answered' as const }, ['answered', '2026-06-09T17:00:00Z']],
    ['a paused series', { stoppedBy: 'series_paused' as const }, ['series_paused', 'series_paused']],
    ['a cancellation', { state: 'cancelled' as const }, ['cancelled', 'cancelled']],
    ['somebody', { skipped: ['2h'] }, ['2026-06-08T19:00:00Z', 'skipped']],
  ])('is %s', (_, appointment, expected) => {
    expect(plan({ settings, appointment }).map(said)).toEqual(expected);
  });

  const recipient = appointmentOf().recipient;
  it('is a channel that the person said no to, unless a fallback has another', () => {
    const barred = { recipient: { ...recipient, barred: ['sms' as const] } };
    expect(said(planOne(stepOf('one', before(DAY)), { appointment: barred }))).toBe('opted_out');
    const other = planOne(stepOf('one', before(DAY), ['sms', 'call']), { appointment: barred });
    expect(other).toMatchObject({ status: 'planned', slot: 1, channel: 'call' });
    expect(other.plan).toMatchObject({ step: 1, channel: 'call' });
  });

  it('is a number that takes no texts, unless a fallback calls', () => {
    const landline = { recipient: { ...recipient, lineType: 'landline' as const } };
    expect(said(planOne(stepOf('one', before(DAY)), { appointment: landline }))).toBe('no_textable_number');
    expect(planOne(stepOf('one', before(DAY), ['sms', 'call']), { appointment: landline })).toMatchObject({
      status: 'planned',
      channel: 'call',
    });
  });

  it('is a zone that nobody knows', () => {
    for (const zones of [[], ['Mars/Olympus']]) {
      const appointment = { recipient: { ...recipient, zones } };
      expect(said(planOne(stepOf('one', local(1, '10:00')), { appointment }))).toBe('zone_unknown');
    }
    expect(said(planOne(stepOf('one', local(1, '10:00')), { appointment: { zone: 'Mars/Olympus' } }))).toBe(
      'zone_unknown',
    );
  });

  it('is consent that the law asks for and nobody gave', () => {
    const appointment = { recipient: { ...recipient, placeKey: 'US-FL' } };
    const options = { settings: { purpose: 'marketing' as const }, book: loadLaw() };
    expect(said(planOne(stepOf('one', before(DAY), ['call']), { appointment, ...options }))).toBe('no_consent');
    const given = {
      recipient: { ...recipient, placeKey: 'US-FL', consent: { call: 'written', sms: 'written' } as const },
    };
    expect(planOne(stepOf('one', before(DAY), ['call']), { appointment: given, ...options }).status).toBe('planned');
  });
});

describe('a step that is wanted now', () => {
  const step = stepOf('one', before(DAY));
  const nowMs = at('2026-06-03T15:00Z');

  it.each([
    ['its time is to come', {}],
    ['it was sent', { sent: [{ key: 'one', startsAtMs: at('2026-06-09T19:00Z') }] }],
    ['it was skipped', { skipped: ['one'] }],
    ['the person confirmed', { state: 'confirmed' as const }],
  ])('goes out now when %s', (_, change) => {
    const reminder = planOne(step, { nowMs, appointment: { now: 'one', ...change } });
    expect([said(reminder), iso(reminder.intendedAtMs)]).toEqual(['2026-06-03T15:00:00Z', '2026-06-03T15:00:00Z']);
  });

  it('goes out now or not at all', () => {
    const night = planOne(step, { nowMs: at('2026-06-03T03:00Z'), appointment: { now: 'one' } });
    expect([said(night), night.plan]).toEqual(['no_allowed_time', null]);
    expect(night.nearest).toEqual({ beforeMs: null, afterMs: at('2026-06-03T14:00Z') });
  });

  it('keeps to the cut-off, to a cancellation and to an opt-out', () => {
    const now = 'one';
    expect(said(planOne(step, { nowMs: at('2026-06-09T19:00Z'), appointment: { now } }))).toBe('after_cutoff');
    expect(said(planOne(step, { nowMs, appointment: { now, state: 'cancelled' } }))).toBe('cancelled');
    const recipient = { ...appointmentOf().recipient, barred: ['sms' as const] };
    expect(said(planOne(step, { nowMs, appointment: { now, recipient } }))).toBe('opted_out');
  });

  it('leaves the other steps as they are', () => {
    const settings = programmeOf([stepOf('24h', before(DAY)), stepOf('2h', before(2 * HOUR))]);
    const appointment = { now: '2h' };
    expect(plan({ settings, appointment, nowMs }).map(said)).toEqual(['2026-06-08T19:00:00Z', '2026-06-03T15:00:00Z']);
  });
});

describe('settings that contradict themselves', () => {
  it('are refused instead of guessed', () => {
    expect(() => planOne(stepOf('one', before(DAY), []))).toThrow('no action');
    expect(() => planOne(stepOf('one', local(1, '9:00')))).toThrow('no time of day');
  });
});
