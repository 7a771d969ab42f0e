import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgentNumberWebhook } from '../../../../providers/agentnumber/webhook.ts';

const SECRET = 'a'.repeat(64);
const sign = (body: string, secret = SECRET): string => createHmac('sha256', secret).update(body).digest('hex');
const incoming = (body: string, signature: string | undefined = sign(body)) => ({
  headers: { 'x-agentnumber-signature': signature },
  body: Buffer.from(body),
});
const event = (name: string, data: object, timestamp = '2026-03-01T10:00:00Z'): string =>
  JSON.stringify({ event: name, data, timestamp });
const parse = (body: string) => parseAgentNumberWebhook(incoming(body), [SECRET]);
const onlyEvent = (body: string) => {
  const parsed = parse(body);
  if (!parsed.ok) throw new Error(parsed.message);
  expect(parsed.events).toHaveLength(1);
  return parsed.events[0];
};
const AT = '2026-03-01T10:00:00.000Z';

describe('the signature of AgentNumber', () => {
  const body = event('call.ended', { call_id: 'c1' });

  it('is accepted with either of two secrets while they rotate', () => {
    expect(parseAgentNumberWebhook(incoming(body), ['other', SECRET]).ok).toBe(true);
    expect(parseAgentNumberWebhook(incoming(body, sign(body, 'other')), ['other', SECRET]).ok).toBe(true);
  });

  it.each([
    ['missing', undefined],
    ['of another secret', sign(body, 'b')],
    ['of another body', sign(`${body} `)],
    ['cut', sign(body).slice(0, 62)],
    ['not hex', 'z'.repeat(64)],
    ['empty', ''],
  ])('is refused when %s', (_name, signature) => {
    const headers = { 'x-agentnumber-signature': signature };
    expect(parseAgentNumberWebhook({ headers, body: Buffer.from(body) }, [SECRET])).toMatchObject({
      ok: false,
      reason: 'forged',
    });
  });

  it('is refused when there is no secret, or an empty one with which anybody can sign', () => {
    expect(parseAgentNumberWebhook(incoming(body), []).ok).toBe(false);
    expect(parseAgentNumberWebhook(incoming(body, sign(body, '')), ['']).ok).toBe(false);
  });

  it('is refused when sent twice in one request', () => {
    const headers = { 'x-agentnumber-signature': [sign(body), sign(body)] };
    expect(parseAgentNumberWebhook({ headers, body: Buffer.from(body) }, [SECRET]).ok).toBe(false);
  });

  it('covers every bit of the body', () => {
    fc.assert(
      fc.property(fc.nat({ max: body.length - 1 }), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ flip;
        const headers = { 'x-agentnumber-signature': sign(body) };
        expect(parseAgentNumberWebhook({ headers, body: changed }, [SECRET]).ok).toBe(false);
      }),
    );
  });

  it('does not make an old event wrong', () => {
    expect(parse(event('call.ended', { call_id: 'c1' }, '2001-01-01T00:00:00Z')).ok).toBe(true);
  });
});

describe('events of AgentNumber', () => {
  it('call.ended is the end with its reason, talk time and cost', () => {
    const data = {
      call_id: 'c1',
      direction: 'outbound',
      duration: 61,
      cost_cents: 10,
      status: 'completed',
      ended_reason: 'voicemail',
      customer_number: '+15551234567',
    };
    expect(onlyEvent(event('call.ended', data))).toEqual({
      dedupeKey: 'call.ended:c1',
      fact: {
        kind: 'ended',
        providerRef: 'c1',
        outcome: 'voicemail',
        providerReason: 'voicemail',
        talkSeconds: 61,
        costMicros: 100_000,
        transcriptExpected: true,
        at: AT,
      },
    });
  });

  it.each([
    ['call.started', { call_id: 'c1' }, { kind: 'accepted', providerRef: 'c1', at: AT }],
    ['call.transcript.ready', { call_id: 'c1' }, { kind: 'transcript_ready', providerRef: 'c1' }],
    ['call.recording.ready', { call_id: 'c1' }, { kind: 'recording_ready', providerRef: 'c1' }],
    ['sms.sent', { message_id: 'm1', to: '+1555' }, { kind: 'accepted', providerRef: 'm1', at: AT }],
    [
      'sms.received',
      { message_id: 'm1', from: '+15551234567', to: '+14155550000', body: ' Stop ' },
      {
        kind: 'sms_received',
        messageRef: 'm1',
        fromPhone: '15551234567',
        toPhone: '14155550000',
        text: ' Stop ',
        at: AT,
      },
    ],
  ])('%s is read', (name, data, fact) => {
    expect(onlyEvent(event(name, data))).toEqual({ dedupeKey: `${name}:${Object.values(data)[0]}`, fact });
  });

  it('carry our correlator when the provider sends metadata along', () => {
    const found = onlyEvent(event('sms.sent', { message_id: 'm1', metadata: { attempt_id: 'a1' } }));
    expect(found?.fact).toMatchObject({ attemptId: 'a1' });
  });

  it('of a name that nobody knows are noted, once per body', () => {
    const first = onlyEvent(event('call.exploded', { call_id: 'c1' }));
    expect(first?.fact).toEqual({ kind: 'noted', name: 'call.exploded', providerRef: 'c1' });
    expect(first?.dedupeKey).toMatch(/^call\.exploded:[0-9a-f]{32}$/);
    expect(onlyEvent(event('call.exploded', { call_id: 'c2' }))?.dedupeKey).not.toBe(first?.dedupeKey);
  });

  it('of calls that came in are noted, so that they end no attempt', () => {
    expect(onlyEvent(event('call.ended', { call_id: 'c1', direction: 'inbound' }))?.fact.kind).toBe('noted');
  });

  it.each([
    ['no JSON', '{"event":'],
    ['empty', ''],
    ['a list', '[]'],
    ['without a name', '{"data":{}}'],
    ['without the id of its call', event('call.ended', {})],
    ['a text from nobody', event('sms.received', { message_id: 'm1', body: 'STOP' })],
  ])('that are %s are unreadable, not forged', (_name, body) => {
    expect(parse(body)).toMatchObject({ ok: false, reason: 'unreadable' });
  });
});
