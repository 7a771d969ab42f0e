import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderRecord } from '../../engine/ports.ts';
import { openCartesia } from '../../providers/telephony-of.ts';
import { startSimulator, type RunningSimulator } from '../../simulator/start.ts';
import { ALWAYS, IN_TIME, openSubject, PROVIDERS, TEST_LIMITS, type ProviderName, type Subject } from './subject.ts';

let simulator: RunningSimulator;
const open: Subject[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ plan: 'unlimited', speed: 600 });
});
afterAll(() => simulator.stop());
afterEach(async () => {
  for (const subject of open.splice(0)) await subject.close();
});

const place = async (provider: ProviderName, lastFour: string): Promise<{ subject: Subject; providerRef: string }> => {
  const subject = await openSubject(simulator.url, provider);
  open.push(subject);
  const result = await subject.telephony.placeCall(subject.callTo(`${provider}-${lastFour}`, lastFour), ALWAYS);
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return { subject, providerRef: result.providerRef };
};

const endOf = async (subject: Subject, providerRef: string): Promise<ProviderRecord['ended']> => {
  let record: ProviderRecord | null = null;
  await expect
    .poll(async () => {
      record = await subject.telephony.read('call', providerRef);
      return record?.ended !== undefined;
    }, IN_TIME)
    .toBe(true);
  return (await subject.telephony.read('call', providerRef))?.ended;
};

/** What becomes of the simulator's patterns, as each provider tells it. */
const ENDS: Record<ProviderName, [lastFour: string, outcome: string, providerReason: string, rest: object][]> = {
  agentnumber: [
    ['9000', 'answered', 'assistant-ended-call', { talkSeconds: 30, costMicros: 50_000, transcriptExpected: true }],
    ['9001', 'busy', 'customer-busy', { talkSeconds: 0, costMicros: 0, transcriptExpected: false }],
    ['9002', 'no_answer', 'customer-did-not-answer', { transcriptExpected: false }],
    ['9003', 'voicemail', 'voicemail', { talkSeconds: 15, transcriptExpected: true }],
    ['9004', 'not_connected', 'twilio-failed-to-connect-call', { transcriptExpected: false }],
    ['9005', 'bad_number', 'twilio-reported-customer-misdialed', { transcriptExpected: false }],
    ['9006', 'provider_failure', 'pipeline-error-openai-llm-failed', { transcriptExpected: false }],
    ['9007', 'answered', 'customer-ended-call', { talkSeconds: 5 }],
  ],
  cartesia: [
    // It counts from the start of ringing, and tells neither a cost nor a voicemail box.
    ['9000', 'answered', 'agent_hangup', { talkSeconds: 36, transcriptExpected: true }],
    ['9001', 'busy', 'dial_busy', { transcriptExpected: false }],
    ['9002', 'no_answer', 'dial_no_answer', { transcriptExpected: false }],
    ['9003', 'answered', 'agent_hangup', { transcriptExpected: true }],
    ['9004', 'not_connected', 'dial_failed', { transcriptExpected: false }],
    ['9005', 'not_connected', 'dial_failed', { transcriptExpected: false }],
    ['9006', 'provider_failure', 'error', {}],
    ['9007', 'answered', 'client_hangup', {}],
  ],
};

describe.each(PROVIDERS)('a call at %s', (provider) => {
  it.each(ENDS[provider])('to …%s ends as %s (%s)', async (lastFour, outcome, providerReason, rest) => {
    const { subject, providerRef } = await place(provider, lastFour);
    const ended = await endOf(subject, providerRef);
    expect(ended).toMatchObject({ outcome, providerReason, ...rest });
    if (provider === 'cartesia') expect(ended).not.toHaveProperty('costMicros');
  });

  it('has no end while it lasts', async () => {
    const { subject, providerRef } = await place(provider, '9020');
    const record = await subject.telephony.read('call', providerRef);
    expect(record).not.toHaveProperty('ended');
    expect(await subject.telephony.readTranscript(providerRef)).toBe('not_ready');
  });

  it('that somebody answered can be read and heard', async () => {
    const { subject, providerRef } = await place(provider, '9008');
    await endOf(subject, providerRef);
    await expect.poll(() => subject.telephony.readTranscript(providerRef), IN_TIME).toBeInstanceOf(Array);
    const turns = await subject.telephony.readTranscript(providerRef);
    if (typeof turns === 'string') throw new Error(turns);
    expect(new Set(turns.map(({ role }) => role))).toEqual(new Set(['agent', 'person']));
    expect(turns.every(({ text }) => text.length > 0)).toBe(true);

    await expect.poll(() => subject.telephony.readRecording(providerRef), IN_TIME).toBeInstanceOf(Object);
    const recording = await subject.telephony.readRecording(providerRef);
    if (typeof recording === 'string') throw new Error(recording);
    const chunks: Uint8Array[] = [];
    if ('bytes' in recording) for await (const chunk of recording.bytes) chunks.push(chunk);
    else chunks.push(new Uint8Array(await (await fetch(recording.url)).arrayBuffer()));
    expect(Buffer.concat(chunks).subarray(0, 4).toString()).toBe('RIFF');
  });

  it('that nobody answered has nothing to read or hear', async () => {
    const { subject, providerRef } = await place(provider, '9001');
    await endOf(subject, providerRef);
    const nothing = provider === 'agentnumber' ? 'not_ready' : 'none';
    expect(await subject.telephony.readTranscript(providerRef)).toBe(nothing);
    expect(await subject.telephony.readRecording(providerRef)).toBe(nothing);
  });

  it('that does not exist is null, and has nothing to read or hear', async () => {
    const { subject } = await place(provider, '9000');
    expect(await subject.telephony.read('call', 'call_nobody')).toBeNull();
    expect(await subject.telephony.readTranscript('call_nobody')).toBe('none');
    expect(await subject.telephony.readRecording('call_nobody')).toBe('none');
  });

  it('can be read at its provider only with the right key', async () => {
    const subject = await openSubject(simulator.url, provider, { apiKey: 'wrong' });
    open.push(subject);
    await expect(subject.telephony.read('call', 'call_1')).rejects.toMatchObject({
      details: { status: 401, retryable: false, refusal: 'unauthorised' },
    });
  });
});

describe('a call at Cartesia that is hung up by us', () => {
  it('ends as cancelled, and only while it is going on', async () => {
    const { subject, providerRef } = await place('cartesia', '9020');
    const client = openCartesia(subject.account, { limits: TEST_LIMITS });
    expect(await client.cancelCall(providerRef)).toBe(true);
    expect(await endOf(subject, providerRef)).toMatchObject({ outcome: 'cancelled', providerReason: 'api_cancelled' });
    expect(await client.cancelCall(providerRef)).toBe(false);
    expect(await client.cancelCall('ac_nobody')).toBe(false);
    await client.close();
  });
});
