import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatorRefusal } from '../../../simulator/client.ts';
import { AGENTNUMBER_KEY, cartesiaCall, openAgentNumber, openCartesia, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const TO = '+12124440100';
let stage: Stage;
let from = '';

beforeEach(async () => {
  stage = await setStage({ plan: 'unlimited' });
  ({ from } = await openAgentNumber(stage));
});
afterEach(async () => await stage.stop());

const call = async (attemptId: string, to = TO) =>
  await stage.agentNumber('POST', '/calls', { from, to, metadata: { attempt_id: attemptId } });

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('the judge', () => {
  it('finds an attempt that was dialled twice, over providers and channels', async () => {
    const world = await openCartesia(stage);
    await call('a');
    await call('b', '+12124440101');
    await stage.cartesia('POST', '/agents/calls', cartesiaCall(world, '+12124440102', 'a'));
    await stage.agentNumber('POST', '/sms', { from, to: '+12124440103', body: 'x', metadata: { attempt_id: 'b' } });
    await stage.agentNumber('POST', '/sms', { from, to: '+12124440103', body: 'x' });
    const summary = await stage.control.summary();
    expect(summary).toMatchObject({
      plan: 'unlimited',
      seed: 1,
      dials: 3,
      smsSent: 2,
      attempts: 2,
      withoutAttemptId: 1,
      dialsByAttemptMax: 2,
      doubleDials: 2,
      doubleDialExamples: ['a', 'b'],
    });
  });

  it('finds two calls at once and too many to one person, whichever attempt they belong to', async () => {
    await call('a');
    await call('b');
    const { doubleDials, perDestination } = await stage.control.summary({ maxPerDestination: 1 });
    expect([doubleDials, perDestination.moreThanAllowed, perDestination.twoAtOnce]).toEqual([0, 1, 1]);
  });

  it('finds a call that came sooner than the wait, by its own clock', async () => {
    await call('a');
    await stage.control.untilQuiet(5000);
    await stage.control.jumpClock(60_000);
    await call('b');
    const sooner = async (minGapMs: number) =>
      (await stage.control.summary({ minGapMs })).perDestination.soonerThanWait;
    expect([await sooner(59_000), await sooner(600_000)]).toEqual([0, 1]);
  });

  it('pages through dials and charges, and finds those of an attempt or a destination', async () => {
    for (let at = 0; at < 5; at += 1) await call(`a${at}`, `+1212444010${at}`);
    await stage.control.untilQuiet(5000);
    const page = await stage.send('GET', '/control/dials?limit=2&cursor=2', {});
    expect(page.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([2, 3]);
    expect(page.body.nextCursor).toBe(4);
    const all = await collect(stage.control.dials());
    expect(all.map(({ attemptId }) => attemptId)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    for (const { receivedAtMs, bodyAtMs, dialledAtMs, endedAtMs } of all) {
      expect([receivedAtMs, bodyAtMs, dialledAtMs, endedAtMs]).toEqual(
        [receivedAtMs, bodyAtMs, dialledAtMs, endedAtMs].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      );
    }
    expect(await collect(stage.control.dials({ attemptId: 'a3' }))).toMatchObject([{ to: '+12124440103' }]);
    expect(await collect(stage.control.dials({ to: '+12124440101' }))).toMatchObject([{ attemptId: 'a1' }]);
    const charges = await collect(stage.control.charges());
    expect(charges.map(({ attemptId, costMicros }) => [attemptId, costMicros])).toEqual(
      ['a0', 'a1', 'a2', 'a3', 'a4'].map((attemptId) => [attemptId, 50_000]),
    );
    expect((await stage.control.summary()).charges.totalMicros).toBe(250_000);
  });

  it('counts creates by arrival in a sliding window, refused ones too', async () => {
    await call('a');
    await call('b', 'not a number');
    const { maxSendsInWindow } = await stage.control.summary({ windowMs: 60_000 });
    expect(maxSendsInWindow).toEqual({ all: 2, byAccount: { 'agentnumber-1': 2 } });
  });
});

describe('the director', () => {
  it('scripts a number step by step', async () => {
    await stage.control.setCallees([
      { to: TO, calls: [{ outcome: 'busy' }, { outcome: 'answer', talkSeconds: 61, says: 'Take me off.' }] },
    ]);
    const ids = [(await call('a')).body.data.id, (await call('b')).body.data.id];
    await stage.control.untilQuiet(5000);
    const [first, second] = [
      (await stage.agentNumber('GET', `/calls/${ids[0]}`)).body,
      (await stage.agentNumber('GET', `/calls/${ids[1]}`)).body,
    ];
    expect(first.data.status).toBe('customer-busy');
    expect(second.data).toMatchObject({
      duration: 61,
      cost_cents: 10,
      transcript: expect.stringMatching(/Take me off/),
    });
  });

  it('moves its clock only when nothing is due', async () => {
    await call('a');
    const refused = stage.control.jumpClock(1000);
    await expect(refused).rejects.toThrow(SimulatorRefusal);
    await expect(refused).rejects.toMatchObject({ status: 409 });
    expect((await stage.control.pending()).callsInProgress).toBe(1);
    await stage.control.untilQuiet(5000);
    const target = Date.UTC(2030, 0, 1);
    expect((await stage.control.setClock(target)).nowMs).toBeGreaterThanOrEqual(target);
    const { body } = await call('b');
    expect(body.data.created_at).toMatch(/^2030-01-01T00:00:0/);
  });

  it('forgets calls at a reset, and the accounts unless told to keep them', async () => {
    await call('a');
    await stage.control.reset({ keepAccounts: true });
    expect(await stage.control.summary()).toMatchObject({ dials: 0, charges: { totalMicros: 0 } });
    expect((await stage.control.pending()).callsInProgress).toBe(0);
    expect((await stage.agentNumber('GET', '/calls')).body.data).toEqual([]);
    expect((await call('a')).status).toBe(201);
    await stage.control.reset();
    expect((await call('a')).status).toBe(404);
  });

  it('names every problem of a request that it does not understand', async () => {
    const answer = await stage.send(
      'POST',
      '/control/faults',
      {},
      { rates: { meteor: 1 }, slowAnswerMs: -1, extra: 1 },
    );
    expect(answer.status).toBe(400);
    for (const word of ['meteor', 'slowAnswerMs', 'extra']) expect(answer.body.error).toContain(word);
    expect((await stage.send('POST', '/control/accounts', {}, { provider: 'cartesia', key: 'x' })).status).toBe(400);
    expect((await stage.send('GET', '/control/nothing', {})).status).toBe(404);
    expect((await stage.send('GET', '/elsewhere', {})).status).toBe(404);
  });
});

describe('the server', () => {
  it('goes on when nobody takes its webhooks', async () => {
    // A port that was free a moment ago, and on which nobody listens.
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    await stage.agentNumber('POST', '/webhooks', { url: `http://127.0.0.1:${port}/gone` });
    await Promise.all(Array.from({ length: 50 }, async (_, at) => await call(`a${at}`, `+1303444${1000 + at}`)));
    await stage.control.untilQuiet(10_000);
    const { dials, webhooks } = await stage.control.summary();
    expect([dials, webhooks.failed, webhooks.delivered]).toEqual([50, 150, 150]);
    expect((await call('last')).status).toBe(201);
  });

  it('keeps accounts apart by key', async () => {
    const other = `an_live_${'b'.repeat(32)}`;
    await stage.control.addAccount({ provider: 'agentnumber', key: other, balanceMicros: 0 });
    const { accounts } = await stage.control.summary();
    expect(accounts.map(({ name, balanceMicros }) => [name, balanceMicros === 0])).toEqual([
      ['agentnumber-1', false],
      ['agentnumber-2', true],
    ]);
    expect(other).not.toBe(AGENTNUMBER_KEY);
  });
});
