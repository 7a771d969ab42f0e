import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENTNUMBER_KEY, openAgentNumber, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const TO = '+12124440100';
let stage: Stage;
let from = '';
let phone = '';

beforeEach(async () => {
  stage = await setStage();
  ({ from, phone } = await openAgentNumber(stage));
});
afterEach(async () => await stage.stop());

const text = async (to = TO, body = 'Hello') =>
  await stage.agentNumber('POST', '/sms', { from, to, body, metadata: { attempt_id: to } });

describe('AgentNumber: texts', () => {
  it('sends a text for two cents, tells so, and never changes its status', async () => {
    const { status, body } = await text();
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ from: phone, to: TO, direction: 'outbound', status: 'queued', cost_cents: 2 });
    await stage.control.untilQuiet(5000);
    expect(stage.received.map(({ body: told }) => told)).toMatchObject([
      { event: 'sms.sent', data: { message_id: body.data.id, from: phone, to: TO, body: 'Hello' } },
    ]);
    const { data } = (await stage.agentNumber('GET', `/sms/${body.data.id}`)).body;
    expect(data).toMatchObject({ status: 'queued', twilio_sid: expect.stringMatching(/^SM/) });
    expect(await stage.control.summary()).toMatchObject({ dials: 0, smsSent: 1, charges: { smsOut: 20_000 } });
  });

  it.each(['', 'x'.repeat(1601)])('refuses a body of the wrong length', async (body) => {
    expect((await text(TO, body)).body.error.code).toBe('validation_error');
  });

  it('brings the reply of a person, and the carrier blocks later texts after STOP', async () => {
    await text('+12125559010');
    await stage.control.untilQuiet(5000);
    const reply = stage.received.find(({ body }) => body.event === 'sms.received');
    expect(reply?.body.data).toMatchObject({ from: '+12125559010', to: phone, body: 'STOP' });
    expect(await text('+12125559010')).toMatchObject({ status: 500, body: { error: { code: 'sms_error' } } });
    expect((await stage.control.summary()).charges).toMatchObject({ smsOut: 20_000, smsIn: 10_000 });
  });

  it('refuses a recipient whom the carrier blocks', async () => {
    const { status, body } = await text('+12125559012');
    expect([status, body.error.code, body.error.message]).toEqual([
      500,
      'sms_error',
      expect.stringMatching(/unsubscribed/),
    ]);
    expect((await stage.control.summary()).smsSent).toBe(0);
  });

  it('takes a text from a person at any time, and marks it replied when something goes out to them', async () => {
    const { id } = await stage.control.receiveText({ from: TO, to: phone, body: 'Who is this?' });
    expect((await stage.agentNumber('GET', `/sms/${id}`)).body.data.status).toBe('received');
    await text();
    expect((await stage.agentNumber('GET', `/sms/${id}`)).body.data.status).toBe('replied');
  });

  it('lists by number, direction, status and time, newest first', async () => {
    await text();
    await stage.control.receiveText({ from: '+12124440199', to: phone, body: 'hi' });
    const list = async (query: string): Promise<string[]> =>
      (await stage.agentNumber('GET', `/sms?${query}`)).body.data.map(({ body }: { body: string }) => body);
    expect(await list('')).toEqual(['hi', 'Hello']);
    expect(await list('direction=outbound')).toEqual(['Hello']);
    expect(await list('status=received')).toEqual(['hi']);
    expect(await list(`number_id=${from}&limit=1`)).toEqual(['hi']);
    expect(await list('since=2999-01-01T00:00:00Z')).toEqual([]);
    expect((await stage.agentNumber('GET', '/sms?since=yesterday')).status).toBe(400);
  });
});

describe('AgentNumber: numbers and credit', () => {
  it('provisions in managed and in webhook mode, changes and releases', async () => {
    const managed = await stage.agentNumber('POST', '/numbers', { system_prompt: 'Be kind.', area_code: '212' });
    expect(managed.status).toBe(201);
    expect(managed.body.data).toMatchObject({ voice_mode: 'managed', system_prompt: 'Be kind.', status: 'active' });
    expect(managed.body.data.phone_number).toMatch(/^\+1212555\d{4}$/);
    const webhook = await stage.agentNumber('POST', '/numbers', { webhook_url: 'https://agent.example/voice' });
    expect(webhook.body.data.voice_mode).toBe('webhook');
    expect((await stage.agentNumber('POST', '/numbers', {})).status).toBe(400);
    expect((await stage.agentNumber('POST', '/numbers', { system_prompt: 'x', area_code: '12' })).status).toBe(400);
    const { id } = managed.body.data;
    const changed = await stage.agentNumber('PATCH', `/numbers/${id}`, { first_message: 'Hi' });
    expect(changed.body.data).toMatchObject({ first_message: 'Hi', system_prompt: 'Be kind.' });
    expect((await stage.agentNumber('GET', '/numbers')).body.data).toHaveLength(3);
    expect((await stage.agentNumber('DELETE', `/numbers/${id}`)).body.data).toEqual({ id, deleted: true });
    expect((await stage.agentNumber('GET', `/numbers/${id}`)).body.data.status).toBe('released');
    expect((await stage.agentNumber('GET', '/numbers')).body.data).toHaveLength(2);
    expect((await stage.agentNumber('POST', '/calls', { from: id, to: TO })).status).toBe(404);
    expect((await stage.control.summary()).charges.number).toBe(10_000_000);
  });

  it('sells credit in packs of ten dollars, or asks for payment first', async () => {
    await stage.control.setBalance({ provider: 'agentnumber', key: AGENTNUMBER_KEY, balanceMicros: 0 });
    expect((await stage.agentNumber('POST', '/credits/purchase', { amount_cents: 1500 })).status).toBe(400);
    const bought = await stage.agentNumber('POST', '/credits/purchase', { amount_cents: 2000 });
    expect(bought.body.data).toEqual({ deposited: 2000, balance: 2000 });
    const { body } = await stage.agentNumber('GET', '/credits/balance');
    expect(body.data).toEqual({ balance_cents: 2000, balance_dollars: '20.00' });

    const paying = await setStage({ purchaseMode: 'x402' });
    const terms = await paying.agentNumber('POST', '/credits/purchase', { amount_cents: 1000 });
    expect(terms).toMatchObject({ status: 402, body: { x402Version: 1 } });
    await paying.stop();
  });
});
