import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../data/load-law.ts';
import { loadZones } from '../../../data/load-zones.ts';
import { WEEKDAYS, type CallingHours } from '../../../domain/calling-hours.ts';
import type { CampaignSettings, CampaignStep } from '../../../domain/campaign-settings.ts';
import type { Channel } from '../../../domain/channel.ts';
import { isTerminal } from '../../../domain/contact-state.ts';
import { NO_CONSENT } from '../../../domain/next-number.ts';
import { isOutcome, outcomeClass, OUTCOMES } from '../../../domain/outcome.ts';
import { afterAttempt, planStep, windowMarginMs, type Next } from '../../../domain/plan.ts';
import { isOpenAt } from '../../../domain/window.ts';

const table = loadZones();
/** What the law says is asked in law/law-of.test.ts; nothing of it holds here. */
const place = { placeKey: '', consent: NO_CONSENT, book: loadLaw() };
const ZONES = ['America/New_York', 'America/Phoenix', 'America/Los_Angeles', 'Europe/London', 'Asia/Kathmandu'];
const START_MS = Date.parse('2026-03-01T00:00:00Z');
const everyOutcome = Object.keys(OUTCOMES).filter(isOutcome);

const stepOf = (channel: Channel): CampaignStep => ({ channel, accountId: 'a', numberId: 'n' });
const everyDay = (...windows: [string, string][]): CallingHours => ({
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, windows])),
  blackoutDates: [],
  skipFederalHolidays: false,
});
const settingsWith = (change: Partial<CampaignSettings>): CampaignSettings => ({
  steps: [stepOf('call')],
  hours: everyDay(['10:00', '17:00']),
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
  expiresAfterSeconds: 3 * 86_400,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [{ count: 3, hours: 24 }],
  ...change,
});

const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const text = (n: number): string => String(n).padStart(2, '0');
  return `${text(Math.floor(quarter / 4))}:${text((quarter % 4) * 15)}`;
});
const windows = fc.array(
  fc.tuple(clock, fc.oneof(clock, fc.constant('24:00'))).filter(([start, end]) => start !== end),
  { maxLength: 2 },
);
const hours: fc.Arbitrary<CallingHours> = fc.tuple(...WEEKDAYS.map(() => windows)).map((days) => ({
  weekly: Object.fromEntries(WEEKDAYS.map((day, i) => [day, days[i] ?? []])),
  blackoutDates: [],
  skipFederalHolidays: true,
}));
const steps = fc
  .array(fc.constantFrom('call' as const, 'sms' as const), { minLength: 1, maxLength: 2 })
  .map((channels) => channels.map(stepOf));
const settings = fc
  .record({
    steps,
    hours,
    maxAttempts: fc.integer({ min: 1, max: 5 }),
    expiresAfterSeconds: fc.integer({ min: 60, max: 10 * 86_400 }),
    ringingTimeoutSeconds: fc.integer({ min: 5, max: 120 }),
  })
  .map(settingsWith);
const question = fc.record({
  settings,
  step: fc.nat(1),
  zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
  earliestMs: fc.integer({ min: START_MS, max: START_MS + 300 * 86_400_000 }),
  providerQueueSeconds: fc.nat(30),
});

describe('a planned step', () => {
  it('lies inside the hours of every zone, from its first to its last moment, and before it expires', () => {
    fc.assert(
      fc.property(question, fc.double({ min: 0, max: 0.999, noNaN: true }), (asked, share) => {
        const plan = planStep({ ...place, ...asked, table });
        if (plan.kind === 'end') {
          expect(isTerminal(plan.state)).toBe(true);
          expect(plan.reason).toMatch(/\S/);
          return;
        }
        const marginMs = windowMarginMs(plan.channel, asked.settings, asked.providerQueueSeconds);
        const open = (atMs: number): boolean =>
          isOpenAt({ zones: asked.zones, hours: asked.settings.hours, marginMs, table, atMs });
        const latestMs = Math.min(plan.closesAtMs, plan.expiresAtMs) - 1;
        const between = plan.dueAtMs + Math.floor((latestMs - plan.dueAtMs) * share);
        expect([plan.dueAtMs, between, latestMs].map(open)).toEqual([true, true, true]);
        expect(plan.dueAtMs).toBeGreaterThanOrEqual(asked.earliestMs);
        expect(plan.dueAtMs).toBeLessThan(Math.min(plan.closesAtMs, plan.expiresAtMs));
        expect(plan.expiresAtMs).toBe(asked.earliestMs + asked.settings.expiresAfterSeconds * 1000);
        expect(plan.channel).toBe(asked.settings.steps[asked.step]?.channel);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the expiry that it had, however often it is planned again', () => {
    const now = Date.parse('2026-03-02T16:00:00Z');
    const asked = {
      settings: settingsWith({}),
      step: 0,
      zones: ['America/New_York'],
      providerQueueSeconds: 1,
      table,
    };
    expect(planStep({ ...place, ...asked, earliestMs: now, expiresAtMs: now + 5_000 })).toMatchObject({
      kind: 'due',
      expiresAtMs: now + 5_000,
    });
    expect(planStep({ ...place, ...asked, earliestMs: now, expiresAtMs: now })).toMatchObject({
      kind: 'end',
      state: 'expired',
    });
  });

  it('ends with its reason where it can never be sent', () => {
    const asked = {
      settings: settingsWith({}),
      step: 0,
      zones: ['America/New_York'],
      earliestMs: START_MS,
      providerQueueSeconds: 1,
      table,
    };
    expect(planStep({ ...place, ...asked, zones: [] })).toMatchObject({ state: 'unknown_zone' });
    expect(planStep({ ...place, ...asked, zones: ['America/New_York', 'Mars/Base'] })).toMatchObject({
      state: 'unknown_zone',
    });
    expect(planStep({ ...place, ...asked, step: 1 })).toMatchObject({ state: 'exhausted', reason: 'no_more_steps' });
    expect(planStep({ ...place, ...asked, settings: settingsWith({ hours: everyDay() }) })).toMatchObject({
      state: 'failed',
      reason: 'window_never_open',
    });
    const soon = settingsWith({ expiresAfterSeconds: 60 });
    expect(planStep({ ...place, ...asked, settings: soon })).toMatchObject({ state: 'expired' });
  });

  it('leaves room for the provider queue and the ringing before the window closes', () => {
    const base = {
      settings: settingsWith({ steps: [stepOf('call'), stepOf('sms')], ringingTimeoutSeconds: 30 }),
      zones: ['America/New_York'],
      earliestMs: Date.parse('2026-03-02T16:00:00Z'),
      providerQueueSeconds: 10,
      table,
    };
    const endMs = Date.parse('2026-03-02T22:00:00Z');
    expect(planStep({ ...place, ...base, step: 0 })).toMatchObject({ closesAtMs: endMs - 42_000 });
    expect(planStep({ ...place, ...base, step: 1 })).toMatchObject({ closesAtMs: endMs - 12_000 });
  });
});

describe('what follows an attempt', () => {
  it('is classified for every outcome', () => {
    const one = settingsWith({ maxAttempts: 1 });
    const states = Object.fromEntries(
      everyOutcome.map((outcome) => {
        const next = afterAttempt(one, 0, 1, outcome);
        return [outcome, next.kind === 'end' ? next.state : 'again'];
      }),
    );
    expect(states).toEqual({
      answered: 'reached',
      sms_sent: 'reached',
      voicemail: 'exhausted',
      no_answer: 'exhausted',
      busy: 'exhausted',
      not_connected: 'exhausted',
      provider_failure: 'exhausted',
      sms_failed: 'exhausted',
      cancelled: 'failed',
      unknown_end: 'failed',
      bad_number: 'failed',
      call_rejected: 'failed',
      sms_rejected: 'failed',
      opted_out: 'suppressed',
      sms_opted_out: 'suppressed',
    });
  });

  it('comes to an end after at most the allowed dials of every step, whatever happens', () => {
    fc.assert(
      fc.property(
        settings,
        fc.array(fc.constantFrom(...everyOutcome), { minLength: 12, maxLength: 12 }),
        (of, told) => {
          const dials: number[] = of.steps.map(() => 0);
          let at: Next = { kind: 'again', step: 0, waitSeconds: 0 };
          for (const outcome of told) {
            if (at.kind === 'end') break;
            const { step } = at;
            dials[step] = (dials[step] ?? 0) + 1;
            at = afterAttempt(of, step, dials[step] ?? 0, outcome);
          }
          expect(at).toMatchObject({ kind: 'end' });
          expect(Math.max(...dials)).toBeLessThanOrEqual(of.maxAttempts);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is the second step exactly when the first did not reach the person, is used up, and nothing forbids it', () => {
    const two = settingsWith({ steps: [stepOf('call'), stepOf('sms')] });
    fc.assert(
      fc.property(fc.constantFrom(...everyOutcome), fc.integer({ min: 1, max: 3 }), (outcome, ordinal) => {
        const next = afterAttempt(two, 0, ordinal, outcome);
        const reached = outcomeClass(outcome) === 'success';
        const forbidden = outcomeClass(outcome) === 'never';
        const triedAgain = outcomeClass(outcome) === 'retry' && ordinal < two.maxAttempts;
        const follows = !reached && !forbidden && !triedAgain;
        expect(next.kind === 'again' && next.step === 1).toBe(follows);
      }),
    );
  });

  it('waits as the campaign says, else as the outcome says, and goes to the next step at once', () => {
    const two = settingsWith({ steps: [stepOf('call'), stepOf('sms')], waitSeconds: { busy: 42 } });
    expect(afterAttempt(two, 0, 1, 'busy')).toEqual({ kind: 'again', step: 0, waitSeconds: 42 });
    expect(afterAttempt(two, 0, 1, 'no_answer')).toEqual({ kind: 'again', step: 0, waitSeconds: 4 * 3600 });
    expect(afterAttempt(two, 0, 3, 'busy')).toEqual({ kind: 'again', step: 1, waitSeconds: 0 });
  });
});
