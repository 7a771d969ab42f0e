import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParsedEvent } from '../../engine/ports.ts';
import { openAgentNumber, openCartesia } from '../../providers/telephony-of.ts';
import { startSimulator, type RunningSimulator } from '../../simulator/start.ts';
import {
  ALWAYS,
  IN_TIME,
  openSubject,
  PROVIDERS,
  startReceiver,
  type ProviderName,
  type Receiver,
  type Subject,
} from './subject.ts';

let simulator: RunningSimulator;
const closers: (() => Promise<void>)[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ plan: 'unlimited', speed: 600, emitCallStarted: true, emitCallTurns: true });
});
afterAll(() => simulator.stop());
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Registered {
  subject: Subject;
  receiver: Receiver;
  webhookRef: string;
  secret: string;
  /** Everything that came in so far, as the adapter reads it. */
  events: () => ParsedEvent[];
}

const register = async (provider: ProviderName): Promise<Registered> => {
  const [subject, receiver] = [await openSubject(simulator.url, provider), await startReceiver()];
  closers.push(subject.close, receiver.close);
  const agents = subject.agentRef === undefined ? [] : [subject.agentRef];
  const { webhookRef, secret } = await subject.telephony.registerWebhook(receiver.url, 'our-own-secret', agents);
  return {
    subject,
    receiver,
    webhookRef,
    secret,
    events: () =>
      receiver.received.flatMap((incoming) => {
        const parsed = subject.telephony.parseWebhook(incoming, ['retired', secret]);
        if (!parsed.ok) throw new Error(parsed.message);
        return parsed.events;
      }),
  };
};

const place = async ({ subject }: Registered, attemptId: string, lastFour: string): Promise<string> => {
  const result = await subject.telephony.placeCall(subject.callTo(attemptId, lastFour), ALWAYS);
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.providerRef;
};

const kindsOf = (events: ParsedEvent[]): string[] => events.map(({ fact }) => fact.kind);

/** What a call that somebody answers is told by: facts where a signature proves them, hints where none does. */
const TOLD = {
  agentnumber: ['accepted', 'ended', 'transcript_ready', 'recording_ready'],
  cartesia: ['accepted', 'hint', 'noted'],
} as const;

describe.each(PROVIDERS)('callbacks of %s', (provider) => {
  it('are delivered and understood', async () => {
    const registered = await register(provider);
    const providerRef = await place(registered, `${provider}-told`, '9000');
    await expect.poll(() => new Set(kindsOf(registered.events())), IN_TIME).toEqual(new Set(TOLD[provider]));
    for (const { fact } of registered.events()) {
      // A turn of the conversation names no call in Cartesia's published fields.
      if (fact.kind !== 'noted') expect(fact).toMatchObject({ providerRef });
    }
  });

  it('carry an end that equals what a read shows', async () => {
    const registered = await register(provider);
    const providerRef = await place(registered, `${provider}-end`, '9001');
    await expect.poll(() => registered.events().length, IN_TIME).toBeGreaterThan(0);
    const fact = registered.events().map((event) => event.fact)[0];
    const record = await registered.subject.telephony.read('call', providerRef);
    if (provider === 'agentnumber') expect(fact).toMatchObject({ kind: 'ended', providerRef, ...record?.ended });
    else expect(fact).toMatchObject({ kind: 'hint', providerRef, attemptId: 'cartesia-end' });
  });

  it('are forged without the secret, with another one, and with none known', async () => {
    const registered = await register(provider);
    await place(registered, `${provider}-forged`, '9001');
    await expect.poll(() => registered.receiver.received.length, IN_TIME).toBeGreaterThan(0);
    const [incoming] = registered.receiver.received;
    if (incoming === undefined) throw new Error('nothing came');
    const { telephony } = registered.subject;
    const forged = { ok: false, reason: 'forged' };
    expect(telephony.parseWebhook({ ...incoming, headers: {} }, [registered.secret])).toMatchObject(forged);
    expect(telephony.parseWebhook(incoming, ['another'])).toMatchObject(forged);
    expect(telephony.parseWebhook(incoming, [])).toMatchObject(forged);
    const changed = Buffer.concat([incoming.body, Buffer.from(' ')]);
    // Only a signature covers the body; a shared secret does not, which is why its events are hints.
    expect(telephony.parseWebhook({ ...incoming, body: changed }, [registered.secret]).ok).toBe(
      provider === 'cartesia',
    );
  });

  it('that come twice have one key', async () => {
    const registered = await register(provider);
    await place(registered, `${provider}-twice`, '9042');
    await expect
      .poll(() => {
        const keys = registered.events().map(({ dedupeKey }) => dedupeKey);
        return keys.length - new Set(keys).size;
      }, IN_TIME)
      .toBeGreaterThan(0);
  });

  it('stop when the webhook is deleted, which may be done twice', async () => {
    const registered = await register(provider);
    await registered.subject.telephony.deleteWebhook(registered.webhookRef);
    await registered.subject.telephony.deleteWebhook(registered.webhookRef);
    const providerRef = await place(registered, `${provider}-silent`, '9001');
    await expect
      .poll(async () => (await registered.subject.telephony.read('call', providerRef))?.ended !== undefined, IN_TIME)
      .toBe(true);
    expect(registered.receiver.received).toEqual([]);
  });
});

describe('texts of AgentNumber', () => {
  it('are told when they leave and when an answer comes', async () => {
    const registered = await register('agentnumber');
    const { subject } = registered;
    const { to } = subject.callTo('', '9010');
    const text = { attemptId: 'text-told', fromRef: subject.numberRef, to, text: 'Hello' };
    const result = await subject.telephony.sendText(text, ALWAYS);
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    await expect.poll(() => registered.events().length, IN_TIME).toBe(2);
    expect(registered.events().map(({ fact }) => fact)).toMatchObject([
      { kind: 'accepted', providerRef: result.providerRef },
      { kind: 'sms_received', text: 'STOP', fromPhone: to.slice(1), toPhone: subject.numberPhone.slice(1) },
    ]);
    expect((await subject.telephony.listRecent({ channel: 'sms' })).records.map((record) => record.attemptId)).toEqual([
      'text-told',
    ]);
  });

  it('of people are listed as the very facts that callbacks tell, so that a lost one is found', async () => {
    const registered = await register('agentnumber');
    const { subject } = registered;
    const { to } = subject.callTo('', '9010');
    const text = { attemptId: 'text-listed', fromRef: subject.numberRef, to, text: 'Hello' };
    const since = new Date(Date.now() - 60_000).toISOString();
    await subject.telephony.sendText(text, ALWAYS);
    await expect.poll(() => registered.events().length, IN_TIME).toBe(2);
    const told = registered.events().find(({ fact }) => fact.kind === 'sms_received');
    const { events } = await subject.telephony.listReceivedTexts({ since });
    const listed = events.find(({ dedupeKey }) => dedupeKey === told?.dedupeKey);
    expect(listed?.fact).toEqual({ ...told?.fact, at: expect.any(String) });
    expect((await subject.telephony.listReceivedTexts({ since: '2099-01-01T00:00:00.000Z' })).events).toEqual([]);
  });
});

describe('webhooks as such', () => {
  it('can be listed and changed at AgentNumber', async () => {
    const { subject, receiver, webhookRef } = await register('agentnumber');
    const client = openAgentNumber(subject.account);
    closers.push(() => client.close());
    expect(await client.listWebhooks()).toMatchObject([{ id: webhookRef, url: receiver.url, active: true }]);
    expect((await client.listWebhooks())[0]?.events).toHaveLength(6);
    const changed = await client.updateWebhook(webhookRef, { events: ['call.ended'], active: false });
    expect(changed).toMatchObject({ id: webhookRef, events: ['call.ended'], active: false });
  });

  it('can be listed, changed and taken off an agent at Cartesia', async () => {
    const { subject, receiver, webhookRef } = await register('cartesia');
    const client = openCartesia(subject.account);
    closers.push(() => client.close());
    const agentRef = subject.agentRef ?? '';
    expect((await client.listWebhooks({ limit: 1 })).items).toMatchObject([{ id: webhookRef, url: receiver.url }]);
    expect(await client.getAgent(agentRef)).toMatchObject({ webhook_id: webhookRef });
    expect(await client.updateWebhook(webhookRef, { display_name: 'Other' })).toMatchObject({ display_name: 'Other' });
    await client.attachWebhook(agentRef, null);
    expect(await client.getAgent(agentRef)).toMatchObject({ webhook_id: null });
  });

  it('are taken away again at Cartesia when an agent cannot be attached', async () => {
    const { subject } = await register('cartesia');
    const client = openCartesia(subject.account);
    closers.push(() => client.close());
    await expect(subject.telephony.registerWebhook('https://w.example', 's', ['agent_gone'])).rejects.toMatchObject({
      details: { status: 404, refusal: 'not_found' },
    });
    expect((await client.listWebhooks({})).items).toHaveLength(1);
  });
});
