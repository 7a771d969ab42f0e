import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CARTESIA_KEY, cartesiaCall, openCartesia, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const TO = '+12124440100';
let stage: Stage;
let world = { from: '', agent: '' };

const reopen = async (options: Parameters<typeof setStage>[0]): Promise<void> => {
  await stage?.stop();
  stage = await setStage(options);
  world = await openCartesia(stage);
};
beforeEach(async () => {
  stage = await setStage({ plan: 'unlimited' });
  world = await openCartesia(stage);
});
afterEach(async () => await stage.stop());

const create = async (to = TO, more: object = {}) =>
  await stage.cartesia('POST', '/agents/calls', cartesiaCall(world, to, to, more));

describe('Cartesia: who may ask, and how', () => {
  it('wants a key and its version header, and says no in its own envelope', async () => {
    const bearer = { authorization: `Bearer ${CARTESIA_KEY}` };
    const shape = {
      error_code: null,
      title: expect.any(String),
      message: expect.any(String),
      request_id: expect.any(String),
    };
    const noKey = await stage.send('GET', '/cartesia/agents', { 'cartesia-version': '2026-03-01' });
    expect(noKey).toMatchObject({ status: 401, body: shape });
    expect(await stage.send('GET', '/cartesia/agents', bearer)).toMatchObject({ status: 400, body: shape });
    const wrong = await stage.send('GET', '/cartesia/agents', { ...bearer, 'cartesia-version': '2026-08-14' });
    expect(wrong.status).toBe(400);
    const apiKey = { 'x-api-key': CARTESIA_KEY, 'cartesia-version': '2026-03-01' };
    expect((await stage.send('GET', '/cartesia/agents', apiKey)).status).toBe(200);
  });
});

describe('Cartesia: calls', () => {
  it('answers 200 with an id per destination, and the failure of one inside it', async () => {
    const { status, body } = await stage.cartesia('POST', '/agents/calls', {
      from_number_id: world.from,
      agent_id: world.agent,
      outbound_calls: [
        { to_number: TO, metadata: { attempt_id: 'a' } },
        { to_number: '12' },
        { to_number: '+4915112345678' },
      ],
    });
    expect(status).toBe(200);
    expect(body.calls).toMatchObject([
      { number: TO, agent_call_id: expect.any(String) },
      { number: '12', error: { error_code: 'invalid_number' } },
      { number: '+4915112345678', error: { error_code: 'unsupported_destination' } },
    ]);
    expect(body.calls[1]).not.toHaveProperty('agent_call_id');
    expect((await stage.control.summary()).dials).toBe(1);
  });

  it('refuses what is not valid, not there, or of somebody else', async () => {
    const other = await stage.control.addAccount({ provider: 'cartesia', key: 'sk_car_other', numbers: [{}] });
    const status = async (change: object): Promise<number> => (await create(TO, change)).status;
    expect(await status({ outbound_calls: [] })).toBe(400);
    expect(await status({ ringing_timeout_seconds: 4 })).toBe(400);
    expect(await status({ ringing_timeout_seconds: 81 })).toBe(400);
    expect(await status({ max_call_duration_minutes: 0 })).toBe(400);
    expect(await status({ agent_id: 'agent_0' })).toBe(404);
    expect(await status({ from_number_id: 'pn_0' })).toBe(404);
    expect(await status({ from_number_id: other.numbers[0]?.id })).toBe(403);
    expect((await stage.control.summary()).dials).toBe(0);
  });

  it('returns the metadata on the call, and tells started, completed and analysis with the secret', async () => {
    const id = (await create()).body.calls[0].agent_call_id;
    await stage.control.untilQuiet(5000);
    const { body } = await stage.cartesia('GET', `/agents/calls/${id}`);
    expect(body).toMatchObject({
      id,
      agent_id: world.agent,
      status: 'completed',
      end_reason: 'agent_hangup',
      metadata: { attempt_id: TO },
      telephony_params: { to: TO, direction: 'outbound', connection_type: 'phone' },
      transcript: [{ role: 'assistant' }, { role: 'user' }, { role: 'assistant' }],
      summary: expect.any(String),
    });
    expect(Date.parse(body.end_time) - Date.parse(body.start_time)).toBe(36_000);
    expect(stage.received.map(({ body: told }) => told.type)).toEqual([
      'call_started',
      'call_completed',
      'post_call_analysis',
    ]);
    expect(stage.received.every(({ headers }) => headers['x-webhook-secret'] === 'ours')).toBe(true);
    expect(stage.received[1]?.body.call).toMatchObject({
      id,
      metadata: { attempt_id: TO },
      end_reason: 'agent_hangup',
    });
    expect((await stage.control.summary()).charges.call).toBe(Math.round((36 * 74_000) / 60));
  });

  it('bills begun minutes when told to', async () => {
    await reopen({ plan: 'unlimited', cartesiaRounding: 'minute' });
    await create();
    await stage.control.untilQuiet(5000);
    expect((await stage.control.summary()).charges.call).toBe(74_000);
  });

  it.each([
    ['9001', 'failed', 'dial_busy', 'call_failed'],
    ['9002', 'failed', 'dial_no_answer', 'call_failed'],
    ['9003', 'completed', 'agent_hangup', 'call_completed'],
    ['9004', 'failed', 'dial_failed', 'call_failed'],
    ['9005', 'failed', 'dial_failed', 'call_failed'],
    ['9006', 'failed', 'error', 'call_failed'],
    ['9007', 'completed', 'client_hangup', 'call_completed'],
  ])('ends a call to pattern %s as %s with %s', async (pattern, status, endReason, event) => {
    const id = (await create(`+1212555${pattern}`)).body.calls[0].agent_call_id;
    await stage.control.untilQuiet(5000);
    expect((await stage.cartesia('GET', `/agents/calls/${id}`)).body).toMatchObject({ status, end_reason: endReason });
    expect(stage.received.map(({ body }) => body.type)).toContain(event);
    const audio = await stage.cartesia('GET', `/agents/calls/${id}/audio`);
    expect(audio.status).toBe(status === 'completed' ? 200 : 404);
    expect((await stage.control.summary()).charges.call > 0).toBe(status === 'completed');
  });

  it('keeps the longest call and the ringing time that were asked for', async () => {
    const id = (await create('+12125559020', { max_call_duration_minutes: 1 })).body.calls[0].agent_call_id;
    const short = (await create('+12125559003', { ringing_timeout_seconds: 5 })).body.calls[0].agent_call_id;
    await stage.control.untilQuiet(5000);
    const { body } = await stage.cartesia('GET', `/agents/calls/${id}`);
    expect(body.end_reason).toBe('max_duration');
    expect(Date.parse(body.end_time) - Date.parse(body.start_time)).toBe(66_000);
    // The voicemail box would have come after 20 s.
    expect((await stage.cartesia('GET', `/agents/calls/${short}`)).body.end_reason).toBe('dial_no_answer');
  });

  it('cancels a running call, and neither one that waits nor one that is over', async () => {
    await reopen({ plan: 'faithful', speed: 1 });
    const [first, second] = [
      (await create()).body.calls[0].agent_call_id,
      (await create('+12124440101')).body.calls[0].agent_call_id,
    ];
    expect((await stage.cartesia('POST', `/agents/calls/${second}/cancel`)).status).toBe(400);
    const cancelled = await stage.cartesia('POST', `/agents/calls/${first}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { cancelled: true } });
    expect((await stage.cartesia('GET', `/agents/calls/${first}`)).body.end_reason).toBe('api_cancelled');
    expect((await stage.cartesia('POST', `/agents/calls/${first}/cancel`)).status).toBe(400);
  });

  it('queues above one dial a second, in order, and dials each a second after the one before', async () => {
    await reopen({ plan: 'faithful' });
    for (const last of [0, 1, 2]) await create(`+1212444010${last}`);
    const listed = await stage.cartesia('GET', `/agents/calls?agent_id=${world.agent}`);
    expect(
      listed.body.data.map(({ status, start_time }: { status: string; start_time: unknown }) => [status, start_time]),
    ).toEqual([
      ['created', null],
      ['created', null],
      ['started', expect.any(String)],
    ]);
    await stage.control.untilQuiet(8000);
    const dialledAtMs: number[] = [];
    for await (const dial of stage.control.dials()) dialledAtMs.push(dial.dialledAtMs ?? 0);
    expect(dialledAtMs).toEqual(dialledAtMs.toSorted((a, b) => a - b));
    for (const at of [1, 2]) expect((dialledAtMs[at] ?? 0) - (dialledAtMs[at - 1] ?? 0)).toBeGreaterThanOrEqual(995);
  });

  it('holds back, or refuses, calls above its concurrency', async () => {
    await reopen({ plan: 'faithful', speed: 1, cartesiaConcurrency: 1 });
    await create();
    await create('+12124440101');
    const pending = await stage.control.pending();
    expect(pending.callsInProgress).toBe(2);
    const { body } = await stage.cartesia('GET', `/agents/calls?agent_id=${world.agent}`);
    expect(body.data[0].status).toBe('created');
    await reopen({ plan: 'faithful', speed: 1, cartesiaConcurrency: 1, cartesiaOverConcurrency: 'reject' });
    await create();
    expect(await create('+12124440101')).toMatchObject({ status: 429, body: { error_code: 'concurrency_limited' } });
  });

  it('pages calls by cursor in both directions', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) ids.push((await create(`+1212444010${at}`)).body.calls[0].agent_call_id);
    const page = async (query: string) => {
      const { body } = await stage.cartesia('GET', `/agents/calls?agent_id=${world.agent}&${query}`);
      return [body.data.map(({ id }: { id: string }) => ids.indexOf(id)), body.has_more, body.next_page];
    };
    expect(await page('limit=2')).toEqual([[4, 3], true, ids[3]]);
    expect(await page(`limit=2&starting_after=${ids[3]}`)).toEqual([[2, 1], true, ids[1]]);
    expect(await page(`limit=2&starting_after=${ids[1]}`)).toEqual([[0], false, null]);
    expect(await page(`limit=2&ending_before=${ids[1]}`)).toEqual([[3, 2], true, ids[2]]);
    expect((await stage.cartesia('GET', '/agents/calls')).status).toBe(400);
    expect((await stage.cartesia('GET', `/agents/calls?agent_id=${world.agent}&limit=101`)).status).toBe(400);
  });
});

describe('Cartesia: numbers, agents and webhooks', () => {
  it('provisions until the slots are used up, lists by filter, assigns and deletes', async () => {
    await reopen({ plan: 'faithful', cartesiaNumberSlots: 3 });
    const provision = async (body: object) => await stage.cartesia('POST', '/agents/phone-numbers/provision', body);
    const made = await provision({ label: 'Support line', agent_id: world.agent });
    expect(made).toMatchObject({ status: 201, body: { label: 'Support line', agent: { id: world.agent } } });
    expect((await provision({ label: 'x', agent_id: 'agent_0' })).status).toBe(404);
    expect((await provision({ label: 'Second' })).status).toBe(201);
    expect(await provision({ label: 'Third' })).toMatchObject({ status: 402, body: { error_code: 'quota_exceeded' } });

    const labels = async (query: string) => {
      const { body } = await stage.cartesia('GET', `/agents/phone-numbers?${query}`);
      return [body.data.map(({ label }: { label: string | null }) => label), body.has_more];
    };
    expect(await labels('')).toEqual([['Second', 'Support line', null], false]);
    expect(await labels('limit=1')).toEqual([['Second'], true]);
    expect(await labels('q=SUPPORT')).toEqual([['Support line'], false]);
    expect(await labels(`agent_id=${world.agent}`)).toEqual([['Support line'], false]);
    expect(await labels('type=twilio')).toEqual([[], false]);

    const one = `/agents/phone-numbers/${made.body.id}`;
    expect((await stage.cartesia('DELETE', one)).status).toBe(400);
    expect((await stage.cartesia('GET', `/agents/${world.agent}`)).body.phone_numbers).toMatchObject([
      { id: made.body.id },
    ]);
    expect((await stage.cartesia('GET', `/agents/${world.agent}/phone-numbers`)).body).toMatchObject([
      { agent_id: world.agent, number: made.body.number, is_cartesia_managed: true },
    ]);
    expect((await stage.cartesia('PATCH', one, { agent_id: null })).body.agent).toBeNull();
    expect((await stage.cartesia('DELETE', one)).status).toBe(204);
    expect((await stage.cartesia('GET', one)).status).toBe(404);
  });

  it('shows a webhook secret once, changes the address, and forgets a deleted one', async () => {
    const made = await stage.cartesia('POST', '/agents/webhooks', { url: stage.receiverUrl, secret: 'other' });
    expect(made).toMatchObject({
      status: 200,
      body: { id: expect.stringMatching(/^agent_webhook_/), secret: 'other' },
    });
    const { body } = await stage.cartesia('GET', '/agents/webhooks?limit=1');
    expect(body).toMatchObject({ data: [{ id: made.body.id }], has_more: true });
    expect(body.data[0]).not.toHaveProperty('secret');
    const one = `/agents/webhooks/${made.body.id}`;
    expect((await stage.cartesia('PATCH', one, { display_name: 'New' })).body.display_name).toBe('New');
    await stage.cartesia('PATCH', `/agents/${world.agent}`, { webhook_id: made.body.id });
    expect((await stage.cartesia('DELETE', one)).status).toBe(204);
    expect((await stage.cartesia('GET', `/agents/${world.agent}`)).body.webhook_id).toBeNull();
  });
});
