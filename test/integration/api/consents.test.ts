import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const consent = (said: object = {}) => ({
  phone: '+12125551234',
  purpose: 'marketing',
  consentClass: 'written',
  method: 'web_form',
  happenedAt: '2026-01-02T10:00:00-05:00',
  ...said,
});
const post = (...items: object[]) => world.ask('POST', '/v1/consents', { body: { items } });

describe('POST /v1/consents', () => {
  it('records, and GET tells the history and what holds', async () => {
    expect(await post(consent({ textShown: 'I agree.' }))).toMatchObject({
      status: 201,
      body: { recorded: 1, already: 0, refused: 0 },
    });
    const { status, body } = await world.ask('GET', '/v1/consents?phone=+12125551234');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      phone: '+12125551234',
      events: [{ kind: 'given', textShown: 'I agree.', happenedAt: '2026-01-02T15:00:00.000Z', expiresAt: null }],
    });
    expect(body['holds']).toContainEqual(
      expect.objectContaining({ purpose: 'marketing', channel: 'sms', held: true, consentClass: 'written' }),
    );
    expect(body['holds']).toContainEqual(
      expect.objectContaining({ purpose: 'informational', channel: 'sms', held: false, consentClass: 'none' }),
    );
  });

  it('names what is wrong by its index and records the rest', async () => {
    const { status, body } = await post(
      consent({ phone: '555' }),
      consent({ phone: '+12125551235' }),
      consent({ happenedAt: '2026-01-02T10:00:00' }),
      consent({ happenedAt: '2026-02-30' }),
      consent({ happenedAt: '2999-01-01' }),
      consent({ expiresAt: '2026-01-02' }),
      consent({ purpose: 'fun' }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      recorded: 1,
      refused: 6,
      results: [
        { index: 0, code: 'bad_phone' },
        { index: 1, already: false },
        { index: 2, code: 'bad_instant' },
        { index: 3, code: 'bad_instant' },
        { index: 4, code: 'in_the_future' },
        { index: 5, code: 'expires_before_given' },
        { index: 6, code: 'unknown_purpose' },
      ],
    });
  });

  it('acts once under one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'consent-once' };
    const body = { items: [consent({ phone: '+12125551236' })] };
    const first = await world.ask('POST', '/v1/consents', { body, headers });
    const second = await world.ask('POST', '/v1/consents', { body, headers });
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ recorded: 1 });
  });

  it.each([
    ['nothing', { items: [] }],
    ['a field that nobody knows', { items: [consent({ mood: 'good' })] }],
    ['a missing field', { items: [{ phone: '+12125551234' }] }],
    ['more than a thousand', { items: Array.from({ length: 1_001 }, () => consent()) }],
  ])('refuses %s as a whole', async (_, body) => {
    expect((await world.ask('POST', '/v1/consents', { body })).status).toBe(400);
  });

  it('needs a key with consent:write', async () => {
    const key = await world.keyWith('read');
    expect((await world.ask('POST', '/v1/consents', { body: { items: [consent()] }, key })).status).toBe(403);
    expect((await world.ask('GET', '/v1/consents?phone=12125551234', { key })).status).toBe(200);
  });
});

describe('POST /v1/consents/revoke', () => {
  it('ends a consent and says what is still in flight', async () => {
    const phone = '+12125551237';
    await post(consent({ phone }));
    const revoked = await world.ask('POST', '/v1/consents/revoke', { body: { phone, reason: 'wrote to us' } });
    expect(revoked).toMatchObject({ status: 201, body: { inFlight: 0, mayStillBegin: 0, lastCanEndAt: null } });
    const { body } = await world.ask('GET', `/v1/consents?phone=${phone.slice(1)}`);
    expect(body).toMatchObject({ events: [{ kind: 'revoked', evidence: 'wrote to us' }, { kind: 'given' }] });
    expect(JSON.stringify(body['holds'])).not.toContain('true');
  });

  it('wants a reason and a known scope', async () => {
    const phone = '+12125551237';
    const ask = (body: object) => world.ask('POST', '/v1/consents/revoke', { body });
    expect(await ask({ phone })).toMatchObject({ status: 400 });
    expect(await ask({ phone, reason: 'r', purpose: 'fun' })).toMatchObject({
      status: 422,
      body: { code: 'unknown_purpose' },
    });
  });
});
