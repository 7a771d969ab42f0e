import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALWAYS_OPEN } from '../../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import { isTerminal } from '../../../../domain/contact-state.ts';
import { isOutcome, OUTCOMES } from '../../../../domain/outcome.ts';
import { afterRetry } from '../../../../domain/retries/after-retry.ts';
import { canaryVerdict } from '../../../../domain/retries/canary-verdict.ts';
import { dialSeconds } from '../../../../domain/retries/dial-seconds.ts';
import { sayExclusion } from '../../../../domain/retries/say-exclusion.ts';
import { settingsOfRetry } from '../../../../domain/retries/settings-of-retry.ts';

const SETTINGS: CampaignSettings = {
  steps: [
    { channel: 'call', accountId: 'a1', numberId: 'n1', agentRef: 'agent1', variables: { name: '{{ name }}' } },
    { channel: 'sms', accountId: 'a2', numberId: 'n2', text: 'Hello' },
  ],
  purpose: 'informational',
  hours: ALWAYS_OPEN,
  startsAtMs: 5,
  endsAtMs: 10,
  leftovers: 'roll',
  pacePerSecond: 3,
  maxConcurrent: 7,
  maxAttempts: 2,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  expiresAfterSeconds: 3_600,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [{ count: 2, hours: 24 }],
};

describe('a retry', () => {
  it('ends each contact with its one dial, whatever came of it', () => {
    for (const outcome of Object.keys(OUTCOMES).filter(isOutcome)) {
      const next = afterRetry(outcome);
      expect(next.kind).toBe('end');
      if (next.kind === 'end') expect(isTerminal(next.state)).toBe(true);
    }
    expect(afterRetry('answered')).toMatchObject({ state: 'reached' });
    expect(afterRetry('busy')).toMatchObject({ state: 'exhausted' });
    expect(afterRetry('bad_number')).toMatchObject({ state: 'failed' });
    expect(afterRetry('opted_out')).toMatchObject({ state: 'suppressed' });
  });

  it('keeps hours, end, law, texts and caps of its campaign, and nothing of them can be overridden', () => {
    const settings = settingsOfRetry(SETTINGS, {
      pacePerSecond: 1,
      maxConcurrent: 2,
      startAtMs: 9,
      from: { channel: 'call', numberId: 'n9', accountId: 'a1' },
    });
    expect(settings).toEqual({
      ...SETTINGS,
      startsAtMs: 9,
      pacePerSecond: 1,
      maxConcurrent: 2,
      steps: [{ ...SETTINGS.steps[0], numberId: 'n9' }, SETTINGS.steps[1]],
    });
  });

  it('from another account does not take the agent of the first one along', () => {
    const from = { channel: 'call' as const, numberId: 'n9', accountId: 'a9' };
    expect(settingsOfRetry(SETTINGS, { from }).steps[0]).not.toHaveProperty('agentRef');
    expect(settingsOfRetry(SETTINGS, { from: { ...from, agentRef: 'agent9' } }).steps[0]).toMatchObject({
      agentRef: 'agent9',
      accountId: 'a9',
      numberId: 'n9',
    });
  });

  it('takes as long as the slower of pace and slots', () => {
    const usual = { count: 600, pacePerSecond: null, atATime: 10, secondsEach: 60 };
    expect(dialSeconds(usual)).toBe(3_660);
    expect(dialSeconds({ ...usual, pacePerSecond: 0.1 })).toBe(6_060);
    expect(dialSeconds({ ...usual, count: 0 })).toBe(0);
    expect(dialSeconds({ ...usual, atATime: null, pacePerSecond: 2 })).toBe(300);
  });

  it('says of every exclusion why', () => {
    for (const reason of ['opted_out', 'out_of_attempts', 'in_other_retry', 'something_new']) {
      expect(sayExclusion(reason)).toMatch(/\w{3}/);
    }
  });
});

describe('a canary', () => {
  const canary = { count: 10, stopAbovePercent: 30 };

  it('waits while its verdict can still change', () => {
    expect(canaryVerdict(canary, { open: 4, done: 6, failed: 3 })).toEqual({ kind: 'wait' });
    expect(canaryVerdict(canary, { open: 10, done: 0, failed: 0 })).toEqual({ kind: 'wait' });
  });

  it('stops as soon as too many have failed, and at the limit itself passes', () => {
    expect(canaryVerdict(canary, { open: 4, done: 6, failed: 4 })).toMatchObject({ kind: 'stopped' });
    expect(canaryVerdict(canary, { open: 0, done: 10, failed: 3 })).toEqual({ kind: 'passed' });
    expect(canaryVerdict(canary, { open: 0, done: 10, failed: 4 })).toMatchObject({
      kind: 'stopped',
      words: 'The canary failed: 4 of 10 (40 %), the limit is 30 %.',
    });
  });

  it('of whom nobody could be dialled proves nothing', () => {
    expect(canaryVerdict(canary, { open: 0, done: 0, failed: 0 })).toMatchObject({ kind: 'stopped' });
  });

  it('passes only when all are over and few enough failed', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), fc.integer({ min: 0, max: 100 }), (open, done, wrong, limit) => {
        const failed = Math.min(done, wrong);
        const verdict = canaryVerdict({ count: 50, stopAbovePercent: limit }, { open, done, failed });
        if (verdict.kind !== 'passed') return;
        expect(open).toBe(0);
        expect(done).toBeGreaterThan(0);
        expect((failed / done) * 100).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
