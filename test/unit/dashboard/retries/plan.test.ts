import { describe, expect, it } from 'vitest';
import { pickedOf } from '../../../../dashboard/pages/failures/contact-filter.ts';
import { emptyForm, optionsOf, type PlanForm } from '../../../../dashboard/pages/retries/plan/plan-form.ts';
import { planCommand } from '../../../../dashboard/pages/retries/plan/plan-source.ts';
import { costWords, totalsOf, type PlanSum } from '../../../../dashboard/pages/retries/plan/plan-totals.ts';
import { run } from '../../../support/recording-io.ts';

const NOW_MS = Date.UTC(2026, 10, 26, 13);
const start = (more: Partial<PlanForm> = {}): PlanForm => ({
  ...emptyForm({ campaignIds: ['c'], name: 'Busy', cause: 'busy', count: 50 }),
  reason: 'evening',
  ...more,
});
const read = (more: Partial<PlanForm>) => optionsOf(start(more), NOW_MS);

describe('the form of a plan', () => {
  it('asks for nothing special at first', () => {
    expect(read({})).toEqual({ options: {}, errors: {} });
  });
  it('goes with a canary where the group is large', () => {
    expect(emptyForm({ campaignIds: ['c'], name: 'x', cause: 'busy', count: 1_862 }).canary).toBe(true);
  });
  it('means texts where the cause is one of texts', () => {
    expect(emptyForm({ campaignIds: ['c'], name: 'x', cause: 'sms_failed', count: 1 }).channel).toBe('sms');
  });
  it('takes every option in the words of the API', () => {
    const { options, errors } = read({
      when: 'at',
      at: '2030-01-02T03:04',
      pacePerMinute: '30',
      numberId: 'n',
      agentRef: ' a ',
      canary: true,
      override: true,
    });
    expect(errors).toEqual({});
    expect(options).toEqual({
      startAt: new Date('2030-01-02T03:04').toISOString(),
      pacePerSecond: 0.5,
      numberId: 'n',
      channel: 'call',
      agentRef: 'a',
      canary: { count: 20, stopAbovePercent: 30 },
      overrideMaxAttempts: true,
    });
  });
  it.each<[Partial<PlanForm>, keyof PlanForm]>([
    [{ reason: '  ' }, 'reason'],
    [{ name: '' }, 'name'],
    [{ campaignIds: [] }, 'campaignIds'],
    [{ when: 'at', at: '' }, 'at'],
    [{ when: 'at', at: '2020-01-01T00:00' }, 'at'],
    [{ pacePerMinute: '0' }, 'pacePerMinute'],
    [{ pacePerMinute: 'fast' }, 'pacePerMinute'],
    [{ canary: true, canaryCount: '2.5' }, 'canaryCount'],
    [{ canary: true, stopAbove: '' }, 'stopAbove'],
    [{ canary: true, stopAbove: '101' }, 'stopAbove'],
  ])('says what is wrong with %j', (more, field) => {
    expect(Object.keys(read(more).errors)).toEqual([field]);
  });
  it('sends no agent for texts', () => {
    expect(read({ numberId: 'n', channel: 'sms', agentRef: 'a' }).options).toEqual({ numberId: 'n', channel: 'sms' });
  });
});

describe('the same plan as a command', () => {
  const picked = pickedOf({
    cause: "unknown_end:it's gone",
    filter: { numberId: '01980000-0000-7000-8000-000000000005', prefix: '1212', country: 'US', code: '486' },
    all: true,
    keys: new Set(['7']),
    rows: new Map([['7', { id: 'c', name: 'C' }]]),
    matching: [{ id: 'c', name: 'C', kind: 'campaign', contacts: 9 }],
  });
  const wanted = { name: 'Gone', reason: "it's back", ...read({ canary: true, pacePerMinute: '50' }) };

  it('quotes what a shell would take apart', () => {
    const { cli } = planCommand({ kind: 'failures', picked }, ['c'], wanted);
    expect(cli).toBe(
      "outdial retries plan c --cause 'unknown_end:it'\\''s gone' --number 01980000-0000-7000-8000-000000000005 --prefix 1212" +
        " --country US --code '486' --except 7 --reason 'it'\\''s back' --name 'Gone' --pace 0.833333 --canary 20 --stop-above 30",
    );
  });
  it('has only flags that the command line knows', async () => {
    const { out } = await run(['retries', 'plan', '--help']);
    const { cli } = planCommand({ kind: 'failures', picked }, ['c'], wanted);
    const flags = cli.match(/--[a-z-]+/g) ?? [];
    expect(flags.length).toBeGreaterThan(7);
    expect(flags.filter((flag) => !out.includes(flag))).toEqual([]);
  });
});

describe('plans of several campaigns', () => {
  const of = (plan: Partial<PlanSum>): { retry: { plan: PlanSum } } => ({
    retry: {
      plan: {
        matches: 10,
        willDial: 8,
        outsideHours: 1,
        durationSeconds: 60,
        currency: 'USD',
        costAtMostMicros: 1_000_000,
        ...plan,
      },
    },
  });
  it('are added up, but amounts of two currencies are not, and the longest says how long', () => {
    const totals = totalsOf([
      of({}),
      of({ currency: 'EUR', durationSeconds: 90 }),
      of({ willDial: 2 }),
      { retry: null },
    ]);
    expect(totals).toMatchObject({ matches: 30, willDial: 18, outsideHours: 3, durationSeconds: 90 });
    expect(costWords(totals)).toBe('$2.00 + €1.00');
  });
  it('are a command for each', () => {
    const picked = pickedOf({
      cause: 'busy',
      filter: {},
      all: true,
      keys: new Set(),
      rows: new Map(),
      matching: [],
    });
    const { cli, call } = planCommand({ kind: 'failures', picked }, ['a', 'b'], {
      name: 'n',
      reason: 'r',
      options: {},
    });
    expect(cli.split('\n')).toEqual([
      "outdial retries plan a --cause 'busy' --reason 'r' --name 'n'",
      "outdial retries plan b --cause 'busy' --reason 'r' --name 'n'",
    ]);
    expect(call.body).toMatchObject({ filter: { campaignId: 'a' } });
  });
});
