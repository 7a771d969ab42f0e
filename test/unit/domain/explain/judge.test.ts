import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { DEFAULT_CALLING_HOURS } from '../../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import type { ContactFacts, JudgeFacts } from '../../../../domain/explain/facts.ts';
import type { MessageThen } from '../../../../domain/explain/message-then.ts';
import { judge } from '../../../../domain/explain/judge.ts';
import { RULE_NAMES, ruleOfRefusal } from '../../../../domain/explain/rule-look.ts';
import { sayLocal, sayWait } from '../../../../domain/explain/say-when.ts';
import { whole } from '../../../../domain/explain/whole.ts';
import { lawOf } from '../../../../domain/law/law-of.ts';

const table = loadZones();
const book = loadLaw();
/** Wednesday 10 June 2026, 12:00 in Denver. */
const NOON_MS = Date.UTC(2026, 5, 10, 18);

const settings: CampaignSettings = {
  steps: [{ channel: 'call', accountId: 'a', numberId: 'n' }],
  purpose: 'informational',
  hours: DEFAULT_CALLING_HOURS,
  startsAtMs: null,
  endsAtMs: null,
  leftovers: 'roll',
  pacePerSecond: null,
  maxConcurrent: 10,
  maxAttempts: 3,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  expiresAfterSeconds: 86_400,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 10,
  personCaps: [{ count: 3, hours: 24 }],
};

/** Nothing is in the way at noon, but what `change` says. */
function facts(change: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    atMs: NOON_MS,
    isNow: true,
    installation: null,
    account: { name: 'main', stop: null, breaker: { state: 'closed', reason: null, resumeAtMs: null } },
    run: { state: 'running' },
    settings: { value: settings, version: 'settings 3' },
    step: 0,
    message: null,
    channel: 'call',
    number: { phone: 13_035_550_123, zones: ['America/Denver'], zoneSource: 'prefix', placeKey: 'US-CO' },
    marginMs: 37_000,
    suppressions: [],
    consent: { held: false, consentClass: 'none', sinceMs: null, expiresAtMs: null, event: null },
    law: lawOf(book, { placeKey: 'US-CO', purpose: 'informational', channel: 'call' }),
    lawThen: null,
    lawVersion: 'us 1',
    lawIsToday: true,
    planned: null,
    notBefore: null,
    gatedAtMs: [],
    takenBy: null,
    blockedReason: null,
    table,
    book,
    ...change,
  };
}

const contact: ContactFacts = {
  contactId: 7,
  campaignId: 'c',
  campaign: 'recall',
  state: 'waiting',
  reason: null,
  dials: 0,
  unchangedSince: true,
  isPlanned: true,
  lastOutcome: null,
  open: null,
  judged: null,
};

const decided = (change: Partial<JudgeFacts>) => judge(facts(change)).deciding;
const summed = (change: Partial<JudgeFacts>) => {
  const asked = facts(change);
  return whole(contact, asked, judge(asked));
};

describe('the judgement of a contact', () => {
  it('looks at every rule once, in the order of the gate', () => {
    expect(judge(facts()).rules.map(({ rule }) => rule)).toEqual(RULE_NAMES);
    expect(judge(facts()).deciding).toBeNull();
    expect(summed({}).code).toBe('waits_for_turn');
  });

  it('lets the first rule decide and shows the others beside it', () => {
    const { deciding, rules } = judge(
      facts({
        run: { state: 'paused', sinceMs: NOON_MS - 1000, by: 'cli:ann', reason: 'lunch' },
        number: { phone: 1, zones: [], zoneSource: 'none', placeKey: '' },
      }),
    );
    expect(deciding).toMatchObject({ rule: 'campaign', evidence: expect.stringContaining('lunch') });
    expect(rules.find(({ rule }) => rule === 'zone')).toMatchObject({ verdict: 'forbids' });
    expect(rules.find(({ rule }) => rule === 'window')).toMatchObject({ verdict: 'not_known' });
  });

  it('says when a window opens by the clock there', () => {
    const atMs = Date.UTC(2026, 5, 10, 12, 48);
    expect(summed({ atMs })).toMatchObject({
      verdict: 'waiting',
      code: 'waits_for_window',
      nextAtMs: Date.UTC(2026, 5, 10, 16),
      message: expect.stringMatching(/^Opens 10:00 in America\/Denver, in 3 h 12 min; /),
    });
  });

  it('names the rule of law that closes what the campaign leaves open', () => {
    const allDay: [string, string][] = [['00:00', '24:00']];
    const hours = { weekly: { wed: allDay, thu: allDay }, blackoutDates: [], skipFederalHolidays: false };
    const late = Date.UTC(2026, 5, 11, 5);
    expect(decided({ atMs: late, settings: { value: { ...settings, hours }, version: 'settings 3' } })).toMatchObject({
      rule: 'window',
      evidence: expect.stringContaining('us-hours'),
      version: 'settings 3; us 1',
    });
  });

  it('holds a no to what it was said to', () => {
    const no = { phone: 1, source: 'sms', list: null, sinceMs: 0, evidence: 'STOP' } as const;
    expect(decided({ suppressions: [{ ...no, purpose: 'marketing', channel: '' }] })).toBeNull();
    expect(decided({ suppressions: [{ ...no, purpose: '', channel: 'sms' }] })).toBeNull();
    expect(decided({ suppressions: [{ ...no, purpose: '', channel: 'call' }] })).toMatchObject({ rule: 'suppression' });
  });

  it('asks for the consent that the law of the decision asked for', () => {
    const lawThen = { ruleIds: ['x'], caps: [], consent: 'written' } as const;
    expect(decided({ lawThen })).toMatchObject({ rule: 'consent', verdict: 'forbids' });
    const consent = { held: true, consentClass: 'written', sinceMs: 0, expiresAtMs: null, event: null } as const;
    expect(decided({ lawThen, consent })).toBeNull();
  });

  it('says when a cap is free again, and waits until then', () => {
    const gatedAtMs = [NOON_MS - 3_600_000, NOON_MS - 7_200_000, NOON_MS - 10_800_000];
    expect(decided({ gatedAtMs })).toMatchObject({
      rule: 'caps',
      verdict: 'waits',
      nextChangeAtMs: NOON_MS + 21 * 3_600_000,
      evidence: '3 of 3 attempts in 24 h; free in 21 h',
    });
  });

  it('does not claim to know of the past what nobody kept', () => {
    const past = judge(facts({ isNow: false, account: { name: 'main', stop: null, breaker: null } }));
    expect(past.rules.filter(({ verdict }) => verdict === 'not_known').map(({ rule }) => rule)).toEqual([
      'breaker',
      'pace',
    ]);
    expect(past.deciding).toBeNull();
  });

  it('goes by what was done before what the rules come to', () => {
    const asked = facts({ installation: { sinceMs: 0, by: null, reason: null } });
    const judged = { attemptId: 'x', atMs: NOON_MS, refusal: 'opted_out' };
    expect(whole({ ...contact, judged }, asked, judge(asked))).toMatchObject({
      verdict: 'refused',
      code: 'opted_out',
      decidingRule: 'suppression',
    });
    expect(ruleOfRefusal('sent_late')).toBeNull();
  });
});

describe('a message of appointments', () => {
  const CHICAGO = 'America/Chicago';
  const startsAtMs = NOON_MS + 86_400_000;
  const next = { step: '2h-call', channel: 'call', atMs: startsAtMs - 7_200_000 } as const;
  const served = { externalId: 'A-17', startsAtMs, zone: CHICAGO, today: { startsAtMs, isCancelled: false, next } };
  const message: MessageThen = {
    programmeId: 'p',
    programme: 'Dental',
    step: '24h-sms',
    appointments: [served],
    endsAtMs: NOON_MS + 3_600_000,
    withdrawn: null,
  };
  const run = { state: 'running', programme: 'Dental' } as const;
  const planned = {
    dueAtMs: NOON_MS,
    closesAtMs: NOON_MS + 3_000_000,
    expiresAtMs: NOON_MS + 3_600_000,
    claimed: true,
    outdated: false,
  };
  const ended = (state: ContactFacts['state'], reason: string, change: Partial<MessageThen> = {}) => {
    const asked = facts({ run, message: { ...message, ...change } });
    return whole({ ...contact, state, reason }, asked, judge(asked));
  };

  it('leaves nothing that could reach into its cut-off, though the window is open', () => {
    const lastMs = NOON_MS + 3_600_000 - 37_000;
    expect(decided({ run, message, atMs: lastMs - 1 })).toBeNull();
    expect(decided({ run, message, atMs: lastMs })).toMatchObject({
      rule: 'window',
      verdict: 'forbids',
      evidence: expect.stringContaining('cut-off, Wed 10 Jun 14:00 in Chicago'),
    });
  });

  it('ends with the window of the first of its appointments', () => {
    expect(decided({ run, message, planned, atMs: planned.closesAtMs - 1 })).toBeNull();
    expect(decided({ run, message, planned, atMs: planned.closesAtMs })).toMatchObject({ rule: 'window' });
  });

  it('is in the way of itself when its plan has it no more, its step is gone, or its programme was changed', () => {
    const withdrawn = { atMs: NOON_MS, change: 'moved', externalId: 'A-17', by: 'cli:ann', cause: 'ill' };
    expect(summed({ run, message: { ...message, withdrawn } })).toMatchObject({
      verdict: 'refused',
      code: 'appointment_moved',
      decidingRule: 'plan',
      message: expect.stringContaining('A-17 was moved by cli:ann: ill'),
    });
    const [step] = settings.steps;
    const retired = step ? [{ ...step, retired: true as const }] : [];
    const version = 'settings 4';
    expect(decided({ run, message, settings: { value: { ...settings, steps: retired }, version } })).toMatchObject({
      rule: 'plan',
      verdict: 'waits',
      evidence: 'the programme has this step no more',
    });
    expect(decided({ run, message, planned: { ...planned, outdated: true } })).toMatchObject({ rule: 'plan' });
    expect(ruleOfRefusal('appointment_cancelled')).toBe('plan');
  });

  it('waits for its step, for a retry of so many dials, or after what did not do', () => {
    const atMs = NOON_MS + 60_000;
    expect(summed({ run, message, notBefore: { atMs, why: 'step' } }).code).toBe('waits_for_its_time');
    expect(summed({ run, message, notBefore: { atMs, why: 'follow_up' } }).code).toBe('waits_for_follow_up');
    expect(summed({ run, message, notBefore: { atMs, why: 'retry', dials: 2 } }).message).toContain('2 of at most 3');
    const own = settings.steps.map((step) => ({ ...step, maxAttempts: 5 }));
    const value = { ...settings, steps: own };
    const looked = decided({
      run,
      message,
      notBefore: { atMs, why: 'retry', dials: 2 },
      settings: { value, version: '' },
    });
    expect(looked?.evidence).toContain('2 of at most 5');
  });

  it('says of a programme what is said of a campaign, by its name', () => {
    const paused = { ...run, state: 'paused', sinceMs: NOON_MS, by: 'cli:ann', reason: 'lunch' } as const;
    expect(decided({ run: paused, message })?.evidence).toMatch(/^its programme "Dental" is paused since .*: lunch$/);
    expect(summed({ run, message, blockedReason: 'no_credit' }).message).toContain('programme "Dental" waits');
    expect(summed({ run: null, message })).toMatchObject({ code: 'not_planned_yet' });
  });

  it.each([
    'appointment_booked',
    'appointment_moved',
    'appointment_edited',
    'appointment_cancelled',
    'appointment_restored',
    'appointment_confirmed',
    'appointment_answered',
    'appointment_skipped',
    'appointment_sent_now',
    'appointment_replanned',
    'not_in_plan',
  ])('that ended as %s is told with its appointment and with what goes out next', (reason) => {
    const { message: told, verdict } = ended('cancelled', reason);
    expect(verdict).toBe('finished');
    expect(told).toMatch(/^Taken back: /);
    expect(told).toContain('It was 24h-sms of "Dental" for A-17, Thu 11 Jun 13:00 in Chicago.');
    expect(told).toContain('A-17 has 2h-call (call) next, Thu 11 Jun 11:00 in Chicago.');
  });

  it('that was missed says by what, and one that went its way how', () => {
    expect(ended('expired', 'expired').message).toMatch(/^Missed: .* lateness/);
    expect(ended('expired', 'after_cutoff').message).toContain('behind its cut-off, Wed 10 Jun 14:00 in Chicago');
    expect(ended('reached', 'answered').message).toContain('It was 24h-sms of "Dental"');
  });

  it('names every appointment that it serves, where it is now, and that a cancelled one has nothing to come', () => {
    const moved = { ...served, today: { startsAtMs: startsAtMs + 3_600_000, isCancelled: false, next: null } };
    const cancelled = { ...served, externalId: 'A-18', today: { ...served.today, isCancelled: true } };
    const { message: told } = ended('cancelled', 'appointment_moved', { appointments: [moved, cancelled] });
    expect(told).toContain('A-17, Thu 11 Jun 13:00 in Chicago and A-18, Thu 11 Jun 13:00 in Chicago');
    expect(told).toContain('A-17 is Thu 11 Jun 14:00 in Chicago now, and has no further message');
    expect(told).toContain('A-18 is cancelled: nothing goes out');
  });
});

describe('words for times', () => {
  it('round up, so that nobody looks too early', () => {
    expect([59_001, 60_001, 3_600_000, 11_520_000, 200_000_000].map(sayWait)).toEqual([
      '1 min',
      '2 min',
      '1 h',
      '3 h 12 min',
      '2 d 7 h',
    ]);
  });

  it('name the day where it is another one there', () => {
    expect(sayLocal(table, 'America/Denver', NOON_MS, NOON_MS)).toBe('12:00 in America/Denver');
    expect(sayLocal(table, 'America/Denver', NOON_MS + 86_400_000, NOON_MS)).toBe(
      'Thu 2026-06-11 12:00 in America/Denver',
    );
  });
});
