import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelephonyAccount } from '../../../engine/ports.ts';
import { openAgentNumber, openCartesia } from '../../../providers/telephony-of.ts';
import { agentNumberTelephony } from '../../../providers/agentnumber/telephony.ts';
import { cartesiaTelephony } from '../../../providers/cartesia/telephony.ts';

/** Field lists of the provider documents: what a body may hold, what a query may hold. */
interface Allowed {
  body?: readonly string[];
  query?: readonly string[];
}
const NUMBER_FIELDS = [
  'system_prompt',
  'webhook_url',
  'area_code',
  'voice_id',
  'first_message',
  'inbound_mode',
  'metadata',
];
const AGENTNUMBER: Record<string, Allowed> = {
  'POST /numbers': { body: NUMBER_FIELDS },
  'GET /numbers': {},
  'GET /numbers/ID': {},
  'PATCH /numbers/ID': { body: NUMBER_FIELDS },
  'DELETE /numbers/ID': {},
  'POST /calls': { body: ['from', 'to', 'metadata'] },
  'GET /calls': { query: ['number_id', 'limit', 'offset'] },
  'GET /calls/ID': {},
  'GET /calls/ID/transcript': {},
  'GET /calls/ID/recording': {},
  'POST /sms': { body: ['from', 'to', 'body', 'metadata'] },
  'GET /sms': { query: ['number_id', 'direction', 'since', 'status', 'limit', 'offset'] },
  'GET /sms/ID': {},
  'GET /credits/balance': {},
  'POST /credits/purchase': { body: ['amount_cents'] },
  'POST /webhooks': { body: ['url', 'events'] },
  'GET /webhooks': {},
  'PATCH /webhooks/ID': { body: ['url', 'events', 'active'] },
  'DELETE /webhooks/ID': {},
};
const CURSORS = ['starting_after', 'ending_before', 'limit'];
const CARTESIA: Record<string, Allowed> = {
  'POST /agents/calls': {
    body: ['from_number_id', 'agent_id', 'outbound_calls', 'ringing_timeout_seconds', 'max_call_duration_minutes'],
  },
  'GET /agents/calls': { query: ['agent_id', 'expand', ...CURSORS] },
  'GET /agents/calls/ID': {},
  'POST /agents/calls/ID/cancel': {},
  'GET /agents/calls/ID/audio': {},
  'GET /agents/phone-numbers': { query: ['agent_id', 'provider_id', 'type', 'q', ...CURSORS] },
  'GET /agents/phone-numbers/ID': {},
  'PATCH /agents/phone-numbers/ID': { body: ['label', 'agent_id', 'provider'] },
  'DELETE /agents/phone-numbers/ID': {},
  'POST /agents/phone-numbers/provision': { body: ['label', 'agent_id'] },
  'GET /agents/ID': {},
  'PATCH /agents/ID': { body: ['webhook_id'] },
  'GET /agents/ID/phone-numbers': {},
  'POST /agents/webhooks': { body: ['url', 'secret', 'display_name'] },
  'GET /agents/webhooks': { query: CURSORS },
  'PATCH /agents/webhooks/ID': { body: ['url', 'secret', 'display_name'] },
  'DELETE /agents/webhooks/ID': {},
};

interface Seen {
  endpoint: string;
  query: string[];
  body: string;
  headers: IncomingHttpHeaders;
}
const seen: Seen[] = [];
let server: Server;
let baseUrl = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const endpoint = `${request.method} ${url.pathname.replace('/base', '').replaceAll('some-id', 'ID')}`;
      const body = Buffer.concat(chunks).toString();
      seen.push({ endpoint, query: [...url.searchParams.keys()], body, headers: request.headers });
      const phone = { id: 'x', phone_number: '+14155551234', number: '+14155551234', balance_cents: 5, secret: 's' };
      const isList = /^GET \/(numbers|calls|sms|webhooks|agents\/calls|agents\/phone-numbers|agents\/webhooks)$/.test(
        endpoint,
      );
      response.end(JSON.stringify({ ...phone, data: isList ? [] : phone, calls: [{ agent_call_id: 'c' }] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  baseUrl = `http://127.0.0.1:${address.port}/base`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const account = (provider: 'agentnumber' | 'cartesia', apiKey: string): TelephonyAccount => ({
  id: provider,
  provider,
  mode: 'SIMULATED',
  baseUrl,
  apiKey,
  details: {},
});
const control = { mayStart: () => true };
const call = {
  attemptId: 'a1',
  fromRef: 'some-id',
  to: '+15551234567',
  agentRef: 'some-id',
  variables: { name: 'Ada' },
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 10,
};
const everything = {
  label: 'L',
  agentRef: 'some-id',
  areaCode: '415',
  systemPrompt: 'p',
  firstMessage: 'f',
  voiceId: 'v',
  voiceWebhookUrl: 'https://w.example',
  inboundMode: 'autopilot',
  metadata: { a: 1 },
};

const useAgentNumber = async (): Promise<void> => {
  const client = openAgentNumber(account('agentnumber', 'an_live_k'));
  const telephony = agentNumberTelephony(client);
  await telephony.placeCall(call, control);
  await telephony.sendText({ attemptId: 'a1', fromRef: 'some-id', to: '+15551234567', text: 'Hi' }, control);
  await telephony.read('call', 'some-id');
  await telephony.read('sms', 'some-id');
  await telephony.listRecent({ channel: 'call', numberRef: 'some-id', agentRef: 'some-id', cursor: '100' });
  await telephony.listRecent({ channel: 'sms', numberRef: 'some-id' });
  await client.listSms({
    number_id: 'some-id',
    direction: 'inbound',
    since: '2026-01-01',
    status: 'received',
    limit: 5,
  });
  await telephony.readTranscript('some-id');
  await telephony.readRecording('some-id');
  await telephony.check();
  await telephony.listNumbers();
  await client.getNumber('some-id');
  await telephony.provisionNumber(everything);
  await telephony.updateNumber('some-id', everything);
  await telephony.releaseNumber('some-id');
  await telephony.purchaseCredit(10_000_000);
  await telephony.registerWebhook('https://w.example', 'ours', ['some-id']);
  await client.listWebhooks();
  await client.updateWebhook('some-id', { url: 'https://w.example', events: [], active: false });
  await telephony.deleteWebhook('some-id');
  await client.close();
};

const useCartesia = async (): Promise<void> => {
  const client = openCartesia(account('cartesia', 'sk_car_k'));
  const telephony = cartesiaTelephony(client);
  await telephony.placeCall(call, control);
  await telephony.read('call', 'some-id');
  await telephony.listRecent({ channel: 'call', numberRef: 'some-id', agentRef: 'some-id', cursor: 'some-id' });
  await client.listCalls({ agent_id: 'some-id', expand: 'transcript', ending_before: 'some-id', limit: 3 });
  await client.cancelCall('some-id');
  const audio = await telephony.readRecording('some-id');
  if (typeof audio === 'object' && 'bytes' in audio) for await (const chunk of audio.bytes) expect(chunk).toBeDefined();
  await telephony.listNumbers();
  await telephony.check();
  const filters = { agent_id: 'some-id', provider_id: 'some-id', type: 'cartesia', q: 'x', limit: 100 } as const;
  await client.listPhoneNumbers({ ...filters, starting_after: 'some-id' });
  await client.getPhoneNumber('some-id');
  await telephony.provisionNumber(everything);
  await telephony.updateNumber('some-id', everything);
  await telephony.releaseNumber('some-id');
  await telephony.readAgent('some-id');
  await client.listAgentPhoneNumbers('some-id').catch(() => undefined);
  await telephony.registerWebhook('https://w.example', 'ours', ['some-id']);
  await client.listWebhooks({ limit: 5 });
  await client.updateWebhook('some-id', { url: 'https://w.example', secret: 'new', display_name: 'd' });
  await telephony.deleteWebhook('some-id');
  await client.close();
};

describe.each([
  ['AgentNumber', useAgentNumber, AGENTNUMBER, 'Bearer an_live_k', undefined],
  ['Cartesia', useCartesia, CARTESIA, 'Bearer sk_car_k', '2026-03-01'],
] as const)('what leaves for %s', (_name, use, table, authorization, version) => {
  it('goes to documented endpoints, uses all of them, and holds only documented fields', async () => {
    seen.length = 0;
    await use();
    expect([...new Set(seen.map(({ endpoint }) => endpoint))].toSorted()).toEqual(Object.keys(table).toSorted());
    for (const { endpoint, query, body, headers } of seen) {
      const allowed: Allowed = table[endpoint] ?? {};
      const fields = body === '' ? [] : Object.keys(JSON.parse(body));
      expect({ endpoint, extra: fields.filter((field) => !allowed.body?.includes(field)) }).toEqual({
        endpoint,
        extra: [],
      });
      expect({ endpoint, extra: query.filter((key) => !allowed.query?.includes(key)) }).toEqual({
        endpoint,
        extra: [],
      });
      expect(headers.authorization).toBe(authorization);
      expect(headers['cartesia-version']).toBe(version);
      expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
    }
  });
});

describe('the correlator', () => {
  it('travels as metadata at both providers', async () => {
    seen.length = 0;
    await useAgentNumber();
    await useCartesia();
    const bodyOf = (endpoint: string): unknown =>
      JSON.parse(seen.find((each) => each.endpoint === endpoint)?.body ?? 'null');
    expect(bodyOf('POST /calls')).toEqual({ from: 'some-id', to: '+15551234567', metadata: { attempt_id: 'a1' } });
    expect(bodyOf('POST /sms')).toMatchObject({ body: 'Hi', metadata: { attempt_id: 'a1' } });
    expect(bodyOf('POST /agents/calls')).toMatchObject({
      outbound_calls: [{ to_number: '+15551234567', metadata: { name: 'Ada', attempt_id: 'a1' } }],
    });
  });
});
