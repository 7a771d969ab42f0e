import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTACT_STATES } from '../../../../domain/contact-state.ts';
import { partsOf, STATES_OF_PART } from '../../../../dashboard/pages/campaigns/parts.ts';

const waits = (code: string, contacts: number) => ({
  code,
  state: 'waiting' as const,
  contacts,
  nextAt: null,
  lastAt: null,
});
const group = (openContacts: number, retryable: boolean) => ({
  cause: 'busy',
  class: 'retry' as const,
  words: '',
  means: '',
  fix: '',
  attempts: openContacts,
  openContacts,
  share: 0,
  firstAt: null,
  lastAt: null,
  hours: [],
  campaigns: [],
  moreCampaigns: 0,
  codes: [],
  retryable,
  whyNotRetryable: null,
  snooze: null,
  assignments: [],
});
const valuesOf = (parts: ReturnType<typeof partsOf>) => Object.fromEntries(parts.map(({ key, value }) => [key, value]));

describe('the parts of a campaign’s bar', () => {
  it('sum to everybody, however old the other two answers are', () => {
    const counts = fc.record(Object.fromEntries(CONTACT_STATES.map((state) => [state, fc.nat(1_000_000)])));
    fc.assert(
      fc.property(counts, fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000), (byState, window, retry, open) => {
        const reasons = { reasons: [waits('waits_for_window', window), waits('waits_for_retry', retry)] };
        const parts = partsOf(byState, reasons, { items: [group(open, true)] });
        const total = Object.values(byState).reduce((sum, value) => sum + value, 0);
        expect(parts.reduce((sum, { value }) => sum + value, 0)).toBe(total);
        expect(parts.every(({ value }) => value >= 0)).toBe(true);
      }),
    );
  });

  it('part the waiting by what they wait for, and the failed by whether they may be tried again', () => {
    const parts = partsOf(
      { reached: 5, waiting: 10, ready: 1, exhausted: 6, failed: 2 },
      { reasons: [waits('waits_for_window', 3), waits('waits_for_retry', 4), waits('waits_for_turn', 3)] },
      { items: [group(5, true), group(3, false)] },
    );
    expect(valuesOf(parts)).toEqual({ done: 5, inFlight: 0, queue: 4, window: 3, retry: 4, retryable: 5, final: 3 });
  });

  it('call nobody failed for good before the causes are known', () => {
    const failed = partsOf({ exhausted: 4 }).find(({ key }) => key === 'final');
    expect(failed).toMatchObject({ label: 'Failed', value: 4, tone: 'retryable' });
  });

  it('lead to the states that they are made of: every state is in one', () => {
    const states = new Set(Object.values(STATES_OF_PART).flat());
    expect([...states].sort()).toEqual([...CONTACT_STATES].sort());
  });
});
