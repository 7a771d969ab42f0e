import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENTNUMBER_KEY, openAgentNumber, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const TO = '+12124440100';
let stage: Stage;
let from = '';
let phone = '';
let secret = '';

beforeEach(async () => {
  stage = await setStage();
  ({ from, phone, secret } = await openAgentNumber(stage));
});
afterEach(async () => await stage.stop());

const call = async (to = TO, metadata: object = {}) =>
  await stage.agentNumber('POST', '/calls', { from, to, metadata });

describe('AgentNumber: who may ask', () => {
  it.each([undefined, 'Bearer an_live_short', `Bearer ${AGENTNUMBER_KEY.toUpperCase()}`, AGENTNUMBER_KEY])(
    'answers 401 in its own envelope to %s',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await stage.send('GET', '/agentnumber/api/v0/calls', headers);
      expect(answer).toMatchObject({ status: 401, body: { success: false, error: { code: 'unauthorized' } } });
    },
  );

  it('gives every key a world of its own', async () => {
    await call();
    const other = { authorization: `Bearer an_live_${'0'.repeat(32)}` };
    const answer = await stage.send('GET', '/agentnumber/api/v0/calls', other);
    expect(answer.body).toEqual({ data: [], pagination: { total: 0, offset: 0, limit: 50 } });
  });

  it('has the error envelope of the public source as an option', async () => {
    const source = await setStage({ errorEnvelope: 'source' });
    const { body } = await source.agentNumber('GET', '/calls/call_0');
    expect(body).toEqual({ error: { code: 'not_found', message: 'Call not found.' } });
    await source.stop();
  });
});

describe('AgentNumber: calls', () => {
  it('answers a create with 201 and the call, our number in E.164 and the metadata as sent', async () => {
    const { status, body } = await call(TO, { attempt_id: 'a1', note: 'x' });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      id: expect.stringMatching(/^call_[0-9a-f]{32}$/),
      from: phone,
      to: TO,
      direction: 'outbound',
      status: 'initiated',
      metadata: { attempt_id: 'a1', note: 'x' },
    });
  });

  it('refuses bad bodies, unknown numbers and empty accounts, and dials nothing', async () => {
    const refused = async (body: unknown) => {
      const { status, body: answer } = await stage.agentNumber('POST', '/calls', body);
      return [status, answer?.error.code];
    };
    expect(await refused('{')).toEqual([400, 'validation_error']);
    expect(await refused({ from })).toEqual([400, 'validation_error']);
    expect(await refused({ from, to: '2124440100' })).toEqual([400, 'validation_error']);
    expect(await refused({ from: `num_${'0'.repeat(32)}`, to: TO })).toEqual([404, 'not_found']);
    await stage.control.setBalance({ provider: 'agentnumber', key: AGENTNUMBER_KEY, balanceMicros: 990_000 });
    expect(await refused({ from, to: TO })).toEqual([402, 'insufficient_credits']);
    const summary = await stage.control.summary();
    expect(summary).toMatchObject({ dials: 0, requests: 5, refused: { noCredit: 1 } });
  });

  it('fails with a body that is not JSON on a malformed number id, as the public source does', async () => {
    const answer = await stage.agentNumber('POST', '/calls', { from: 'num_a1b2c3d4e5f6', to: TO });
    expect(answer).toMatchObject({ status: 500, type: 'text/plain', body: undefined });
  });

  it('pages newest first and by number', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) ids.push((await call(`+1212444010${at}`)).body.data.id);
    const idsOf = (answer: Awaited<ReturnType<typeof call>>): string[] =>
      answer.body.data.map(({ id }: { id: string }) => id);
    const first = await stage.agentNumber('GET', '/calls?limit=2');
    expect(first.body.pagination).toEqual({ total: 5, offset: 0, limit: 2 });
    expect(idsOf(first)).toEqual([ids[4], ids[3]]);
    expect(idsOf(await stage.agentNumber('GET', '/calls?limit=2&offset=4'))).toEqual([ids[0]]);
    expect(idsOf(await stage.agentNumber('GET', `/calls?number_id=${from}&offset=3`))).toEqual([ids[1], ids[0]]);
    expect(idsOf(await stage.agentNumber('GET', '/calls?number_id=num_other'))).toEqual([]);
    expect((await stage.agentNumber('GET', '/calls?limit=1000')).body.pagination.limit).toBe(100);
    expect((await stage.agentNumber('GET', '/calls?limit=x')).status).toBe(400);
  });

  it('has transcript, summary and recording some time after the end, and says not_ready before', async () => {
    const { id } = (await call('+12125559008')).body.data;
    const early = await stage.agentNumber('GET', `/calls/${id}/transcript`);
    expect(early).toMatchObject({ status: 404, body: { error: { code: 'not_ready' } } });
    await stage.control.untilQuiet(5000);
    const { data } = (await stage.agentNumber('GET', `/calls/${id}`)).body;
    expect(data).toMatchObject({ ended_reason: 'assistant-ended-call', status: 'assistant-ended-call', duration: 30 });
    expect(data.transcript).toMatch(/stop calling me/);
    const { segments } = (await stage.agentNumber('GET', `/calls/${id}/transcript`)).body.data;
    expect(segments[1]).toEqual({ role: 'user', content: expect.stringMatching(/stop calling me/) });
    const { url } = (await stage.agentNumber('GET', `/calls/${id}/recording`)).body.data;
    const recording = await stage.send('GET', url.slice(stage.url.length), {});
    expect(recording).toMatchObject({ status: 200, type: 'audio/wav' });
    expect(recording.text.startsWith('RIFF')).toBe(true);
  });

  it.each([
    ['9000', 'assistant-ended-call', 5],
    ['9001', 'customer-busy', 0],
    ['9002', 'customer-did-not-answer', 0],
    ['9003', 'voicemail', 5],
    ['9004', 'twilio-failed-to-connect-call', 0],
    ['9005', 'twilio-reported-customer-misdialed', 0],
    ['9006', 'pipeline-error-openai-llm-failed', 0],
    ['9007', 'customer-ended-call', 5],
    ['9020', 'assistant-ended-call', 50],
  ])('ends a call to pattern %s with %s for %i cents', async (pattern, reason, cents) => {
    await stage.stop();
    stage = await setStage({ speed: 2000 });
    ({ from } = await openAgentNumber(stage));
    const { id } = (await call(`+1212555${pattern}`)).body.data;
    await stage.control.untilQuiet(5000);
    const { data } = (await stage.agentNumber('GET', `/calls/${id}`)).body;
    expect(data).toMatchObject({ status: reason, ended_reason: reason, cost_cents: cents });
    expect((await stage.control.summary()).charges).toMatchObject({ call: cents * 10_000 });
    const told = stage.received.find(({ body }) => body.event === 'call.ended');
    expect(told?.body.data).toMatchObject({ call_id: id, ended_reason: reason, cost_cents: cents });
    expect(told?.body.data).not.toHaveProperty('metadata');
  });

  it('lets through 100 calls an hour on plan faithful, by its own clock', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 101 }, async (_, at) => (await call(`+1303444${1000 + at}`)).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    await stage.control.untilQuiet(5000);
    await stage.control.jumpClock(3_600_000);
    expect((await call()).status).toBe(201);
    expect((await stage.control.summary()).refused.rateLimit).toBe(1);
  });
});

describe('AgentNumber: webhooks', () => {
  it('signs the raw body with the secret that it showed once', async () => {
    await call();
    await stage.control.untilQuiet(5000);
    expect(stage.received.map(({ body }) => body.event).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(
      ['call.ended', 'call.recording.ready', 'call.transcript.ready'],
    );
    for (const { headers, raw, body } of stage.received) {
      expect(headers['x-agentnumber-signature']).toBe(createHmac('sha256', secret).update(raw).digest('hex'));
      expect(headers['x-agentnumber-event']).toBe(body.event);
      expect(body).toEqual({ event: body.event, data: expect.any(Object), timestamp: expect.any(String) });
    }
    const { body } = await stage.agentNumber('GET', '/webhooks');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).not.toHaveProperty('secret');
  });

  it('tells only wanted events, and nothing to inactive or deleted webhooks', async () => {
    const { id } = (await stage.agentNumber('GET', '/webhooks')).body.data[0];
    const patch = async (body: object) => await stage.agentNumber('PATCH', `/webhooks/${id}`, body);
    expect((await patch({ events: ['call.exploded'] })).status).toBe(400);
    await patch({ events: ['call.ended'] });
    await call();
    await stage.control.untilQuiet(5000);
    expect(stage.received.map(({ body }) => body.event)).toEqual(['call.ended']);
    await patch({ active: false });
    await call();
    await stage.control.untilQuiet(5000);
    expect((await stage.agentNumber('DELETE', `/webhooks/${id}`)).body.data).toEqual({ id, deleted: true });
    await call();
    await stage.control.untilQuiet(5000);
    expect(stage.received).toHaveLength(1);
  });

  it('sends call.started only when told to', async () => {
    const started = await setStage({ emitCallStarted: true });
    const world = await openAgentNumber(started);
    await started.agentNumber('POST', '/calls', { from: world.from, to: TO });
    await started.control.untilQuiet(5000);
    expect(started.received[0]?.body.event).toBe('call.started');
    await started.stop();
  });
});
