import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAgentNumber, openCartesia } from '../../providers/telephony-of.ts';
import { startSimulator, type RunningSimulator } from '../../simulator/start.ts';
import { control, openSubject, PROVIDERS, type ProviderName, type Subject } from './subject.ts';

let simulator: RunningSimulator;
const closers: (() => Promise<void>)[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ plan: 'unlimited', speed: 600 });
});
afterAll(() => simulator.stop());
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const subjectOf = async (provider: ProviderName, url = simulator.url, numbers = 1): Promise<Subject> => {
  const subject = await openSubject(url, provider, { numbers });
  closers.push(subject.close);
  return subject;
};

describe.each(PROVIDERS)('numbers at %s', (provider) => {
  it('are listed to the last one, however many pages they fill', async () => {
    const subject = await subjectOf(provider, simulator.url, 215);
    const numbers = await subject.telephony.listNumbers();
    expect(new Set(numbers.map(({ providerRef }) => providerRef)).size).toBe(215);
    expect(numbers).toContainEqual(
      expect.objectContaining({ providerRef: subject.numberRef, phone: subject.numberPhone }),
    );
  });

  it('are ordered, labelled and released', async () => {
    const { telephony, agentRef } = await subjectOf(provider);
    const order = { label: 'Sales', systemPrompt: 'You are kind.', ...(agentRef === undefined ? {} : { agentRef }) };
    const ordered = await telephony.provisionNumber(order);
    if (ordered.kind !== 'done') throw new Error(JSON.stringify(ordered));
    expect(ordered.value).toMatchObject({
      label: 'Sales',
      active: true,
      ...(agentRef === undefined ? {} : { agentRef }),
    });
    const { providerRef, phone } = ordered.value;
    expect(await telephony.updateNumber(providerRef, { label: 'Support' })).toMatchObject({ phone, label: 'Support' });
    expect(await telephony.releaseNumber(providerRef)).toEqual({ kind: 'done', value: null });
    expect((await telephony.listNumbers()).map((number) => number.providerRef)).not.toContain(providerRef);
    expect(await telephony.releaseNumber(providerRef)).toMatchObject({ kind: 'refused', refusal: 'not_found' });
    await expect(telephony.updateNumber(providerRef, { label: 'x' })).rejects.toMatchObject({
      details: { status: 404, retryable: false, refusal: 'not_found' },
    });
  });
});

describe('numbers that only one provider has', () => {
  it('are ordered at AgentNumber in webhook mode, in an area, at a price', async () => {
    const subject = await subjectOf('agentnumber');
    const before = await subject.telephony.readBalance();
    const voiceWebhookUrl = 'https://voice.example/turn';
    const ordered = await subject.telephony.provisionNumber({ voiceWebhookUrl, areaCode: '212' });
    if (ordered.kind !== 'done') throw new Error(JSON.stringify(ordered));
    expect(ordered.value.phone.startsWith('+1212')).toBe(true);
    expect(await subject.telephony.readBalance()).toBe((before ?? 0) - 5_000_000);
    const client = openAgentNumber(subject.account);
    closers.push(() => client.close());
    expect(await client.getNumber(ordered.value.providerRef)).toMatchObject({ webhook_url: voiceWebhookUrl });
    expect(await client.getNumber(`num_${'0'.repeat(32)}`)).toBeNull();
  });

  it('are refused at AgentNumber without prompt and address, and without credit', async () => {
    const subject = await subjectOf('agentnumber');
    expect(await subject.telephony.provisionNumber({})).toMatchObject({ kind: 'refused', refusal: 'invalid' });
    await control(simulator.url, 'balance', {
      provider: 'agentnumber',
      key: subject.account.apiKey,
      balanceMicros: 10_000,
    });
    expect(await subject.telephony.provisionNumber({ systemPrompt: 'p' })).toMatchObject({
      kind: 'refused',
      refusal: 'no_credit',
    });
  });

  it('are refused at Cartesia above the plan, and for an agent that does not exist', async () => {
    const faithful = await startSimulator({ cartesiaNumberSlots: 2 });
    try {
      const { telephony } = await subjectOf('cartesia', faithful.url);
      expect(await telephony.provisionNumber({ agentRef: 'agent_gone' })).toMatchObject({
        kind: 'refused',
        refusal: 'not_found',
      });
      expect((await telephony.provisionNumber({})).kind).toBe('done');
      const full = await telephony.provisionNumber({});
      expect(full).toMatchObject({ kind: 'refused', refusal: 'no_credit' });
      expect(full).toHaveProperty('message', expect.stringContaining('quota_exceeded'));
    } finally {
      await faithful.stop();
    }
  });

  it('are filtered and paged at Cartesia', async () => {
    const subject = await subjectOf('cartesia', simulator.url, 5);
    const client = openCartesia(subject.account);
    closers.push(() => client.close());
    const agentRef = subject.agentRef ?? '';
    await client.updatePhoneNumber(subject.numberRef, { agent_id: agentRef, label: 'Front desk' });

    const idsOf = async (query: Parameters<typeof client.listPhoneNumbers>[0]): Promise<unknown[]> =>
      (await client.listPhoneNumbers(query)).items.map((item) => item['id']);
    expect(await idsOf({ agent_id: agentRef })).toEqual([subject.numberRef]);
    expect(await idsOf({ q: 'front' })).toEqual([subject.numberRef]);
    expect(await idsOf({ type: 'twilio' })).toEqual([]);
    expect(await idsOf({ provider_id: 'nobody' })).toEqual([]);
    expect(await idsOf({ type: 'cartesia', limit: 100 })).toHaveLength(5);
    await expect(client.listPhoneNumbers({ limit: 101 })).rejects.toMatchObject({ details: { status: 400 } });

    const first = await client.listPhoneNumbers({ limit: 3 });
    const second = await client.listPhoneNumbers({ limit: 3, starting_after: first.nextAfter ?? '' });
    expect([first.items.length, second.items.length, second.nextAfter]).toEqual([3, 2, undefined]);
    const back = await client.listPhoneNumbers({ limit: 3, ending_before: String(second.items[0]?.['id']) });
    expect(back.items).toEqual(first.items);
  });

  it('are found at Cartesia through their agent, also by the list without ids', async () => {
    const subject = await subjectOf('cartesia');
    const client = openCartesia(subject.account);
    closers.push(() => client.close());
    const agentRef = subject.agentRef ?? '';
    await subject.telephony.updateNumber(subject.numberRef, { agentRef });
    expect(await subject.telephony.readAgent(agentRef)).toEqual({
      agentRef,
      name: 'Simulated agent',
      phones: [subject.numberPhone],
    });
    expect(await subject.telephony.readAgent('agent_gone')).toBeNull();
    expect(await client.getPhoneNumber(subject.numberRef)).toMatchObject({ number: subject.numberPhone });
    expect(await client.listAgentPhoneNumbers(agentRef)).toEqual([
      { agentRef, phone: subject.numberPhone, isCartesiaManaged: true },
    ]);
  });
});

describe('credit', () => {
  it('is read and bought at AgentNumber, in packs', async () => {
    const { telephony } = await subjectOf('agentnumber');
    const before = (await telephony.readBalance()) ?? 0;
    expect((await telephony.purchaseCredit(10_000_000)).kind).toBe('done');
    expect(await telephony.readBalance()).toBe(before + 10_000_000);
    expect(await telephony.purchaseCredit(5_000_000)).toMatchObject({ kind: 'refused', refusal: 'invalid' });
    expect((await telephony.purchaseCredit(1)).kind).toBe('not_sent');
    expect((await telephony.purchaseCredit(-10_000_000)).kind).toBe('not_sent');
  });

  it('is refused at AgentNumber where it wants another way of payment', async () => {
    const paying = await startSimulator({ purchaseMode: 'x402' });
    try {
      const { telephony } = await subjectOf('agentnumber', paying.url);
      expect(await telephony.purchaseCredit(10_000_000)).toMatchObject({ kind: 'refused', refusal: 'no_credit' });
    } finally {
      await paying.stop();
    }
  });

  it('is not known at Cartesia, and not for sale', async () => {
    const { telephony } = await subjectOf('cartesia');
    expect(await telephony.readBalance()).toBeNull();
    expect((await telephony.purchaseCredit(10_000_000)).kind).toBe('not_sent');
  });
});

describe.each(PROVIDERS)('a check of an account at %s', (provider) => {
  it('passes with the right key', async () => {
    await expect((await subjectOf(provider)).telephony.check()).resolves.toBeUndefined();
  });
});

describe('a version of Cartesia that the server does not know', () => {
  it('fails the check of the account', async () => {
    const subject = await subjectOf('cartesia');
    const client = openCartesia({ ...subject.account, details: { cartesiaVersion: '2026-08-14' } });
    closers.push(() => client.close());
    await expect(client.listPhoneNumbers({ limit: 1 })).rejects.toMatchObject({
      details: { status: 400, refusal: 'invalid' },
    });
  });
});
