import { describe, expect, it } from 'vitest';
import { parseCartesiaWebhook } from '../../../../providers/cartesia/webhook.ts';

const SECRET = 'whsec';
const parse = (body: unknown, secret: string | string[] | undefined = SECRET, known: readonly string[] = [SECRET]) =>
  parseCartesiaWebhook(
    {
      headers: { 'x-webhook-secret': secret },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    },
    known,
  );
const onlyEvent = (body: unknown) => {
  const parsed = parse(body);
  if (!parsed.ok) throw new Error(parsed.message);
  expect(parsed.events).toHaveLength(1);
  return parsed.events[0];
};
const call = { id: 'ac_1', metadata: { attempt_id: 'a1' }, status: 'completed', end_reason: 'client_hangup' };
const timestamp = '2026-03-01T10:00:00Z';
const AT = '2026-03-01T10:00:00.000Z';

describe('the secret of a Cartesia webhook', () => {
  const body = { type: 'call_completed', call };

  it('is accepted when it is one of those that are valid now', () => {
    expect(parse(body, SECRET, ['older', SECRET]).ok).toBe(true);
    expect(parse(body, 'older', ['older', SECRET]).ok).toBe(true);
  });

  it.each([
    ['missing', undefined, [SECRET]],
    ['wrong', 'whsex', [SECRET]],
    ['longer', `${SECRET} `, [SECRET]],
    ['empty, as one that is known', '', ['']],
    ['sent twice', [SECRET, SECRET], [SECRET]],
    ['not known at all', SECRET, []],
  ])('is refused when it is %s', (_name, secret, known) => {
    const headers = { 'x-webhook-secret': secret };
    const parsed = parseCartesiaWebhook({ headers, body: Buffer.from(JSON.stringify(body)) }, known);
    expect(parsed).toMatchObject({ ok: false, reason: 'forged' });
  });
});

describe('events of Cartesia', () => {
  it('that start a call accept it, with our correlator', () => {
    expect(onlyEvent({ type: 'call_started', timestamp, call })).toEqual({
      dedupeKey: 'call_started:ac_1',
      fact: { kind: 'accepted', providerRef: 'ac_1', attemptId: 'a1', at: AT },
    });
  });

  it.each(['call_completed', 'call_failed'])('%s is a hint, never an end, because nothing signs it', (type) => {
    expect(onlyEvent({ type, timestamp, call })).toEqual({
      dedupeKey: `${type}:ac_1`,
      fact: { kind: 'hint', providerRef: 'ac_1', attemptId: 'a1', at: AT },
    });
  });

  it.each([
    ['beside the type', { type: 'call_failed', call }],
    ['under data.call', { type: 'call_failed', data: { call } }],
    ['as data', { type: 'call_failed', data: call }],
    ['by id only', { type: 'call_failed', call_id: 'ac_1' }],
  ])('find their call %s', (_name, body) => {
    expect(onlyEvent(body)).toMatchObject({
      dedupeKey: 'call_failed:ac_1',
      fact: { kind: 'hint', providerRef: 'ac_1' },
    });
  });

  it.each(['call_turn', 'post_call_analysis', 'brand_new'])('%s is noted, once per body', (type) => {
    const found = onlyEvent({ type, call });
    expect(found?.fact).toEqual({ kind: 'noted', name: type, providerRef: 'ac_1', attemptId: 'a1' });
    expect(found?.dedupeKey).toMatch(new RegExp(`^${type}:[0-9a-f]{32}$`));
  });

  it('of 2025, which name no call, are noted', () => {
    const body = { type: 'call_completed', request_id: 'r', agent_id: 'agent_1', body: [], timestamp };
    expect(onlyEvent(body)?.fact).toEqual({ kind: 'noted', name: 'call_completed' });
  });

  it.each(['', '{', '[]', '{"call":{}}', 'hello'])('like %s are unreadable', (body) => {
    expect(parse(body)).toMatchObject({ ok: false, reason: 'unreadable' });
  });
});
