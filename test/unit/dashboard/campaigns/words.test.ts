import { describe, expect, it } from 'vitest';
import {
  actorWords,
  blockedWords,
  etaMs,
  isAutoPause,
  queueAgeMs,
  standstill,
  stateWords,
  undoUntilMs,
} from '../../../../dashboard/pages/campaigns/words.ts';
import type { Progress } from '../../../../dashboard/pages/campaigns/queries.ts';

const NOW = '2026-06-09T14:00:00.000Z';
const nowMs = Date.parse(NOW);
const progress = (part: Partial<Progress> = {}): Progress => ({
  campaignId: 'c',
  runId: 'r',
  name: 'March',
  state: 'running',
  contacts: { total: 10, done: 2, byState: { waiting: 1_200, ready: 4 } },
  attempts: { total: 0, byState: {} },
  outcomes: {},
  spentMicros: 0,
  presumedMicros: 0,
  heldMicros: 0,
  currency: 'USD',
  sendsPerSecond: 0,
  answeredPerMinute: 0,
  failuresPerMinute: 0,
  ratesOverSeconds: 300,
  nextDueAt: null,
  replanning: null,
  pausedReason: null,
  pausedBy: null,
  pausedAt: null,
  blockedReason: null,
  stopped: false,
  lastTurnAt: null,
  at: NOW,
  ...part,
});

describe('the state word', () => {
  it('says that a pause is still on its way while calls are in progress', () => {
    const pausing = progress({ state: 'paused', attempts: { total: 12, byState: { ACCEPTED: 11, SENDING: 1 } } });
    expect(stateWords(pausing, nowMs)).toBe('Pausing: 12 calls in progress will finish');
  });

  it('then who paused it, and how many wait', () => {
    const paused = progress({ state: 'paused', pausedBy: 'user:ana@example.com', pausedAt: NOW });
    expect(stateWords(paused, nowMs)).toMatch(/^Paused by ana@example\.com \d\d:\d\d, 1,204 waiting$/);
    expect(stateWords(paused, nowMs, 'ana@example.com')).toContain('Paused by you');
  });

  it('counts neither those who ended nor those given back as in progress', () => {
    const over = progress({ state: 'cancelled', attempts: { total: 9, byState: { ENDED: 4, DISPOSED: 4, VOID: 1 } } });
    expect(stateWords(over, nowMs)).toBe('Cancelled');
  });

  it('knows a pause that nobody asked for', () => {
    expect(isAutoPause({ state: 'paused', pausedBy: 'system' })).toBe(true);
    expect(isAutoPause({ state: 'paused', pausedBy: 'key:abc' })).toBe(false);
    expect(isAutoPause({ state: 'running', pausedBy: null })).toBe(false);
    expect([actorWords('key:abc'), actorWords('system'), actorWords(null)]).toEqual([
      'API key abc',
      'Outdial itself',
      'Outdial itself',
    ]);
  });
});

describe('why nothing is dialled', () => {
  it('names the stop, the limit, the planning and the hours, in this order', () => {
    const next = new Date(nowMs + 35 * 60_000).toISOString();
    const replanning = { left: 3, total: 9 };
    const all = progress({ stopped: true, blockedReason: 'budget', replanning, nextDueAt: next });
    expect(standstill(all, nowMs)?.words).toContain('stopped');
    expect(standstill({ ...all, stopped: false }, nowMs)?.words).toContain('budget');
    expect(standstill({ ...all, stopped: false, blockedReason: null }, nowMs)?.words).toContain('planned anew: 3 of 9');
    expect(standstill(progress({ nextDueAt: next }), nowMs)?.ends).toContain('in 35 min');
  });

  it('says nothing while somebody is due, or it does not run', () => {
    expect(standstill(progress({ nextDueAt: NOW }), nowMs)).toBeNull();
    expect(standstill(progress({ state: 'paused', stopped: true }), nowMs)).toBeNull();
  });

  it('says a reason that this version does not know by its own name', () => {
    expect(blockedWords('moon_phase').words).toBe('It waits: moon phase.');
  });
});

describe('what is left', () => {
  it('is told by the pace of now, and not at all without one', () => {
    expect(etaMs(progress({ sendsPerSecond: 0.5 }), 60)).toBe(120_000);
    expect(etaMs(progress(), 60)).toBeNull();
    expect(etaMs(progress({ sendsPerSecond: 5, state: 'paused' }), 60)).toBeNull();
    expect(etaMs(progress({ sendsPerSecond: 5, blockedReason: 'budget' }), 60)).toBeNull();
  });

  it('is late by as much as its earliest is', () => {
    const nextDueAt = new Date(nowMs - 90_000).toISOString();
    expect(queueAgeMs(progress({ nextDueAt }))).toBe(90_000);
    expect(queueAgeMs(progress({ nextDueAt, state: 'paused' }))).toBe(0);
  });
});

describe('the undo of a launch', () => {
  it('is there until its time is over or a turn has begun, also after a reload', () => {
    expect(undoUntilMs(progress(), NOW, 5)).toBe(nowMs + 5_000);
    expect(undoUntilMs(progress({ lastTurnAt: new Date(nowMs - 1).toISOString() }), NOW, 5)).toBe(nowMs + 5_000);
    expect(undoUntilMs(progress({ lastTurnAt: NOW }), NOW, 5)).toBeNull();
    expect(undoUntilMs(progress({ state: 'draft' }), null, 5)).toBeNull();
  });
});
