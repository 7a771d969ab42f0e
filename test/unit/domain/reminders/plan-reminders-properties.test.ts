import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type CallingHours } from '../../../../domain/calling-hours.ts';
import { CHANNELS } from '../../../../domain/channel.ts';
import type { LawRule } from '../../../../domain/law/law-rule.ts';
import type { AppointmentToPlan, PlannedReminder } from '../../../../domain/reminders/planned-reminder.ts';
import { planReminders, type RemindersInput } from '../../../../domain/reminders/plan-reminders.ts';
import type { StepTiming } from '../../../../domain/reminders/programme.ts';
import { toCampaignSettings } from '../../../../domain/reminders/to-campaign-settings.ts';
import { at, bookOf, programmeOf, stepOf, table } from './clinic.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Every window of these tests begins and ends on one, in every zone. */
const QUARTER_MS = 15 * MINUTE_MS;
const quarterFrom = (atMs: number): number => Math.ceil(atMs / QUARTER_MS) * QUARTER_MS;
/** What a step that was to go out later leaves free at the end of a window, and the longest way to the wire. */
const ROOM_MS = 10 * MINUTE_MS + 122_000;
const ZONES = [
  'America/Chicago',
  'America/New_York',
  'America/Phoenix',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Europe/Berlin',
];
/** On Saturdays and Sundays closed, and at night. */
const STRICT: LawRule = {
  id: 'strict',
  jurisdiction: 'XX',
  from: '2000-01-01',
  purposes: ['informational'],
  channels: CHANNELS,
  hours: {
    mon: [['08:00', '20:00']],
    tue: [['08:00', '20:00']],
    wed: [['08:00', '20:00']],
    thu: [['08:00', '20:00']],
    fri: [['08:00', '20:00']],
  },
  confirmed: true,
  source: 'test',
};
const book = bookOf([STRICT]);

const wallOf = (zone: string, atMs: number): Date => new Date(atMs + table.offsetMinutesAt(zone, atMs) * MINUTE_MS);

/** Asked of strings, for one minute: the law above, and hours whose windows end on the day they begin. */
function isOpenMinute({ campaign, appointment }: RemindersInput, atMs: number): boolean {
  return appointment.recipient.zones.every((zone) => {
    const wall = wallOf(zone, atMs).toISOString();
    const date = wall.slice(0, 10);
    const time = wall.slice(11, 16);
    const day = WEEKDAYS[(wallOf(zone, atMs).getUTCDay() + 6) % 7] ?? 'mon';
    const inside = (windows: readonly [string, string][] = []): boolean =>
      windows.some(([start, end]) => start <= time && time < end);
    const lawful = appointment.recipient.placeKey !== 'XX' || inside(STRICT.hours?.[day]);
    return lawful && !campaign.hours.blackoutDates.includes(date) && inside(campaign.hours.weekly[day]);
  });
}

const marginOf = ({ campaign, providerQueueSeconds }: RemindersInput, { slot, channel }: PlannedReminder): number =>
  ((providerQueueSeconds[slot] ?? 0) + 2 + (channel === 'call' ? campaign.ringingTimeoutSeconds : 0)) * 1000;

/** Whether a message may leave at that moment, and all that it needs still lies inside. */
function mayLeave(input: RemindersInput, reminder: PlannedReminder, atMs: number): boolean {
  const lastMs = atMs + marginOf(input, reminder);
  for (let minuteMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS; minuteMs <= lastMs; minuteMs += MINUTE_MS) {
    if (!isOpenMinute(input, minuteMs)) return false;
  }
  return lastMs < reminder.endsAtMs;
}

const clock = fc
  .tuple(fc.integer({ min: 6, max: 21 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const windows = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(clock, clock)
      .map(([a, b]): [string, string][] => (a === b ? [['00:00', '24:00']] : a < b ? [[a, b]] : [[b, a]])),
  },
);
const timing: fc.Arbitrary<StepTiming> = fc.oneof(
  fc.integer({ min: -30, max: 200 }).map((hours) => ({ kind: 'before' as const, seconds: hours * 1_800 })),
  fc.constantFrom(0, 600, 90_000).map((afterSeconds) => ({ kind: 'booking' as const, afterSeconds })),
  fc.record({ kind: fc.constant('local' as const), daysBefore: fc.integer({ min: -1, max: 4 }), at: clock }),
);
const step = fc.tuple(timing, fc.constantFrom(['sms'] as const, ['call'] as const, ['sms', 'call'] as const));

/** Near changes of the clocks more often than not. */
const start = fc.oneof(
  fc.integer({ min: at('2026-01-15T00:00Z'), max: at('2027-12-01T00:00Z') }),
  fc.tuple(fc.constantFrom(...ZONES), fc.integer({ min: -70, max: 70 })).map(([zone, hours]) => {
    const change = table.nextChangeMs(zone, at('2026-01-15T00:00Z'));
    return (Number.isFinite(change) ? change : at('2026-11-01T07:00Z')) + hours * 3_600_000 + 1_800_000;
  }),
);

const input: fc.Arbitrary<RemindersInput> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    days: fc.tuple(windows, windows, windows, windows, windows, windows, windows),
    blackout: fc.integer({ min: -4, max: 1 }),
    startsAtMs: start,
    bookedBeforeMs: fc.integer({ min: 0, max: 8 * DAY_MS }),
    nowAfterBookingMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 * DAY_MS })),
    cutoffSeconds: fc.constantFrom(0, 600, 7_200),
    lateSeconds: fc.constantFrom(60, 1_800, 20_000),
    zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 2 }),
    placeKey: fc.constantFrom('', 'XX'),
    queue: fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 }),
    wantedNow: fc.option(fc.nat(3), { freq: 8 }),
  })
  .map((all) => {
    const { steps, days, startsAtMs, zones, wantedNow } = all;
    const hours: CallingHours = {
      weekly: Object.fromEntries(WEEKDAYS.map((day, index) => [day, days[index] ?? []])),
      blackoutDates: [new Date(startsAtMs + all.blackout * DAY_MS).toISOString().slice(0, 10)],
      skipFederalHolidays: false,
    };
    const settings = programmeOf(
      steps.map(([when, channels], index) => stepOf(`step-${index}`, when, channels)),
      { hours, cutoffSeconds: all.cutoffSeconds, lateSeconds: all.lateSeconds },
    );
    const bookedAtMs = startsAtMs - all.bookedBeforeMs;
    const appointment: AppointmentToPlan = {
      startsAtMs,
      zone: zones[0] ?? 'Etc/UTC',
      bookedAtMs,
      state: 'booked',
      stoppedBy: null,
      skipped: [],
      now: wantedNow === null ? null : `step-${wantedNow}`,
      recipient: {
        zones,
        placeKey: all.placeKey,
        consent: { call: 'none', sms: 'none' },
        lineType: 'unknown',
        barred: [],
      },
      sent: [],
    };
    return {
      settings,
      campaign: toCampaignSettings(settings),
      appointment,
      nowMs: bookedAtMs + all.nowAfterBookingMs,
      providerQueueSeconds: all.queue,
      table,
      book,
    };
  });

const each = (check: (input: RemindersInput, reminder: PlannedReminder) => void, numRuns = 500): void =>
  fc.assert(
    fc.property(input, (one) => {
      for (const reminder of planReminders(one)) check(one, reminder);
    }),
    { numRuns },
  );

const isAfterStart = (when: StepTiming | undefined): boolean =>
  (when?.kind === 'before' && when.seconds < 0) || (when?.kind === 'local' && when.daysBefore < 0);
const whenOf = ({ settings }: RemindersInput, { key }: PlannedReminder): StepTiming | undefined =>
  settings.steps.find((one) => one.key === key)?.when;

describe('every plan', () => {
  it('holds each step once, in its order, with a time or a reason', () => {
    fc.assert(
      fc.property(input, (one) => {
        const reminders = planReminders(one);
        expect(reminders.map(({ key }) => key)).toEqual(one.settings.steps.map(({ key }) => key));
        for (const { status, reason, plan } of reminders) {
          expect(status === 'planned').toBe(plan !== null);
          if (status === 'skipped') expect(reason).not.toBeNull();
        }
      }),
    );
  });

  it('goes out neither before now, nor at or after the cut-off and the start', () => {
    each((one, reminder) => {
      const { plan, endsAtMs } = reminder;
      if (!plan) return;
      expect(plan.dueAtMs).toBeGreaterThanOrEqual(one.nowMs);
      expect(plan.closesAtMs).toBeLessThanOrEqual(endsAtMs - marginOf(one, reminder));
      expect(plan.dueAtMs).toBeLessThan(Math.min(plan.closesAtMs, plan.expiresAtMs));
      expect(plan.expiresAtMs).toBeLessThanOrEqual(endsAtMs);
      const { startsAtMs } = one.appointment;
      if (!isAfterStart(whenOf(one, reminder))) {
        expect(endsAtMs).toBe(startsAtMs - one.settings.cutoffSeconds * 1000);
      } else if (one.appointment.now !== reminder.key) {
        expect(plan.dueAtMs).toBeGreaterThanOrEqual(reminder.intendedAtMs);
      }
    });
  });

  it('goes out when a clock on every wall shows an allowed time, to the very end of what it may take', () => {
    each((one, reminder) => {
      if (!reminder.plan) return;
      expect(mayLeave(one, reminder, reminder.plan.dueAtMs)).toBe(true);
      expect(mayLeave(one, reminder, reminder.plan.closesAtMs - 1)).toBe(true);
    });
  });

  it('keeps its own time wherever that is allowed and to come', () => {
    each((one, reminder) => {
      const { intendedAtMs } = reminder;
      if (intendedAtMs < one.nowMs || !mayLeave(one, reminder, intendedAtMs)) return;
      expect(reminder).toMatchObject({ status: 'planned', reason: null, plan: { dueAtMs: intendedAtMs } });
    });
  });

  it('names as nearest only moments that are allowed, and none that is nearer lies behind the intended one', () => {
    each((one, reminder) => {
      const { beforeMs = null, afterMs = null } = reminder.nearest ?? {};
      for (const atMs of [beforeMs, afterMs]) {
        if (atMs === null) continue;
        expect(atMs).toBeGreaterThanOrEqual(one.nowMs);
        expect(mayLeave(one, reminder, atMs)).toBe(true);
      }
      if (afterMs === null) return;
      const fromMs = Math.max(reminder.intendedAtMs, one.nowMs);
      for (let atMs = quarterFrom(fromMs); atMs < afterMs; atMs += QUARTER_MS) {
        expect(mayLeave(one, reminder, atMs)).toBe(false);
      }
    }, 200);
  });

  it('is the same when it is made again before anything went out', () => {
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (one, part) => {
        if (one.appointment.now !== null) return;
        const first = planReminders(one);
        expect(planReminders(one)).toEqual(first);
        const next = Math.min(...first.flatMap(({ plan }) => plan?.dueAtMs ?? []));
        if (!Number.isFinite(next)) return;
        const nowMs = Math.floor(one.nowMs + (next - one.nowMs) * part);
        const again = planReminders({ ...one, nowMs });
        expect(again.map(({ plan }) => plan?.dueAtMs ?? null)).toEqual(first.map(({ plan }) => plan?.dueAtMs ?? null));
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the other steps, nor on the order in which zones and steps are named', () => {
    fc.assert(
      fc.property(input, (one) => {
        const alone = planReminders(one);
        const turned = planReminders({
          ...one,
          settings: { ...one.settings, steps: one.settings.steps.toReversed() },
          appointment: { ...one.appointment, skipped: ['other', 'another'] },
        });
        expect(turned.toReversed()).toEqual(alone);
      }),
    );
  });
});

describe('a step of a closed day', () => {
  it('goes to the last open date before, as near to its own time of day as the hours let it', () => {
    let seen = 0;
    each((one, reminder) => {
      const [zone = ''] = one.appointment.recipient.zones;
      const { plan, reason, intendedAtMs } = reminder;
      // Made up for, it goes out at another time than the one that was chosen.
      if (!plan || reason !== 'closed_day' || plan.dueAtMs >= intendedAtMs || plan.dueAtMs === one.nowMs) return;
      seen++;
      const dateOf = (atMs: number): string => wallOf(zone, atMs).toISOString().slice(0, 10);
      const date = dateOf(plan.dueAtMs);
      const days = Math.round((Date.parse(dateOf(intendedAtMs)) - Date.parse(date)) / DAY_MS);
      const offsetMs = table.offsetMinutesAt(zone, plan.dueAtMs) * MINUTE_MS;
      const sameTimeMs = wallOf(zone, intendedAtMs).getTime() - days * DAY_MS - offsetMs;
      const farMs = Math.abs(plan.dueAtMs - sameTimeMs);
      for (let atMs = quarterFrom(plan.dueAtMs - DAY_MS); atMs < intendedAtMs; atMs += QUARTER_MS) {
        if (!mayLeave(one, reminder, atMs)) continue;
        // No other date lies between; and on its own none is nearer, but for the room at the end of a window.
        if (atMs > plan.dueAtMs) expect(dateOf(atMs)).toBe(date);
        const sameClock = table.offsetMinutesAt(zone, atMs) * MINUTE_MS === offsetMs;
        if (dateOf(atMs) === date && sameClock) {
          expect(Math.abs(atMs - sameTimeMs) + ROOM_MS).toBeGreaterThanOrEqual(farMs);
        }
      }
    }, 2_000);
    expect(seen).toBeGreaterThan(50);
  });
});
