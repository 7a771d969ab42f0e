import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { loadPlaces } from '../../../../data/load-places.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { WEEKDAYS, type CallingHours, type WeeklyWindows } from '../../../../domain/calling-hours.ts';
import { CHANNELS, type Channel } from '../../../../domain/channel.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import { CONSENT_CLASSES, type LawBook, type LawRule } from '../../../../domain/law/law-rule.ts';
import { planStep, windowMarginMs, type Plan } from '../../../../domain/plan.ts';
import { CAMPAIGN_PURPOSES } from '../../../../domain/purpose.ts';
import { parseLocalDay } from '../../../../domain/wall-clock.ts';
import { consentAsked, rulesThere, walkToOpen, type OracleQuestion, type OracleWorld } from './law-oracle.ts';

const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_125);
const WORLDS = Number(process.env['OUTDIAL_TEST_LAW_WORLDS'] ?? 400);
const ASKS = 25;
const DAY_MS = 86_400_000;
/** As far as a plan looks for a window. */
const HORIZON_MS = 400 * DAY_MS;

const table = loadZones();
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Indiana/Indianapolis',
  'America/St_Johns',
  'Pacific/Honolulu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
];
/** Changes of clocks, and days on which a rule or a calendar turns. */
const PIVOTS = [
  '2026-10-18',
  '2026-10-25',
  '2026-11-01',
  '2026-11-26',
  '2026-12-31',
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
];

const date = fc.constantFrom(
  '2026-10-17',
  '2026-10-18',
  '2026-10-25',
  '2026-11-01',
  '2026-11-27',
  '2027-01-01',
  '2027-03-14',
  '2027-03-15',
);
const clock = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '00:00',
      '02:00',
      '02:30',
      '08:00',
      '09:00',
      '10:00',
      '12:00',
      '17:00',
      '20:00',
      '21:00',
    ),
  },
  fc
    .integer({ min: 0, max: 1_439 })
    .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`),
);
const windowOf = fc
  .tuple(clock, fc.oneof({ weight: 4, arbitrary: clock }, fc.constant('24:00')))
  .map(([start, end]): [string, string] => (start === end ? [start, '24:00'] : [start, end]));
const dayWindows = fc.array(windowOf, { minLength: 1, maxLength: 2 });
const weekly = fc.oneof(
  {
    weight: 3,
    arbitrary: dayWindows.map((windows): WeeklyWindows => Object.fromEntries(WEEKDAYS.map((day) => [day, windows]))),
  },
  fc
    .tuple(...WEEKDAYS.map(() => fc.option(dayWindows)))
    .map((days): WeeklyWindows => Object.fromEntries(WEEKDAYS.flatMap((day, i) => (days[i] ? [[day, days[i]]] : [])))),
);
const calendars = fc.constant({
  winter: ['2026-12-24', '2026-12-25', '2026-12-31', '2027-01-01'],
  turns: ['2026-10-18', '2026-11-01', '2026-11-26', '2027-03-14'],
});
const calendarNames = fc.subarray(['winter', 'turns'], { minLength: 1 });

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const rules = fc
  .array(
    fc.record({
      jurisdiction: fc.constantFrom('AA', 'AA-1', 'AA-2', 'BB', 'BB-1', '*'),
      turns: fc.uniqueArray(date, { minLength: 1, maxLength: 2 }).map((dates) => dates.sort()),
      begun: fc.boolean(),
      purposes: fc.subarray([...CAMPAIGN_PURPOSES], { minLength: 1 }),
      channels: fc.subarray([...CHANNELS], { minLength: 1 }),
      hours: optional(weekly),
      closedOn: optional(calendarNames),
      consent: optional(fc.constantFrom(...CONSENT_CLASSES)),
    }),
    { maxLength: 7 },
  )
  .map((drafts) =>
    drafts.map(({ turns: [first = '', second], begun, hours, closedOn, consent, ...rest }, index): LawRule => {
      const until = begun ? first : second;
      return {
        id: `rule-${index}`,
        ...rest,
        from: begun ? '2020-01-01' : first,
        ...(until === undefined ? {} : { until }),
        ...(hours === undefined ? {} : { hours }),
        ...(closedOn === undefined ? {} : { closedOn }),
        ...(consent === undefined ? {} : { consent }),
        confirmed: true,
        source: 'drawn',
      };
    }),
  );
const hours = fc
  .record({
    weekly,
    call: optional(weekly),
    sms: optional(weekly),
    blackoutDates: fc.uniqueArray(date, { maxLength: 2 }),
    holidays: optional(calendarNames),
  })
  .map(({ call, sms, holidays, ...rest }): CallingHours => ({
    ...rest,
    channels: { ...(call === undefined ? {} : { call }), ...(sms === undefined ? {} : { sms }) },
    ...(holidays === undefined ? {} : { holidays }),
    skipFederalHolidays: false,
  }));

const instant = fc
  .tuple(
    fc.constantFrom(...PIVOTS),
    fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
    fc.constantFrom(1, 1_000, 60_000, 3_600_000),
  )
  .map(([day, offset, grain]) => Math.floor((Date.parse(day) + offset) / grain) * grain);
const ask = fc.record({
  zones: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ZONES).map((zone) => [zone]) },
    fc.uniqueArray(fc.constantFrom(...ZONES.slice(0, 7)), { minLength: 2, maxLength: 3 }),
  ),
  placeKey: fc.constantFrom('', 'AA', 'AA-1', 'AA-1,AA-2', 'AA-2,BB-1', 'BB', 'BB-2', 'CC', 'AA-1,CC-9'),
  purpose: fc.constantFrom(...CAMPAIGN_PURPOSES, 'notice' as const),
  channel: fc.constantFrom(...CHANNELS),
  earliestMs: instant,
  startsInMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.integer({ min: -DAY_MS, max: 2 * DAY_MS })),
  endsInMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.integer({ min: 1, max: 3 * DAY_MS })),
  expiresAfterSeconds: fc.constantFrom(3_600, 43_200, 30 * 86_400, 500 * 86_400),
  providerQueueSeconds: fc.constantFrom(0, 1, 58, 600),
  ringingTimeoutSeconds: fc.constantFrom(5, 30, 60),
  consent: fc.constantFrom(...CONSENT_CLASSES),
});
/** One of them, to change. */
const EVERY_ASK: Ask = {
  zones: ['UTC'],
  placeKey: '',
  purpose: 'emergency',
  channel: 'call',
  earliestMs: 0,
  startsInMs: null,
  endsInMs: null,
  expiresAfterSeconds: 500 * 86_400,
  providerQueueSeconds: 1,
  ringingTimeoutSeconds: 30,
  consent: 'written',
};
type Ask = typeof ask extends fc.Arbitrary<infer Value> ? Value : never;

const settingsOf = (world: OracleWorld, { purpose, channel, ...asked }: Ask): CampaignSettings => {
  const startsAtMs = asked.startsInMs === null ? null : asked.earliestMs + asked.startsInMs;
  const beginsMs = Math.max(asked.earliestMs, startsAtMs ?? 0);
  return {
    steps: [{ channel, accountId: 'a', numberId: 'n' }],
    purpose,
    hours: world.hours,
    startsAtMs,
    endsAtMs: asked.endsInMs === null ? null : beginsMs + asked.endsInMs,
    leftovers: 'roll',
    pacePerSecond: null,
    maxConcurrent: 1,
    maxAttempts: 1,
    waitSeconds: {},
    budgetMicros: null,
    dailyCapMicros: null,
    expiresAfterSeconds: asked.expiresAfterSeconds,
    ringingTimeoutSeconds: asked.ringingTimeoutSeconds,
    maxCallMinutes: 1,
    personCaps: [],
  };
};

const bookOf = ({ rules: all, calendars: lists }: OracleWorld): LawBook => ({
  versions: {},
  rulesOf: (jurisdiction) => all.filter((rule) => rule.jurisdiction === jurisdiction),
  calendarNames: Object.keys(lists),
  hasCalendar: (name) => name in lists,
  isHoliday: (name, day) => {
    const dates = lists[name];
    if (!dates) throw new RangeError(name);
    return dates.some((text) => parseLocalDay(text) === day);
  },
});

/** What the plan should be, found by walking. */
function expected(world: OracleWorld, settings: CampaignSettings, asked: Ask): Partial<Plan> {
  const earliestMs = Math.max(asked.earliestMs, settings.startsAtMs ?? 0);
  const question: OracleQuestion = { ...asked, earliestMs, marginMs: marginOf(settings, asked), horizonMs: HORIZON_MS };
  const open = walkToOpen(world, question);
  if (!open) return { kind: 'end', state: 'failed', reason: 'window_never_open' };
  const endsAtMs = settings.endsAtMs ?? Infinity;
  if (open.fromMs >= endsAtMs) return { kind: 'end', state: 'expired', reason: 'campaign_ended' };
  const expiresAtMs = earliestMs + settings.expiresAfterSeconds * 1_000;
  if (open.fromMs >= expiresAtMs) return { kind: 'end', state: 'expired', reason: 'expired_before_window' };
  const wanted = consentAsked(rulesThere(world.rules, question), open.fromMs);
  if (CONSENT_CLASSES.indexOf(asked.consent) < CONSENT_CLASSES.indexOf(wanted)) {
    return { kind: 'end', state: 'no_consent', reason: 'no_consent' };
  }
  // One that never shuts is cut somewhere behind the horizon; where, is nobody's concern.
  const closesAtMs =
    open.untilMs === Infinity && endsAtMs === Infinity ? expect.any(Number) : Math.min(open.untilMs, endsAtMs);
  return { kind: 'due', dueAtMs: open.fromMs, closesAtMs, expiresAtMs };
}

const marginOf = (
  settings: CampaignSettings,
  { channel, providerQueueSeconds }: { channel: Channel; providerQueueSeconds: number },
): number => windowMarginMs(channel, settings, providerQueueSeconds);

const plan = (book: LawBook, settings: CampaignSettings, asked: Ask): Plan =>
  planStep({ settings, step: 0, ...asked, consent: { call: asked.consent, sms: asked.consent }, table, book });

describe('the plan under any law', () => {
  it(
    `lies where a clock on every wall shows a time that all rules leave open (${WORLDS * ASKS} cases)`,
    () => {
      const seen: Record<string, number> = {};
      fc.assert(
        fc.property(
          fc.record({ rules, calendars, hours }),
          fc.array(ask, { minLength: ASKS, maxLength: ASKS }),
          (world, asks) => {
            const book = bookOf(world);
            for (const asked of asks) {
              const settings = settingsOf(world, asked);
              const found = plan(book, settings, asked);
              const wanted = expected(world, settings, asked);
              const name = found.kind === 'due' ? 'due' : found.reason;
              seen[name] = (seen[name] ?? 0) + 1;
              // One assertion a case would cost more than the case.
              if (!agree(found, wanted))
                expect({ asked, found }).toEqual({ asked, found: expect.objectContaining(wanted) });
            }
          },
        ),
        { numRuns: WORLDS, seed: SEED },
      );
      expect(Object.values(seen).reduce((sum, n) => sum + n, 0)).toBe(WORLDS * ASKS);
      // Each answer was given often: the world is not all of one kind.
      for (const name of ['due', 'no_consent', 'campaign_ended', 'expired_before_window', 'window_never_open']) {
        expect(seen[name] ?? 0, name).toBeGreaterThan(WORLDS / 50);
      }
    },
    300_000 + WORLDS * 150,
  );
});

const agree = (found: Plan, wanted: Partial<Plan>): boolean =>
  Object.entries(wanted).every(([key, value]) => {
    const own: unknown = Object.entries(found).find(([name]) => name === key)?.[1];
    return typeof value === 'object' || own === value;
  });

const SHIPPED = loadLaw();
const PLACES = loadPlaces();
const WHOLE_DAY: WeeklyWindows = Object.fromEntries(WEEKDAYS.map((day) => [day, [['00:00', '24:00']]]));
/** Every state, and the district. */
const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );
/** Hours of the clock as people read them in the laws: weekdays, Saturday, Sunday; null = nobody is contacted. */
type Read = readonly [from: number, to: number] | null;
const FEDERAL: readonly Read[] = [
  [8, 21],
  [8, 21],
  [8, 21],
];
const READ: Readonly<Record<string, readonly Read[]>> = {
  AL: [[8, 20], [8, 20], null],
  CT: [
    [9, 20],
    [9, 20],
    [9, 20],
  ],
  FL: [
    [8, 20],
    [8, 20],
    [8, 20],
  ],
  KY: [
    [10, 21],
    [10, 21],
    [10, 21],
  ],
  LA: [[8, 20], [8, 20], null],
  MA: [
    [8, 20],
    [8, 20],
    [8, 20],
  ],
  MD: [
    [8, 20],
    [8, 20],
    [8, 20],
  ],
  ME: [[9, 17], null, null],
  MI: [
    [9, 21],
    [9, 21],
    [9, 21],
  ],
  MN: [
    [9, 21],
    [9, 21],
    [9, 21],
  ],
  MS: [[8, 20], [8, 20], null],
  NM: [
    [9, 21],
    [9, 21],
    [9, 21],
  ],
  NV: [
    [9, 20],
    [9, 20],
    [9, 20],
  ],
  OK: [
    [9, 20],
    [9, 20],
    [9, 20],
  ],
  RI: [[9, 18], null, null],
  TX: [
    [9, 21],
    [9, 21],
    [12, 21],
  ],
  WA: [
    [8, 20],
    [8, 20],
    [8, 20],
  ],
  WY: [
    [8, 20],
    [8, 20],
    [8, 20],
  ],
};
/** States that forbid contact on holidays. */
const KEEP_HOLIDAYS = ['AL', 'LA', 'PA'];
const DAYS = [
  { day: '2026-10-11', kind: 2, holiday: false },
  // Columbus Day, in 2026 no holiday of Louisiana: the federal list holds there too.
  { day: '2026-10-12', kind: 0, holiday: true },
  { day: '2026-10-14', kind: 0, holiday: false },
  { day: '2026-10-17', kind: 1, holiday: false },
  { day: '2026-10-18', kind: 2, holiday: false },
  { day: '2026-11-01', kind: 2, holiday: false },
  { day: '2026-11-26', kind: 0, holiday: true },
  { day: '2027-03-14', kind: 2, holiday: false },
  { day: '2027-06-18', kind: 0, holiday: true },
  { day: '2027-07-05', kind: 0, holiday: true },
];

function readHours(state: string, { day, kind, holiday }: (typeof DAYS)[number]): Read {
  if (holiday && KEEP_HOLIDAYS.includes(state)) return null;
  if (state === 'PA' && kind === 2 && day >= '2026-10-18') return null;
  return (READ[state] ?? FEDERAL)[kind] ?? null;
}

describe('the plan under the shipped rules', () => {
  const marginMs = 3_000;
  const settings: CampaignSettings = {
    ...settingsOf(
      { rules: [], calendars: {}, hours: { weekly: WHOLE_DAY, blackoutDates: [], skipFederalHolidays: false } },
      { ...EVERY_ASK, purpose: 'informational', channel: 'sms' },
    ),
  };
  /** Whether somebody there may be texted at once at that time of the wall clock. */
  const isOpen = (state: string, zone: string, day: string, second: number): boolean => {
    const wallMs = Date.parse(day) + second * 1_000;
    const atMs = wallMs - table.offsetMinutesAt(zone, wallMs - table.offsetMinutesAt(zone, wallMs) * 60_000) * 60_000;
    const found = planStep({
      settings,
      step: 0,
      zones: [zone],
      placeKey: `US-${state}`,
      consent: { call: 'none', sms: 'none' },
      earliestMs: atMs,
      providerQueueSeconds: marginMs / 1_000 - 2,
      table,
      book: SHIPPED,
    });
    return found.kind === 'due' && found.dueAtMs === atMs;
  };

  it.each(STATES)('opens and shuts in %s on the second that is read in the law, in each of its zones', (state) => {
    const zones = PLACES.zonesOfPlace(`US-${state}`);
    expect(zones.length).toBeGreaterThan(0);
    for (const zone of zones) {
      for (const of of DAYS) {
        const read = readHours(state, of);
        for (const hour of [0, 4, 8, 9, 10, 12, 17, 18, 20, 21, 23]) {
          for (const offset of [-3, -1, 0, 1]) {
            const second = hour * 3_600 + offset;
            if (second < 0) continue;
            const wanted = read !== null && second >= read[0] * 3_600 && second + marginMs / 1_000 < read[1] * 3_600;
            expect(isOpen(state, zone, of.day, second), `${zone} ${of.day} ${hour}:00 ${offset} s`).toBe(wanted);
          }
        }
      }
    }
  });
});
