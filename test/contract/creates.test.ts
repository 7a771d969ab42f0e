import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Telephony } from '../../engine/ports.ts';
import { createTelephonyOf } from '../../providers/telephony-of.ts';
import { startSimulator, type RunningSimulator } from '../../simulator/start.ts';
import {
  ALWAYS,
  control,
  dialsOf,
  NEVER,
  openSubject,
  PROVIDERS,
  SHORT_ANSWER,
  type ProviderName,
  type Subject,
  type SubjectChange,
} from './subject.ts';

let simulator: RunningSimulator;
const open: Subject[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ plan: 'unlimited', speed: 600 });
});
afterAll(() => simulator.stop());
afterEach(async () => {
  for (const subject of open.splice(0)) await subject.close();
});

const subjectOf = async (provider: ProviderName, change?: SubjectChange): Promise<Subject> => {
  const subject = await openSubject(simulator.url, provider, change);
  open.push(subject);
  return subject;
};

/** Every attempt id that the provider lists for this subject, page by page. */
const listed = async (telephony: Telephony, { numberRef, agentRef }: Subject, channel: 'call' | 'sms' = 'call') => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await telephony.listRecent({
      channel,
      numberRef,
      ...(agentRef === undefined ? {} : { agentRef }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.records.map((record) => record.attemptId ?? ''));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
};

describe.each(PROVIDERS)('a dial at %s', (provider) => {
  it('is accepted once, with the id under which it is then read and listed', async () => {
    const subject = await subjectOf(provider);
    const before = Date.now();
    const result = await subject.telephony.placeCall(subject.callTo(`${provider}-ok`, '9000'), ALWAYS);
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    expect(result.startedAtMs).toBeGreaterThanOrEqual(before);
    expect(await dialsOf(simulator.url, `${provider}-ok`)).toBe(1);
    expect(await subject.telephony.read('call', result.providerRef)).toMatchObject({
      providerRef: result.providerRef,
      channel: 'call',
      attemptId: `${provider}-ok`,
      toPhone: Number(subject.callTo('', '9000').to),
    });
    expect(await listed(subject.telephony, subject)).toEqual([`${provider}-ok`]);
  });

  it('does not happen when its deadline has passed', async () => {
    const subject = await subjectOf(provider);
    expect((await subject.telephony.placeCall(subject.callTo(`${provider}-late`, '9000'), NEVER)).kind).toBe(
      'not_sent',
    );
    expect(await listed(subject.telephony, subject)).toEqual([]);
    expect(await dialsOf(simulator.url, `${provider}-late`)).toBe(0);
  });

  it.each([
    ['a time-out after it was accepted', '9030', 1],
    ['a 500 after it was accepted', '9031', 1],
    ['a 500 instead of a dial', '9032', 0],
    ['a page of HTML', '9036', 1],
    ['an empty answer', '9037', 1],
    ['a cut answer', '9038', 1],
  ])('is ambiguous after %s, was sent once, and the list tells the truth', async (_name, lastFour, dials) => {
    const subject = await subjectOf(provider, lastFour === '9030' ? { limits: SHORT_ANSWER } : {});
    const attemptId = `${provider}-${lastFour}`;
    const result = await subject.telephony.placeCall(subject.callTo(attemptId, lastFour), ALWAYS);
    expect(result).toMatchObject({ kind: 'ambiguous', startedAtMs: expect.any(Number) });
    expect(await dialsOf(simulator.url, attemptId)).toBe(dials);
    expect(await listed(subject.telephony, subject)).toEqual(dials === 1 ? [attemptId] : []);
    const summary = await control(simulator.url, 'summary');
    expect(summary).toMatchObject({ doubleDials: 0 });
  });

  it.each([
    ['too many', '9033', 'rate_limited'],
    ['no credit', '9034', 'no_credit'],
  ])('is refused for %s without having happened', async (_name, lastFour, refusal) => {
    const subject = await subjectOf(provider);
    const attemptId = `${provider}-${lastFour}`;
    const result = await subject.telephony.placeCall(subject.callTo(attemptId, lastFour), ALWAYS);
    expect(result).toMatchObject({ kind: 'refused', refusal });
    expect(await dialsOf(simulator.url, attemptId)).toBe(0);
  });

  it('is refused for a wrong key', async () => {
    const subject = await subjectOf(provider, { apiKey: 'wrong' });
    const result = await subject.telephony.placeCall(subject.callTo(`${provider}-key`, '9000'), ALWAYS);
    expect(result).toMatchObject({ kind: 'refused', refusal: 'unauthorised' });
    await expect(subject.telephony.check()).rejects.toMatchObject({
      details: { status: 401, retryable: false, refusal: 'unauthorised' },
    });
  });

  it('is refused when its number is gone', async () => {
    const subject = await subjectOf(provider);
    const fromRef = provider === 'agentnumber' ? `num_${'0'.repeat(32)}` : 'pn_gone';
    const result = await subject.telephony.placeCall({ ...subject.callTo('gone', '9000'), fromRef }, ALWAYS);
    expect(result).toMatchObject({ kind: 'refused', refusal: 'not_found' });
  });

  it('is refused for a destination that is no number', async () => {
    const subject = await subjectOf(provider);
    const result = await subject.telephony.placeCall({ ...subject.callTo('bad', '9000'), to: '12' }, ALWAYS);
    expect(result).toMatchObject({ kind: 'refused', refusal: 'invalid' });
  });

  it('is not sent when the provider cannot be reached', async () => {
    const gone = await startSimulator();
    const subject = await openSubject(gone.url, provider);
    open.push(subject);
    await gone.stop();
    const result = await subject.telephony.placeCall(subject.callTo('unreachable', '9000'), ALWAYS);
    expect(result).toMatchObject({ kind: 'not_sent', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('is among all others when there are more than a page of them', async () => {
    const subject = await subjectOf(provider);
    const ids = Array.from({ length: 230 }, (_, index) => `${provider}-many-${index}`);
    const results = await Promise.all(
      ids.map((id, index) => subject.telephony.placeCall(subject.callTo(id, String(1_000 + index)), ALWAYS)),
    );
    expect(results.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    expect((await listed(subject.telephony, subject)).toSorted()).toEqual(ids.toSorted());
  });
});

describe('what only Cartesia refuses', () => {
  it('is a destination abroad, told inside a 200', async () => {
    const subject = await subjectOf('cartesia');
    const result = await subject.telephony.placeCall(
      { ...subject.callTo('abroad', '9000'), to: '+4930123456' },
      ALWAYS,
    );
    expect(result).toMatchObject({ kind: 'refused', refusal: 'invalid' });
    expect(await dialsOf(simulator.url, 'abroad')).toBe(0);
  });

  it("is somebody else's number", async () => {
    const [subject, other] = [await subjectOf('cartesia'), await subjectOf('cartesia')];
    const request = { ...subject.callTo('foreign', '9000'), fromRef: other.numberRef };
    expect(await subject.telephony.placeCall(request, ALWAYS)).toMatchObject({
      kind: 'refused',
      refusal: 'unauthorised',
    });
  });

  it('is an agent that does not exist, and a call without one is not even sent', async () => {
    const subject = await subjectOf('cartesia');
    const request = subject.callTo('no-agent', '9000');
    expect(await subject.telephony.placeCall({ ...request, agentRef: 'agent_gone' }, ALWAYS)).toMatchObject({
      kind: 'refused',
      refusal: 'not_found',
    });
    const { agentRef: _agentRef, ...without } = request;
    expect((await subject.telephony.placeCall(without, ALWAYS)).kind).toBe('not_sent');
  });
});

describe('what only AgentNumber does', () => {
  it('is a dial that it never lists', async () => {
    const subject = await subjectOf('agentnumber');
    const result = await subject.telephony.placeCall(subject.callTo('ghost', '9035'), ALWAYS);
    expect(result.kind).toBe('ambiguous');
    expect(await dialsOf(simulator.url, 'ghost')).toBe(1);
    expect(await listed(subject.telephony, subject)).toEqual([]);
  });

  it('is a 500 of its framework for a number id of the wrong form', async () => {
    const subject = await subjectOf('agentnumber');
    const request = { ...subject.callTo('malformed', '9000'), fromRef: 'nonsense' };
    expect((await subject.telephony.placeCall(request, ALWAYS)).kind).toBe('ambiguous');
  });

  it('is a text: sent once, listed by its correlator, priced', async () => {
    const subject = await subjectOf('agentnumber');
    const { to } = subject.callTo('', '1234');
    const text = { attemptId: 'text-1', fromRef: subject.numberRef, to, text: 'Hello' };
    const result = await subject.telephony.sendText(text, ALWAYS);
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    expect(await dialsOf(simulator.url, 'text-1')).toBe(1);
    expect(await listed(subject.telephony, subject, 'sms')).toEqual(['text-1']);
    expect(await subject.telephony.read('sms', result.providerRef)).toMatchObject({
      channel: 'sms',
      toPhone: Number(to),
      ended: { outcome: 'sms_sent', providerReason: 'queued', costMicros: 20_000 },
    });
  });

  it.each([
    ['that its carrier blocks: an opt-out', '9012', 'Hello', 'opted_out'],
    ['without words', '1234', '', 'invalid'],
    ['too long', '1234', 'x'.repeat(1_601), 'invalid'],
  ])('is a text %s', async (_name, lastFour, words, refusal) => {
    const subject = await subjectOf('agentnumber');
    const { to } = subject.callTo('', lastFour);
    const text = { attemptId: `text-${refusal}`, fromRef: subject.numberRef, to, text: words };
    expect(await subject.telephony.sendText(text, ALWAYS)).toMatchObject({ kind: 'refused', refusal });
    expect(await dialsOf(simulator.url, `text-${refusal}`)).toBe(0);
  });

  it('is a text whose answer is lost: ambiguous, sent once, found in the list', async () => {
    const subject = await subjectOf('agentnumber', { limits: SHORT_ANSWER });
    const { to } = subject.callTo('', '9030');
    const text = { attemptId: 'text-lost', fromRef: subject.numberRef, to, text: 'Hello' };
    expect((await subject.telephony.sendText(text, ALWAYS)).kind).toBe('ambiguous');
    expect(await dialsOf(simulator.url, 'text-lost')).toBe(1);
    expect(await listed(subject.telephony, subject, 'sms')).toEqual(['text-lost']);
  });

  it('is refusing above its hourly limit, and in the error form of its source', async () => {
    const faithful = await startSimulator({ errorEnvelope: 'source' });
    try {
      const subject = await openSubject(faithful.url, 'agentnumber');
      open.push(subject);
      const results = await Promise.all(
        Array.from({ length: 103 }, (_, index) =>
          subject.telephony.placeCall(subject.callTo(`limit-${index}`, String(2_000 + index)), ALWAYS),
        ),
      );
      const refused = results.filter((result) => result.kind === 'refused' && result.refusal === 'rate_limited');
      expect(refused).toHaveLength(3);
      expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(100);
    } finally {
      await faithful.stop();
    }
  });
});

describe('a simulated account', () => {
  it('can never be pointed at the real provider', () => {
    for (const provider of PROVIDERS) {
      const baseUrl = provider === 'cartesia' ? 'https://api.cartesia.ai' : 'https://agentnumber.com/api/v0';
      const account = { id: 'a', provider, mode: 'SIMULATED', baseUrl, apiKey: 'k', details: {} } as const;
      expect(() => createTelephonyOf().telephonyOf(account)).toThrow(/this machine/);
    }
  });
});
