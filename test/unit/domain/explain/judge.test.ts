import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { DEFAULT_CALLING_HOURS } from '../../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import type { ContactFacts, JudgeFacts } from '../../../../domain/explain/facts.ts';
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
