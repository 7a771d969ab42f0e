import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAULT_KINDS, REQUEST_FAULTS } from '../../../simulator/faults/fault-kinds.ts';
import type { FaultKind } from '../../../simulator/faults/fault-kinds.ts';
import { AGENTNUMBER_KEY, cartesiaCall, openAgentNumber, openCartesia, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const TO = '+12124440100';
let stage: Stage;
let from = '';

beforeEach(async () => {
  stage = await setStage();
  ({ from } = await openAgentNumber(stage));
});
afterEach(async () => await stage.stop());

const request = { metadata: { attempt_id: 'a' } };
const call = async (to = TO) => await stage.agentNumber('POST', '/calls', { from, to, ...request });
const next = async (kind: FaultKind, count = 1) => await stage.control.setFaults({ next: [{ kind, to: TO, count }] });
const events = (): string[] => stage.received.map(({ body }) => body.event);
const fired = async (kind: FaultKind): Promise<number> => (await stage.control.summary()).faultsFired[kind];

/** Dials and listed calls after one create under the fault. */
const outcomeOf = async (kind: FaultKind) => {
  await next(kind);
  const answer = await call().catch((error: Error) => ({ status: error.name }));
  await stage.control.untilQuiet(5000);
  const { dials, faultsFired } = await stage.control.summary();
  const listed = (await stage.agentNumber('GET', '/calls')).body.pagination.total;
  return { answer, dials, listed, fired: faultsFired[kind] };
};

describe('faults of the answer', () => {
  it.each([
    ['accept_then_500', 500, 1, 1],
    ['reject_500', 500, 0, 0],
    ['reject_429', 429, 0, 0],
    ['reject_402', 402, 0, 0],
    ['never_listed', 500, 1, 0],
  ] as const)('%s answers %i, dials %i, lists %i', async (kind, status, dials, listed) => {
    const outcome = await outcomeOf(kind);
    expect(outcome).toMatchObject({
      answer: { status, body: { error: { code: expect.any(String) } } },
      dials,
      listed,
      fired: 1,
    });
  });

  it('accept_then_timeout dials, and the answer never comes', async () => {
    await next('accept_then_timeout');
    const gaveUp = new AbortController();
    const outcome = fetch(`${stage.url}/agentnumber/api/v0/calls`, {
      method: 'POST',
      signal: gaveUp.signal,
      headers: { authorization: `Bearer ${AGENTNUMBER_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from, to: TO }),
    }).then(
      () => 'answered',
      (error: Error) => error.name,
    );
    await expect.poll(async () => (await stage.control.summary()).dials).toBe(1);
    await stage.control.untilQuiet(5000);
    gaveUp.abort();
    expect(await outcome).toBe('AbortError');
    expect(events()).toContain('call.ended');
    expect(await fired('accept_then_timeout')).toBe(1);
  });

  it('html_answer dials and answers 200 with a page', async () => {
    const { answer, dials } = await outcomeOf('html_answer');
    expect(answer).toMatchObject({ status: 200, type: 'text/html' });
    expect(dials).toBe(1);
  });

  it('empty_answer dials and answers 201 with nothing', async () => {
    expect(await outcomeOf('empty_answer')).toMatchObject({ answer: { status: 201, text: '' }, dials: 1, fired: 1 });
  });

  it('cut_answer dials and closes the socket in the middle of the body', async () => {
    const { answer, dials, listed, fired: times } = await outcomeOf('cut_answer');
    expect(answer.status).toMatch(/SocketError|TypeError|Error/);
    expect([dials, listed, times]).toEqual([1, 1, 1]);
  });

  it('slow_answer answers properly, after the events of the call if need be', async () => {
    await stage.control.setFaults({ slowAnswerMs: 700, next: [{ kind: 'slow_answer' }] });
    const answer = await call();
    expect(answer.status).toBe(201);
    expect(events()).toContain('call.ended');
  });

  it('hits texts as well as calls', async () => {
    await next('never_listed');
    const answer = await stage.agentNumber('POST', '/sms', { from, to: TO, body: 'Hello' });
    expect(answer.status).toBe(500);
    expect(await stage.control.summary()).toMatchObject({ smsSent: 1, charges: { smsOut: 0 } });
    expect((await stage.agentNumber('GET', '/sms')).body.data).toEqual([]);
  });

  it('hits the next calls of one number only, as many as were asked for', async () => {
    await next('reject_429', 2);
    expect((await call('+12124440101')).status).toBe(201);
    expect([(await call()).status, (await call()).status, (await call()).status]).toEqual([429, 429, 201]);
  });

  it("uses Cartesia's own words there, and leaves out never_listed", async () => {
    const world = await openCartesia(stage);
    await stage.control.setFaults({
      next: [{ kind: 'never_listed' }, { kind: 'reject_402' }, { kind: 'accept_then_500' }],
    });
    const create = async () => await stage.cartesia('POST', '/agents/calls', cartesiaCall(world, TO));
    expect(await create()).toMatchObject({ status: 402, body: { error_code: 'quota_exceeded' } });
    expect(await create()).toMatchObject({ status: 500, body: { title: expect.any(String) } });
    expect((await create()).status).toBe(200);
    const { body } = await stage.cartesia('GET', `/agents/calls?agent_id=${world.agent}`);
    expect(body.data).toHaveLength(2);
    expect(await fired('never_listed')).toBe(0);
  });

  it('meets the patterns of a number at its first request only', async () => {
    expect([(await call('+12125559033')).status, (await call('+12125559033')).status]).toEqual([429, 201]);
  });
});

describe('faults of webhooks', () => {
  const END = ['call.ended', 'call.transcript.ready', 'call.recording.ready'];

  it('webhook_lost drops one event', async () => {
    await next('webhook_lost');
    await call();
    await stage.control.untilQuiet(5000);
    expect(events()).toEqual(END.slice(1));
    expect(await fired('webhook_lost')).toBe(1);
  });

  it('webhook_doubled sends one event twice, word for word', async () => {
    await next('webhook_doubled');
    await call();
    await stage.control.untilQuiet(5000);
    const ended = stage.received.filter(({ body }) => body.event === 'call.ended');
    expect(ended).toHaveLength(2);
    expect(ended[0]?.raw).toBe(ended[1]?.raw);
  });

  it('webhook_late sends one event after the time set, with its first timestamp, and is pending until then', async () => {
    await stage.control.setFaults({ lateWebhookMs: 700, next: [{ kind: 'webhook_late' }] });
    await call();
    await expect.poll(() => events()).toEqual(END.slice(1));
    expect((await stage.control.pending()).webhooksPending).toBe(1);
    await stage.control.untilQuiet(5000);
    expect(events()).toEqual([...END.slice(1), 'call.ended']);
    expect(stage.received[2]?.body.timestamp < stage.received[0]?.body.timestamp).toBe(true);
  });

  it('webhook_reordered lets the next event of the call overtake one', async () => {
    await next('webhook_reordered');
    await call();
    await stage.control.untilQuiet(5000);
    expect(events().at(-1)).toBe('call.ended');
    expect(events().toSorted()).toEqual(END.toSorted());
    // It was made before the others, and says so.
    const times = stage.received.map(({ body }) => Date.parse(body.timestamp));
    expect(Math.min(...times)).toBe(times.at(-1));
    expect(await fired('webhook_reordered')).toBe(1);
  });

  it('reorders nothing when a call has only one event', async () => {
    await stage.control.setFaults({ rates: { webhook_reordered: 1 } });
    await call('+12125559001');
    await stage.control.untilQuiet(5000);
    expect(events()).toEqual(['call.ended']);
    expect(await fired('webhook_reordered')).toBe(0);
  });
});

describe('faults by rate', () => {
  const play = async (seed: number) => {
    await stage.control.reset({ keepAccounts: true, seed });
    await stage.control.setDistribution({ preset: 'mixed' });
    await stage.control.setFaults({
      slowAnswerMs: 1,
      lateWebhookMs: 1,
      // Held answers are left out: nobody waits for them here.
      rates: Object.fromEntries(
        FAULT_KINDS.filter((kind) => kind !== 'accept_then_timeout').map((kind) => [kind, 0.08]),
      ),
    });
    const statuses: unknown[] = [];
    const numbers = Array.from({ length: 90 }, (_, at) => `+1303444${2000 + at}`);
    await Promise.all(
      numbers.map(async (to, at) => (statuses[at] = (await call(to).catch(() => ({ status: 'broken' }))).status)),
    );
    await stage.control.untilQuiet(10_000);
    const { faultsFired, dials, charges } = await stage.control.summary();
    return { statuses, faultsFired, dials, charges };
  };

  beforeEach(async () => {
    await stage.stop();
    stage = await setStage({ plan: 'unlimited', speed: 1000 });
    ({ from } = await openAgentNumber(stage));
  });

  it('fires every kind and counts it, the same with the same seed, and otherwise with another', async () => {
    const first = await play(11);
    for (const kind of FAULT_KINDS)
      if (kind !== 'accept_then_timeout') expect(first.faultsFired[kind], kind).toBeGreaterThan(0);
    expect(await play(11)).toEqual(first);
    expect((await play(12)).statuses).not.toEqual(first.statuses);
  });

  it('stops when cleared', async () => {
    await stage.control.setFaults({ rates: { reject_500: 1 } });
    expect((await call()).status).toBe(500);
    await stage.control.setFaults({ clear: true });
    expect((await call()).status).toBe(201);
    expect(REQUEST_FAULTS).toHaveLength(10);
  });
});
