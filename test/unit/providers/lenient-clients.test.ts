import { afterEach, describe, expect, it } from 'vitest';
import type { TelephonyAccount } from '../../../engine/ports.ts';
import { agentNumberTelephony } from '../../../providers/agentnumber/telephony.ts';
import { cartesiaTelephony } from '../../../providers/cartesia/telephony.ts';
import { openAgentNumber, openCartesia } from '../../../providers/telephony-of.ts';
import { httpAnswer, startRawServer } from './http/raw-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const KEYS = { agentnumber: 'an_live_0123456789abcdef', cartesia: 'sk_car_0123456789' } as const;
type Provider = keyof typeof KEYS;

/** An adapter whose provider answers everything with this one status and body, and what it wrote to the log. */
const answering = async (provider: Provider, status: number, body: unknown) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const server = await startRawServer((socket) => void socket.write(httpAnswer(status, text)));
  const lines: string[] = [];
  const write = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
  const options = { limits: { readTries: 2, backoffMs: 1 }, log: { debug: write, warn: write } };
  const account: TelephonyAccount = {
    id: 'a',
    provider,
    mode: 'SIMULATED',
    baseUrl: server.baseUrl,
    apiKey: KEYS[provider],
    details: {},
  };
  const [agentNumber, cartesia] = [openAgentNumber(account, options), openCartesia(account, options)];
  closers.push(
    () => agentNumber.close(),
    () => cartesia.close(),
    server.close,
  );
  const telephony = provider === 'agentnumber' ? agentNumberTelephony(agentNumber) : cartesiaTelephony(cartesia);
  return { telephony, cartesia, agentNumber, lines };
};

const call = {
  attemptId: 'a1',
  fromRef: 'n',
  to: '+15551234567',
  agentRef: 'agent_1',
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 10,
};
const always = { mayStart: () => true };

describe('a list of Cartesia', () => {
  const items = Array.from({ length: 10 }, (_, index) => ({ id: `pn_${index}`, number: `+1415555000${index}` }));
  it.each([
    ['with has_more', { data: items, has_more: true }, 'pn_9'],
    ['with has_more false', { data: items, has_more: false }, undefined],
    ['with next_page', { data: items, next_page: 'opaque' }, 'pn_9'],
    ['with next_page null', { data: items, next_page: null }, undefined],
    ['with both', { data: items, has_more: false, next_page: 'opaque' }, undefined],
    ['that is full and tells nothing', { data: items }, 'pn_9'],
    ['that is not full and tells nothing', { data: items.slice(1) }, undefined],
    ['that is bare', items, undefined],
    ['without entries', { data: [], has_more: true }, undefined],
  ])('%s goes on after %3$s', async (_name, body, nextAfter) => {
    const { cartesia } = await answering('cartesia', 200, body);
    expect((await cartesia.listPhoneNumbers({})).nextAfter).toBe(nextAfter);
  });

  it.each(['<html>', '', '{"data":7}', 'null'])('that reads %s is an error to try again', async (body) => {
    const { cartesia } = await answering('cartesia', 200, body);
    await expect(cartesia.listPhoneNumbers({})).rejects.toMatchObject({ details: { retryable: true } });
  });
});

describe('the answer of Cartesia to a call', () => {
  it.each([
    ['one call', { calls: [{ number: '+1', agent_call_id: 'ac_1' }] }, { kind: 'accepted', providerRef: 'ac_1' }],
    ['a call with a warning', { calls: [{ agent_call_id: 'ac_1', error: { message: 'm' } }] }, { kind: 'accepted' }],
    ['an error', { calls: [{ error: { message: 'no' } }] }, { kind: 'refused', refusal: 'invalid', message: 'no' }],
    ['an error in words', { calls: [{ error: 'no' }] }, { kind: 'refused', refusal: 'invalid', message: 'no' }],
    ['an error without words', { calls: [{ error: {} }] }, { kind: 'refused', refusal: 'invalid' }],
    ['no call', { calls: [] }, { kind: 'ambiguous' }],
    ['an entry that says nothing', { calls: [{ number: '+1' }] }, { kind: 'ambiguous' }],
    ['two calls', { calls: [{ agent_call_id: 'ac_1' }, { agent_call_id: 'ac_2' }] }, { kind: 'ambiguous' }],
    ['something else', { ok: true }, { kind: 'ambiguous' }],
  ])('with %s', async (_name, body, expected) => {
    const { telephony } = await answering('cartesia', 200, body);
    expect(await telephony.placeCall(call, always)).toMatchObject(expected);
  });
});

describe('a list of AgentNumber', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ id: `call_${index}`, status: 'initiated' }));
  it.each([
    ['with a larger total', { data: items, pagination: { total: 101, offset: 0, limit: 100 } }, '100'],
    ['with the same total', { data: items, pagination: { total: 100, offset: 0, limit: 100 } }, undefined],
    ['that is full and tells nothing', { data: items }, '100'],
    ['that is bare', items.slice(1), undefined],
    ['without entries', { data: [], pagination: { total: 5 } }, undefined],
  ])('%s goes on at %3$s', async (_name, body, nextCursor) => {
    const { telephony } = await answering('agentnumber', 200, body);
    expect((await telephony.listRecent({ channel: 'call' })).nextCursor).toBe(nextCursor);
  });

  it('leaves out what came in', async () => {
    const body = { data: [{ id: 'msg_1', direction: 'inbound' }, { id: 'msg_2', direction: 'outbound' }, 7, null] };
    const { telephony } = await answering('agentnumber', 200, body);
    const { records } = await telephony.listRecent({ channel: 'sms' });
    expect(records.map(({ providerRef }) => providerRef)).toEqual(['msg_2']);
  });
});

describe.each(['agentnumber', 'cartesia'] as const)('a read at %s', (provider) => {
  it.each(['<html>Not Found</html>', '', '{"message":"Not Found"}'])(
    'does not take a 404 that reads %s for the absence of a call',
    async (body) => {
      const { telephony } = await answering(provider, 404, body);
      await expect(telephony.read('call', 'c1')).rejects.toMatchObject({ details: { status: 404, retryable: true } });
    },
  );

  it.each(['<html>', '', '[]', 'null', '7'])('does not take a 200 that reads %s for a call', async (body) => {
    const { telephony } = await answering(provider, 200, body);
    await expect(telephony.read('call', 'c1')).rejects.toMatchObject({ name: 'ProviderReadError' });
  });
});

describe.each(['agentnumber', 'cartesia'] as const)('the log of %s', (provider) => {
  it('tells what failed, and neither the key nor a phone number', async () => {
    const words = `+15551234567 is blocked for ${KEYS[provider]}`;
    const { telephony, lines } = await answering(provider, 503, {
      error: { message: words, code: 'x' },
      message: words,
    });
    const result = await telephony.placeCall(call, always);
    const error: unknown = await telephony.read('call', 'c1').catch((reason: unknown) => reason);
    expect(lines.length).toBeGreaterThan(2);
    const everything = [...lines, JSON.stringify(result), String(error)].join('\n');
    expect(everything).toContain('503');
    expect(everything).not.toContain('5551234567');
    expect(everything).not.toContain(KEYS[provider].slice(8));
  });
});
