import { describe, expect, it } from 'vitest';
import { checkDestinations } from '../../../simulator/judge/destination-checks.ts';
import { attemptIdOf, createJudge } from '../../../simulator/judge/judge.ts';
import { maxSendsInWindow } from '../../../simulator/judge/sends-in-window.ts';
import { DEFAULT_OPTIONS } from '../../../simulator/options.ts';
import { createAccounts } from '../../../simulator/world/accounts.ts';
import { createClock } from '../../../simulator/world/clock.ts';
import { createIds } from '../../../simulator/world/ids.ts';
import type { Dial } from '../../../simulator/world/records.ts';
import { createSlidingWindow } from '../../../simulator/world/sliding-window.ts';

const account = createAccounts(DEFAULT_OPTIONS, createClock(), createIds()).of('cartesia', 'sk_car_test');
const dial = (to: string, receivedAtMs: number, endedAtMs: number | null, attemptId: string | null = null): Dial => ({
  seq: 0,
  channel: 'call',
  attemptId,
  to,
  account,
  receivedAtMs,
  bodyAtMs: receivedAtMs,
  dialledAtMs: receivedAtMs,
  endedAtMs,
  costMicros: 0,
  fault: null,
  index: 0,
  heldNotice: null,
});
const rules = { channel: 'all', maxPerDestination: 2, minGapMs: 100 } as const;

describe('judgement per destination', () => {
  it('finds nothing wrong with calls that keep number and wait', () => {
    const found = checkDestinations([dial('+1', 0, 50), dial('+1', 150, 200), dial('+2', 10, 20)], rules);
    expect(found).toMatchObject({ destinations: 2, moreThanAllowed: 0, twoAtOnce: 0, soonerThanWait: 0 });
  });

  it('finds a destination that was dialled more often than allowed', () => {
    const found = checkDestinations([dial('+1', 0, 1), dial('+1', 200, 201), dial('+1', 400, 401)], rules);
    expect(found).toMatchObject({ moreThanAllowed: 1, examples: { moreThanAllowed: ['+1'] } });
  });

  it('finds a call that began while another was going on, even one that has not ended', () => {
    expect(checkDestinations([dial('+1', 0, 50), dial('+1', 49, 60)], rules).twoAtOnce).toBe(1);
    expect(checkDestinations([dial('+1', 0, null), dial('+1', 9000, 9001)], rules).twoAtOnce).toBe(1);
  });

  it('finds a call that came sooner than the wait after the end of the earlier one', () => {
    expect(checkDestinations([dial('+1', 0, 50), dial('+1', 149, 160)], rules).soonerThanWait).toBe(1);
  });

  it('looks at one channel when asked to', () => {
    const text: Dial = { ...dial('+1', 10, 10), channel: 'sms' };
    expect(checkDestinations([dial('+1', 0, 50), text], { ...rules, channel: 'call' }).twoAtOnce).toBe(0);
    expect(checkDestinations([dial('+1', 0, 50), text], rules).twoAtOnce).toBe(1);
  });
});

describe('judgement per attempt', () => {
  it('counts dials of one attempt id, whichever of the two names carries it', () => {
    const judge = createJudge();
    judge.add(dial('+1', 0, 1, attemptIdOf({ attempt_id: 'a' })));
    judge.add(dial('+2', 0, 1, attemptIdOf({ outdial_attempt_id: 'a' })));
    judge.add(dial('+3', 0, 1, attemptIdOf({ something: 'b' })));
    expect([...judge.attempts]).toEqual([['a', 2]]);
    expect(judge.dials.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });
});

describe('sends in a window', () => {
  const arrivals = (...times: number[]) => times.map((atMs) => ({ atMs, channel: 'call', account }) as const);

  it('counts the fullest sliding window, not fixed buckets', () => {
    expect(maxSendsInWindow(arrivals(900, 950, 1050, 1100, 2000), 1000).all).toBe(4);
  });

  it('does not count an arrival exactly one window earlier', () => {
    expect(maxSendsInWindow(arrivals(0, 1000, 2000), 1000)).toEqual({ all: 1, byAccount: { [account.name]: 1 } });
  });

  it('takes arrivals in any order', () => {
    expect(maxSendsInWindow(arrivals(1100, 900, 1000), 1000).all).toBe(3);
  });
});

describe('sliding limit', () => {
  it('lets the limit through, refuses the next, and forgets what is a window old', () => {
    const window = createSlidingWindow(2, 1000);
    expect([0, 10, 20, 1000, 1005, 1010].map((nowMs) => window.tryTake(nowMs))).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
