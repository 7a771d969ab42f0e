import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../dashboard/pages/retries/account.ts';
import { etaMs } from '../../../../dashboard/pages/retries/eta.ts';
import { exclusionWords, sinceWords } from '../../../../dashboard/pages/retries/exclusion-words.ts';
import { flowOf } from '../../../../dashboard/pages/retries/flow.ts';
import { isTooOld } from '../../../../dashboard/pages/retries/plan-life.ts';
import type { Retry } from '../../../../dashboard/pages/retries/queries.ts';

const plan = (more: Partial<Retry['plan']> = {}): Retry['plan'] => ({
  matches: 0,
  willDial: 0,
  outsideHours: 0,
  nextWindowAt: null,
  exclusions: [],
  costAtMostMicros: 0,
  currency: 'USD',
  durationSeconds: 0,
  ...more,
});
const members = (more: Partial<Retry['members']> = {}): Retry['members'] => ({
  planned: 0,
  queued: 0,
  waiting: 0,
  inFlight: 0,
  done: 0,
  givenBack: 0,
  excluded: 0,
  ...more,
});
const few = fc.nat({ max: 50 });

describe('planned and what became of it', () => {
  it('leaves no difference unexplained', () => {
    const reason = fc.record({ before: few, since: few });
    const counts = fc.record({ planned: few, queued: few, waiting: few, inFlight: few, done: few, givenBack: few });
    fc.assert(
      fc.property(fc.array(reason, { maxLength: 5 }), counts, (reasons, now) => {
        const exclusions = reasons.map(({ before, since }, at) => ({
          reason: `r${at}`,
          words: 'said no since',
          count: before + since,
          since,
        }));
        const left = reasons.reduce((sum, { before }) => sum + before, 0);
        const late = reasons.reduce((sum, { since }) => sum + since, 0);
        const willDial = Object.values(now).reduce((sum, value) => sum + value, 0) + late;
        const sum = accountOf({
          plan: plan({ matches: willDial + left, willDial, exclusions }),
          members: members({ ...now, excluded: left + late }),
        });
        const total = (items: readonly { count: number }[]) => items.reduce((all, { count }) => all + count, 0);
        expect(sum.matches - total(sum.before)).toBe(sum.willDial);
        expect(sum.willDial - total(sum.since) - sum.givenBack - sum.left - sum.inFlight).toBe(sum.dialled);
        expect([...sum.before, ...sum.since].every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });
});

describe('why people are left out', () => {
  it.each([
    ['has had all attempts that the campaign allows', 9, 'have had all attempts that the campaign allows'],
    ['is in another retry that is open', 2, 'are in another retry that is open'],
    ['its time zone is not known', 2, 'their time zone is not known'],
    ['its own cut-off has come', 2, 'their own cut-off has come'],
    ['has had all attempts that the campaign allows', 1, 'has had all attempts that the campaign allows'],
    ['said no since', 41, 'said no since'],
  ])('%s, of %d', (words, count, shown) => {
    expect(exclusionWords(words, count)).toBe(shown);
  });
  it('says once that it was after the plan', () => {
    expect(sinceWords('said no since', 2)).toBe('said no since, after the plan was made');
    expect(sinceWords('moved on since the plan was made', 2)).toBe('moved on since the plan was made');
  });
});

describe('from old to new', () => {
  const result = (before: string, after: string, failed: boolean, count: number) => ({
    before,
    beforeWords: before,
    after,
    afterWords: after,
    failed,
    count,
  });
  it('puts the largest cause first, and of each what was reached', () => {
    const flows = flowOf([
      result('busy', 'busy', true, 30),
      result('no_answer', 'busy', true, 80),
      result('busy', 'answered', false, 10),
    ]);
    expect(flows.map(({ before, total, reached }) => [before, total, reached])).toEqual([
      ['no_answer', 80, 0],
      ['busy', 40, 10],
    ]);
    expect(flows[1]?.results.map(({ after, same }) => [after, same])).toEqual([
      ['answered', false],
      ['busy', true],
    ]);
  });
});

describe('how long it still takes', () => {
  const retry = { state: 'running' as const, members: members({ queued: 60 }), sendsPerSecond: 0.5 };
  it('is foretold from the pace of the last minute', () => {
    expect(etaMs({ ...retry, plan: plan() })).toBe(120_000);
  });
  it('is the share of the plan while nothing goes out', () => {
    const lull = { ...retry, sendsPerSecond: 0, plan: plan({ willDial: 120, durationSeconds: 600 }) };
    expect(etaMs(lull)).toBe(300_000);
  });
  it('is not foretold where it stands still', () => {
    expect(etaMs({ ...retry, state: 'paused', plan: plan() })).toBeNull();
  });
});

it('lets a plan be started for a day', () => {
  const plannedAt = '2026-11-26T13:00:00Z';
  expect(isTooOld({ plannedAt }, Date.parse('2026-11-27T13:00:00Z'))).toBe(false);
  expect(isTooOld({ plannedAt }, Date.parse('2026-11-27T13:00:01Z'))).toBe(true);
});
