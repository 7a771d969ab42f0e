import { describe, expect, it } from 'vitest';
import { CONTACT_STATES, isTerminal } from '../../../../domain/contact-state.ts';
import { ATTEMPT_STATES } from '../../../../domain/attempt-state.ts';
import { mayGo } from '../../../../domain/trying/may-go.ts';
import { isOpenTest, testState } from '../../../../domain/trying/test-state.ts';
import { settingsOfTest } from '../../../../domain/trying/test-settings.ts';
import { ALWAYS_OPEN, DEFAULT_CALLING_HOURS } from '../../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';

const END = 600_000;

describe('whether a test may go', () => {
  it('goes where no rule is in the way', () => {
    expect(mayGo({ decidingRule: null, nextAtMs: null }, END)).toBe('now');
  });
  it('waits for what a person can lift while it lives', () => {
    for (const decidingRule of ['installation', 'account', 'breaker', 'person_taken'] as const) {
      expect(mayGo({ decidingRule, nextAtMs: null }, END)).toBe('waits');
    }
  });
  it('cannot go where only a decision about the number would help', () => {
    for (const decidingRule of ['suppression', 'consent', 'zone'] as const) {
      expect(mayGo({ decidingRule, nextAtMs: 1 }, END)).toBe('cannot');
    }
  });
  it('waits for hours and caps that open before its end, and for no later ones', () => {
    for (const decidingRule of ['window', 'caps'] as const) {
      expect(mayGo({ decidingRule, nextAtMs: END - 1 }, END)).toBe('waits');
      expect(mayGo({ decidingRule, nextAtMs: END }, END)).toBe('cannot');
    }
    expect(mayGo({ decidingRule: 'window', nextAtMs: null }, END)).toBe('cannot');
  });
});

describe('the state of a test', () => {
  const facts = { contactState: 'ready', runState: 'running', attemptState: null, endsAtMs: END, nowMs: 0 } as const;

  it('is over by its own clock, also where no process ever looked at it', () => {
    expect(testState(facts)).toBe('waiting');
    expect(testState({ ...facts, nowMs: END })).toBe('expired');
    expect(testState({ ...facts, contactState: 'waiting', nowMs: END })).toBe('expired');
  });
  it('is never cancelled once it was dialled', () => {
    for (const attemptState of ['SENDING', 'ACCEPTED', 'UNKNOWN', 'ENDED'] as const) {
      const state = testState({ ...facts, contactState: 'in_flight', runState: 'cancelled', attemptState, nowMs: END });
      expect(isOpenTest(state)).toBe(true);
      expect(state).not.toBe('waiting');
    }
    expect(testState({ ...facts, runState: 'cancelled' })).toBe('cancelled');
  });
  it('has an end for every finished contact, whatever became of its attempt', () => {
    for (const contactState of CONTACT_STATES.filter(isTerminal)) {
      for (const attemptState of [null, ...ATTEMPT_STATES]) {
        expect(isOpenTest(testState({ ...facts, contactState, attemptState }))).toBe(false);
      }
    }
    expect(testState({ ...facts, contactState: 'suppressed' })).toBe('not_sent');
    expect(testState({ ...facts, contactState: 'failed', attemptState: 'REFUSED' })).toBe('not_sent');
    expect(testState({ ...facts, contactState: 'exhausted', attemptState: 'DISPOSED' })).toBe('done');
  });
});

describe('the settings of a test', () => {
  const campaign: CampaignSettings = {
    steps: [
      { channel: 'call', accountId: 'a', numberId: 'n', variables: { who: '{{ name }}' }, maxAttempts: 5 },
      { channel: 'sms', accountId: 'a', numberId: 'n', text: 'Hi', follows: { when: 'no_reply', afterSeconds: 60 } },
    ],
    purpose: 'marketing',
    hours: DEFAULT_CALLING_HOURS,
    startsAtMs: 9e12,
    endsAtMs: 1,
    leftovers: 'roll',
    pacePerSecond: 0.1,
    maxConcurrent: 7,
    maxAttempts: 6,
    waitSeconds: { busy: 1 },
    budgetMicros: 1,
    dailyCapMicros: 1,
    expiresAfterSeconds: 86_400,
    ringingTimeoutSeconds: 20,
    maxCallMinutes: 3,
    personCaps: [{ count: 1, hours: 24 }],
  };
  it('are one step, once, by nothing of the campaign but its purpose and the length of its calls', () => {
    const second = campaign.steps[1];
    if (!second) throw new Error('two steps');
    const settings = settingsOfTest(campaign, second, { campaignId: 'c', step: 1, endsAtMs: END });
    expect(settings).toMatchObject({
      steps: [{ channel: 'sms', accountId: 'a', numberId: 'n', text: 'Hi' }],
      purpose: 'marketing',
      hours: ALWAYS_OPEN,
      maxAttempts: 1,
      endsAtMs: END,
      startsAtMs: null,
      budgetMicros: null,
      dailyCapMicros: null,
      ringingTimeoutSeconds: 20,
      maxCallMinutes: 3,
      personCaps: [],
      testOf: { campaignId: 'c', step: 1 },
    });
    expect(settings.steps[0]).not.toHaveProperty('follows');
  });
});
