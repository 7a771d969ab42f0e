import { expect, it } from 'vitest';
import { judgeSystem } from '../../../../../engine/reading/system/judge-system.ts';
import type { AccountHealth, SystemFacts, WorkerHealth } from '../../../../../engine/reading/system/system-health.ts';

const AT = '2026-11-26T14:05:00.000Z';
const EARLIER = '2026-11-26T14:02:00.000Z';

const worker = (change: Partial<WorkerHealth> = {}): WorkerHealth => ({
  id: 'w1',
  host: 'one',
  seenAt: AT,
  temporalOk: true,
  redisOk: true,
  clockSkewMs: 3,
  state: 'alive',
  ...change,
});
const account = (change: Partial<AccountHealth> = {}): AccountHealth => ({
  id: 'a1',
  name: 'main',
  provider: 'agentnumber',
  mode: 'LIVE',
  stoppedAt: null,
  stoppedReason: null,
  breaker: 'closed',
  reason: null,
  since: null,
  resumeAt: null,
  balanceMicros: 1,
  currency: 'USD',
  latencyP50Ms: 80,
  latencyP95Ms: 200,
  callbacks: 'registered',
  lastCallbackAt: AT,
  ...change,
});
const facts = (change: Partial<SystemFacts> = {}): SystemFacts => ({
  at: AT,
  stopped: null,
  workers: [worker()],
  accounts: [account()],
  callbacks: { lastAt: AT, lagSeconds: 0, waiting: 0, quarantined: 0 },
  fold: { waiting: 0, oldestSeconds: 0 },
  inFlight: 3,
  answeredPerMinute: 1,
  failuresPerMinute: 0,
  queueAgeSeconds: 0,
  stuck: 0,
  oldestStuckAt: null,
  pendingMigrations: 0,
  lastWorkerAt: AT,
  rulesAreCurrent: true,
  ...change,
});
const codes = (change: Partial<SystemFacts>): string[] => judgeSystem(facts(change)).warnings.map(({ code }) => code);

it('has nothing to say when all is well', () => {
  expect(judgeSystem(facts())).toMatchObject({ dialing: { state: 'dialing', since: null }, warnings: [] });
  expect(judgeSystem(facts({ inFlight: 0 })).dialing.state).toBe('idle');
});

it('says since when nothing is dialing, what waits, and what still works', () => {
  const dead = judgeSystem(facts({ workers: [worker({ state: 'silent', seenAt: EARLIER })], lastWorkerAt: EARLIER }));
  expect(dead.dialing).toMatchObject({ state: 'nothing_is_dialing', since: EARLIER });
  expect(dead.temporal).toMatchObject({ ok: false, words: expect.stringContaining('Unknown') });
  expect(dead.warnings).toEqual([
    {
      code: 'worker_down',
      words: 'No worker reports any more.',
      since: EARLIER,
      waits: expect.stringContaining('Dialing'),
      works: expect.stringContaining('Pause, stop, cancel, suppress and reschedule work.'),
      repair: expect.stringContaining('outdial up'),
    },
  ]);
});

it('believes the workers about Temporal and Redis, and one that sees them is enough', () => {
  expect(codes({ workers: [worker({ temporalOk: false }), worker()] })).toEqual([]);
  expect(judgeSystem(facts({ workers: [worker({ temporalOk: false })] })).dialing.state).toBe('nothing_is_dialing');
  expect(codes({ workers: [worker({ temporalOk: false, redisOk: false })] })).toEqual(['temporal_down', 'redis_down']);
  // A dead worker's last words count for nothing.
  expect(codes({ workers: [worker({ temporalOk: false }), worker({ state: 'silent' })] })).toEqual(['temporal_down']);
});

it('does not count a worker whose clock is off as one that dials', () => {
  expect(judgeSystem(facts({ workers: [worker({ state: 'skewed' })] }))).toMatchObject({
    dialing: { state: 'nothing_is_dialing' },
    warnings: [{ code: 'clock_skew', waits: expect.stringContaining('Every call') }],
  });
});

it('says who stopped everything and why, before anything else', () => {
  const stopped = { by: 'user:ana@example.org', reason: 'wrong script', at: EARLIER };
  expect(judgeSystem(facts({ stopped, workers: [] }))).toMatchObject({
    dialing: { state: 'stopped', words: expect.stringContaining('ana@example.org'), since: EARLIER },
    warnings: [{ code: 'stopped', words: expect.stringContaining('wrong script') }, { code: 'worker_down' }],
  });
});

it.each<[string, Partial<SystemFacts>]>([
  ['account_stopped', { accounts: [account({ stoppedAt: AT, stoppedReason: 'audit' })] }],
  ['provider_degraded', { accounts: [account({ breaker: 'open', reason: 'rate_limited', resumeAt: AT })] }],
  ['callbacks_silent', { accounts: [account({ callbacks: 'silent' })] }],
  ['results_lag', { fold: { waiting: 900, oldestSeconds: 31 } }],
  ['facts_quarantined', { callbacks: { lastAt: AT, lagSeconds: 0, waiting: 0, quarantined: 1 } }],
  ['queue_late', { queueAgeSeconds: 121 }],
  ['calls_stuck', { stuck: 2, oldestStuckAt: EARLIER }],
  ['migrations_pending', { pendingMigrations: 1 }],
  ['rules_replaced', { rulesAreCurrent: false }],
])('warns: %s', (code, change) => {
  const { warnings } = judgeSystem(facts(change));
  expect(warnings.map((warning) => warning.code)).toEqual([code]);
  for (const { waits, works, repair } of warnings) expect([waits, works, repair]).not.toContain('');
});

it('says of a breaker whether it closes by itself or waits for a person', () => {
  const repairOf = (resumeAt: string | null) =>
    judgeSystem(facts({ accounts: [account({ breaker: 'open', reason: 'x', resumeAt })] })).warnings[0]?.repair;
  expect(repairOf(AT)).toContain('by itself');
  expect(repairOf(null)).toContain('outdial accounts resume');
});

it('does not call the queue late while everything is stopped', () => {
  expect(codes({ queueAgeSeconds: 9_000, stopped: { by: null, reason: null, at: AT } })).toEqual(['stopped']);
});
