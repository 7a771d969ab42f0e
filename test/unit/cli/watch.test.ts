import { afterEach, describe, expect, it } from 'vitest';
import { INTERRUPTED } from '../../../cli/remote/api-client.ts';
import { apiStub, type StubAnswer } from './api-stub.ts';
import { documentOf, run } from '../../support/recording-io.ts';

const ID = '01980000-0000-7000-8000-000000000001';
let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

/** Answers one after the other; the last one stays. It refuses to stream. */
async function inTurn(answers: readonly StubAnswer[]): Promise<{ apiUrl: string }> {
  const left = [...answers];
  stub = await apiStub(({ path }) => {
    if (path === '/v1/live')
      return { status: 429, body: refusal(429, 'streams_too_many'), type: 'application/problem+json' };
    return left.length > 1 ? left.shift() : left[0];
  });
  return { apiUrl: stub.url };
}

function progress(state: string, done: number, more: object = {}): StubAnswer {
  return {
    body: {
      campaignId: ID,
      runId: ID,
      name: 'June\u001b[2J recall',
      state,
      contacts: { total: 4, done, byState: { ready: 4 - done, reached: done } },
      attempts: { total: done, byState: { ACCEPTED: 1 } },
      outcomes: { answered: done },
      spentMicros: 1_500_000,
      presumedMicros: 0,
      heldMicros: 0,
      currency: 'USD',
      sendsPerSecond: 0.5,
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
      at: '2026-01-06T15:00:00.000Z',
      ...more,
    },
  };
}

describe('campaign watch', () => {
  it('ends with 0 when the campaign is completed, and says where it stands', async () => {
    const { code, out, err } = await run(['campaign', 'watch', ID], await inTurn([progress('completed', 4)]));
    expect(code).toBe(0);
    expect(out).toContain('completed  4/4 contacts (100 %)');
    expect(out).toContain('spent 1.50 USD');
    expect(err).not.toContain('\u001b[1A');
  });

  it('ends with 1 when it was cancelled', async () => {
    const { code } = await run(['campaign', 'watch', ID], await inTurn([progress('cancelled', 1)]));
    expect(code).toBe(1);
  });

  it('prints one document with --json, the last one, and nothing meanwhile', async () => {
    const options = await inTurn([progress('running', 1), progress('completed', 4)]);
    const outcome = await run(['campaign', 'watch', ID, '--json'], options);
    expect(documentOf(outcome)).toMatchObject({ state: 'completed', contacts: { done: 4 } });
    expect(outcome.err).toBe('');
  });

  it('only detaches on Ctrl-C: nothing is sent but reads, and the end is 0', async () => {
    const options = await inTurn([progress('running', 1)]);
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(INTERRUPTED), 100);
    const { code, out } = await run(['campaign', 'watch', ID], { ...options, interrupted: interrupt.signal });
    expect(code).toBe(0);
    expect(out).toContain('Detached: the campaign goes on.');
    const sent = new Set(stub?.requests.map(({ method, path }) => `${method} ${path}`));
    expect(sent).toEqual(new Set(['GET /v1/live', `GET /v1/campaigns/${ID}/progress`]));
  });

  it('asks again when the api is away for a while, and gives up when it refuses', async () => {
    const options = await inTurn([
      progress('running', 1),
      { status: 503, body: refusal(503, 'database_unavailable'), type: 'application/problem+json' },
      progress('completed', 4),
    ]);
    const { code, err } = await run(['campaign', 'watch', ID], options);
    expect(code).toBe(0);
    expect(err).toMatch(/The last news is of \S+Z\. Asking again\./);
    await stub?.close();
    const refused = { status: 401, body: refusal(401, 'key_revoked'), type: 'application/problem+json' };
    expect((await run(['campaign', 'watch', ID], await inTurn([progress('running', 1), refused]))).code).toBe(1);
  });

  it('says why a campaign does not move', async () => {
    const at = { pausedReason: 'low balance', pausedBy: 'engine', pausedAt: '2026-01-06T14:00:00.000Z' };
    const options = await inTurn([progress('paused', 1, at)]);
    const { out } = await run(['campaign', 'progress', ID], options);
    expect(out).toContain('Paused by engine 2026-01-06T14:00:00Z: low balance');
    // What others wrote never reaches the terminal as a command to it.
    expect(out).not.toContain('\u001b');
  });

  it('draws over itself on a terminal, and takes its lines away at the end', async () => {
    const options = await inTurn([progress('running', 1), progress('completed', 4)]);
    const { err } = await run(['campaign', 'watch', ID], { ...options, tty: true });
    expect(err).toContain('running  1/4 contacts (25 %)');
    expect(err.split('\u001b[4A\u001b[0J')).toHaveLength(3);
  });
});

const refusal = (status: number, code: string) => ({
  type: `urn:outdial:problem:${code}`,
  title: 'Refused',
  status,
  code,
  detail: 'Not now.',
  requestId: 'req-1',
});
