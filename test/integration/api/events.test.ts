import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEvents } from '../../../engine/events/write-events.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const UNKNOWN = '019e3f5d-0000-7000-8000-000000000000';
let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(async () => await world.close());

const write = (kind: string, subject = 'appointment:1'): Promise<number[]> =>
  world.test.db.transaction((tx) => writeEvents(tx, [{ kind, subject, data: { version: 2 } }]));

describe('the feed over HTTP', () => {
  it('goes on after an id, by kind and by subject', async () => {
    const [booked = 0] = await write('appointment.booked');
    const [moved = 0] = await write('appointment.moved', 'appointment:2');
    const all = await world.ask('GET', `/v1/events?after=${booked - 1}`);
    expect(all.body).toMatchObject({
      items: [
        { id: booked, kind: 'appointment.booked', subject: 'appointment:1', data: { version: 2 } },
        { id: moved, kind: 'appointment.moved' },
      ],
      after: moved,
    });
    expect((await world.ask('GET', `/v1/events?after=${booked}`)).body['items']).toHaveLength(1);
    expect((await world.ask('GET', '/v1/events?kinds=appointment.moved,other')).body['items']).toHaveLength(1);
    expect((await world.ask('GET', '/v1/events?kinds=other&kinds=appointment')).body['items']).toHaveLength(2);
    expect((await world.ask('GET', '/v1/events?subject=appointment:2')).body['items']).toHaveLength(1);
    expect(await world.ask('GET', `/v1/events?after=${moved}`)).toMatchObject({ body: { items: [], after: moved } });
    expect((await world.ask('GET', '/v1/events?kinds=no%20kind')).status).toBe(422);
  });
});

describe('webhook endpoints over HTTP', () => {
  it('are added with a secret that is shown once, changed, tested, told again and removed', async () => {
    const made = await world.ask('POST', '/v1/webhook-endpoints', {
      body: { url: 'https://crm.example.org/outdial', kinds: ['appointment.*'] },
      headers: { 'idempotency-key': 'endpoint-1' },
    });
    expect(made.status).toBe(201);
    const secret = made.field('secret');
    expect(secret).toMatch(/^whsec_/);
    const at = `/v1/webhook-endpoints/${made.field('endpointId')}`;
    const listed = await world.ask('GET', '/v1/webhook-endpoints');
    expect(listed.body['items']).toMatchObject([{ kinds: ['appointment'], enabled: true, waiting: 0 }]);
    expect(listed.text).not.toContain(secret.slice(6));
    expect((await world.ask('POST', `${at}/rotate-secret`)).field('secret')).not.toBe(secret);

    const [eventId = 0] = await write('appointment.confirmed');
    const test = await world.ask('POST', `${at}/test`);
    expect(test.status).toBe(202);
    const waiting = await world.ask('GET', `${at}/deliveries?state=waiting`);
    expect(waiting.body['items']).toMatchObject([
      { kind: 'webhook.test', eventId: test.body['eventId'] },
      { eventId, tries: 0 },
    ]);
    expect((await world.ask('PATCH', at, { body: { enabled: false, reason: 'moving' } })).body).toEqual({ givenUp: 2 });
    const off = await world.ask('POST', `${at}/deliveries/${eventId}/retry`);
    expect([off.status, off.body['code']]).toEqual([409, 'endpoint_disabled']);
    expect((await world.ask('PATCH', at, { body: { enabled: true } })).status).toBe(200);
    expect((await world.ask('POST', `${at}/deliveries/${eventId}/retry`)).status).toBe(200);
    expect((await world.ask('POST', `${at}/deliveries/999999/retry`)).body['code']).toBe('unknown_delivery');
    expect((await world.ask('DELETE', at)).body).toEqual({ givenUp: 1 });
    expect((await world.ask('DELETE', at)).status).toBe(404);
    expect((await world.ask('GET', '/v1/webhook-endpoints')).body['items']).toEqual([]);
  });

  it('refuses addresses that no request may go to, kinds that are none, and endpoints that do not exist', async () => {
    for (const url of ['http://127.0.0.1:8080/', 'http://localhost/', 'ftp://example.org', 'https://u:p@example.org']) {
      const answer = await world.ask('POST', '/v1/webhook-endpoints', { body: { url } });
      expect([url, answer.status, answer.body['code']]).toEqual([url, 422, 'endpoint_url_refused']);
    }
    const body = { url: 'https://example.org', kinds: ['Not A Kind'] };
    expect((await world.ask('POST', '/v1/webhook-endpoints', { body })).body['code']).toBe('kind_unreadable');
    for (const path of ['test', 'rotate-secret', 'deliveries/1/retry']) {
      expect((await world.ask('POST', `/v1/webhook-endpoints/${UNKNOWN}/${path}`)).status).toBe(404);
    }
    expect((await world.ask('GET', `/v1/webhook-endpoints/${UNKNOWN}/deliveries`)).status).toBe(404);
  });

  it('lets only an admin say where events go', async () => {
    const key = await world.keyWith('read', 'campaigns:write', 'accounts:write');
    const body = { url: 'https://elsewhere.example.org' };
    expect((await world.ask('POST', '/v1/webhook-endpoints', { body, key })).status).toBe(403);
    expect((await world.ask('DELETE', `/v1/webhook-endpoints/${UNKNOWN}`, { key })).status).toBe(403);
    expect((await world.ask('GET', '/v1/webhook-endpoints', { key })).status).toBe(200);
  });
});
