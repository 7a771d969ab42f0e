import { sql, type SQL } from 'drizzle-orm';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { addEndpoint } from '../../../../engine/events/add-endpoint.ts';
import { changeEndpoint } from '../../../../engine/events/change-endpoint.ts';
import { deliverBatch } from '../../../../engine/events/deliver.ts';
import { listDeliveries } from '../../../../engine/events/list-deliveries.ts';
import { listEndpoints } from '../../../../engine/events/list-endpoints.ts';
import { removeEndpoint } from '../../../../engine/events/remove-endpoint.ts';
import { retryDelivery } from '../../../../engine/events/retry-delivery.ts';
import { rotateEndpointSecret } from '../../../../engine/events/rotate-endpoint-secret.ts';
import { sendTestEvent } from '../../../../engine/events/send-test-event.ts';
import { writeEvents } from '../../../../engine/events/write-events.ts';
import type { PostEvent } from '../../../../engine/ports.ts';
import { createPostEvent } from '../../../../providers/outgoing/post-event.ts';
import { webhookProcessor } from '../../../../queues/webhook-processor.ts';
import { endpointsToTell } from '../../../../relay/questions.ts';
import { jump } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const actor = 'test';
const never = new AbortController().signal;
let test: TestDb;
let deps: EngineDeps & { postEvent: PostEvent };
const outgoing = createPostEvent({ allowPrivate: true, timeoutMs: 700 });
beforeAll(async () => {
  test = await testDb({ maxConnections: 12 });
  const engine = engineOver(test, scriptedTelephony());
  deps = { ...engine, privateWebhooks: true, postEvent: outgoing.postEvent };
});
afterAll(async () => {
  await outgoing.close();
  await test.drop();
});

interface Arrived {
  id: number;
  subject: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await set(sql`update webhook_endpoints set removed_at = outdial_now(), enabled = false where removed_at is null`);
});

/** A receiver on this machine: `answer` decides; what it got is kept. */
async function receiver(
  answer: (arrived: Arrived, response: ServerResponse) => void = (_, response) => response.end(),
) {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { id, subject }: { id: number; subject: string } = JSON.parse(body);
      const got = { id, subject, headers: request.headers, body };
      arrived.push(got);
      answer(got, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const added = await addEndpoint(deps, { url: `http://127.0.0.1:${address.port}/hooks`, actor });
  return { ...added, arrived, ids: () => arrived.map(({ id }) => id) };
}

const set = async (statement: SQL): Promise<void> => void (await test.adminDb.execute(statement));
const write = (...subjects: string[]): Promise<number[]> =>
  test.db.transaction((tx) =>
    writeEvents(
      tx,
      subjects.map((subject) => ({ kind: 'appointment.booked', subject, data: { at: 'ten' } })),
    ),
  );
const stateOf = async (endpointId: string, eventId: number) =>
  (await listDeliveries(deps, { endpointId })).items.find((delivery) => delivery.eventId === eventId);
const answering = (status: number) => (_: Arrived, response: ServerResponse) => void response.writeHead(status).end();

describe('telling an endpoint', () => {
  it('sends each event once, signed, in the order of its subject, as the feed shows it', async () => {
    const { endpointId, secret, arrived, ids } = await receiver();
    const written = await write('appointment:1', 'appointment:2', 'appointment:1', 'appointment:1');
    expect(await endpointsToTell(test.db)).toContain(endpointId);
    await webhookProcessor(deps, never)({ id: endpointId });
    await webhookProcessor(deps, never)({ id: endpointId });
    expect(ids().toSorted((a, b) => a - b)).toEqual(written);
    expect(ids().filter((id) => id !== written[1])).toEqual([written[0], written[2], written[3]]);
    for (const { id, headers, body } of arrived) {
      expect(headers['webhook-id']).toBe(`evt_${id}`);
      const signed = `evt_${id}.${String(headers['webhook-timestamp'])}.${body}`;
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    }
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
      id: written[0],
      kind: 'appointment.booked',
      subject: 'appointment:1',
      at: expect.stringMatching(/Z$/),
      data: { at: 'ten' },
    });
    expect(await stateOf(endpointId, written[0] ?? 0)).toMatchObject({ state: 'delivered', tries: 1, lastStatus: 200 });
    expect(await endpointsToTell(test.db)).not.toContain(endpointId);
  });

  it('tells nothing twice where two processors work on the same endpoint', async () => {
    const { endpointId, ids } = await receiver((_, response) => void setTimeout(() => response.end(), 5));
    const written = await write(...Array.from({ length: 150 }, (_, at) => `appointment:${at % 40}`));
    await Promise.all([1, 2, 3, 4].map(async () => await webhookProcessor(deps, never)({ id: endpointId })));
    // What another one held when a processor looked is no reason to wait; the relay asks again.
    await webhookProcessor(deps, never)({ id: endpointId });
    expect(ids().toSorted((a, b) => a - b)).toEqual(written);
  });

  it('tells again what a process that died had claimed, and counts the lost answer as no delivery', async () => {
    const { endpointId, ids } = await receiver();
    const [eventId = 0] = await write('appointment:1');
    const dies = {
      ...deps,
      postEvent: async (post: Parameters<PostEvent>[0]) => {
        await deps.postEvent(post);
        throw new Error('killed after the request');
      },
    };
    await expect(deliverBatch(dies, endpointId, never)).rejects.toThrow('killed');
    expect(await deliverBatch(deps, endpointId, never)).toBe('idle');
    await jump(test, 61_000);
    expect(await deliverBatch(deps, endpointId, never)).toBe('more');
    expect(ids()).toEqual([eventId, eventId]);
    expect(await stateOf(endpointId, eventId)).toMatchObject({ state: 'delivered' });
  });

  it('tries again after 5 s, doubling, and lets a later event pass one that fails', async () => {
    let broken = 0;
    const { endpointId, ids } = await receiver(
      (arrived, response) => void response.writeHead(arrived.id === broken ? 500 : 200).end(),
    );
    const [first = 0] = await write('appointment:1');
    broken = first;
    expect(await deliverBatch(deps, endpointId, never)).toBe('failing');
    expect(await deliverBatch(deps, endpointId, never)).toBe('idle');
    const [second = 0] = await write('appointment:1');
    expect(await deliverBatch(deps, endpointId, never)).toBe('more');
    expect(await stateOf(endpointId, second)).toMatchObject({ state: 'delivered' });
    await jump(test, 5_000);
    expect(await deliverBatch(deps, endpointId, never)).toBe('failing');
    await jump(test, 5_000);
    expect(await deliverBatch(deps, endpointId, never)).toBe('idle');
    expect(await stateOf(endpointId, first)).toMatchObject({ state: 'waiting', tries: 2, lastError: 'answered 500' });
    broken = 0;
    await jump(test, 5_000);
    expect(await deliverBatch(deps, endpointId, never)).toBe('more');
    expect(ids()).toEqual([first, second, first, first]);
  });

  it('ends a batch with its first failure and gives the rest back, untried', async () => {
    const { endpointId, arrived } = await receiver(answering(503));
    const written = await write(...Array.from({ length: 30 }, () => 'appointment:1'));
    expect(await deliverBatch(deps, endpointId, never)).toBe('failing');
    expect(arrived).toHaveLength(1);
    expect(await stateOf(endpointId, written[29] ?? 0)).toMatchObject({ state: 'waiting', tries: 0 });
  });

  it('takes a redirect for a failure, and follows it nowhere', async () => {
    const target = await receiver();
    const { endpointId } = await receiver(
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    );
    await removeEndpoint(deps, { endpointId: target.endpointId, actor });
    const [eventId = 0] = await write('appointment:1');
    expect(await deliverBatch(deps, endpointId, never)).toBe('failing');
    expect(await stateOf(endpointId, eventId)).toMatchObject({
      state: 'waiting',
      lastStatus: 302,
      lastError: expect.stringContaining('redirects are not followed'),
    });
  });

  it('lets an endpoint that never answers hold nobody but itself', async () => {
    const silent = await receiver(() => {});
    const quick = await receiver();
    const written = await write('appointment:1', 'appointment:2');
    const stuck = webhookProcessor(deps, never)({ id: silent.endpointId });
    await webhookProcessor(deps, never)({ id: quick.endpointId });
    expect(quick.ids().toSorted((a, b) => a - b)).toEqual(written);
    await stuck;
    expect(await stateOf(silent.endpointId, written[0] ?? 0)).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('no answer'),
    });
  });

  it('leaves an endpoint that fails alone for a moment', async () => {
    const { endpointId, arrived } = await receiver(answering(500));
    await write('appointment:1');
    await write('appointment:2');
    const processor = webhookProcessor(deps, never);
    await processor({ id: endpointId });
    const before = arrived.length;
    await write('appointment:3');
    await processor({ id: endpointId });
    expect(arrived).toHaveLength(before);
  });

  it('does not call private addresses where they are not allowed, also of an endpoint that was added before', async () => {
    const { endpointId, arrived } = await receiver();
    const [eventId = 0] = await write('appointment:1');
    const strict = createPostEvent({ allowPrivate: false });
    expect(await deliverBatch({ ...deps, postEvent: strict.postEvent }, endpointId, never)).toBe('failing');
    await strict.close();
    expect(arrived).toEqual([]);
    expect(await stateOf(endpointId, eventId)).toMatchObject({ lastError: expect.stringContaining('refused') });
    await expect(
      addEndpoint({ ...deps, privateWebhooks: false }, { url: 'http://127.0.0.1:9/', actor }),
    ).rejects.toMatchObject({ code: 'endpoint_url_refused' });
  });
});

describe('an endpoint that is no longer told', () => {
  it('gets nothing once it is disabled or removed, and only later events once it is enabled again', async () => {
    const { endpointId, ids } = await receiver();
    const removed = await receiver();
    const [waiting = 0] = await write('appointment:1');
    expect(await changeEndpoint(deps, { endpointId, enabled: false, reason: 'moving', actor })).toEqual({ givenUp: 1 });
    expect(await removeEndpoint(deps, { endpointId: removed.endpointId, actor })).toEqual({ givenUp: 1 });
    await write('appointment:2');
    for (const id of [endpointId, removed.endpointId]) {
      expect(await endpointsToTell(test.db)).not.toContain(id);
      expect(await deliverBatch(deps, id, never)).toBe('idle');
    }
    await expect(retryDelivery(deps, { endpointId, eventId: waiting, actor })).rejects.toMatchObject({
      code: 'endpoint_disabled',
    });
    expect((await listEndpoints(deps)).map(({ id, disabledReason }) => [id, disabledReason])).toEqual([
      [endpointId, 'moving'],
    ]);
    await changeEndpoint(deps, { endpointId, enabled: true, actor });
    const later = await write('appointment:3');
    await deliverBatch(deps, endpointId, never);
    expect(ids()).toEqual(later);
    await retryDelivery(deps, { endpointId, eventId: waiting, actor });
    await deliverBatch(deps, endpointId, never);
    expect(ids()).toEqual([...later, waiting]);
    expect(removed.arrived).toEqual([]);
  });

  it('stops within the batch that is under way', async () => {
    const { endpointId, arrived } = await receiver(
      (_, response) =>
        void changeEndpoint(deps, { endpointId, enabled: false, actor }).then(
          () => response.end(),
          () => response.end(),
        ),
    );
    await write(...Array.from({ length: 20 }, () => 'appointment:1'));
    expect(await deliverBatch(deps, endpointId, never)).toBe('idle');
    expect(arrived).toHaveLength(1);
  });

  it('is disabled by a 410, with all that waited for it', async () => {
    const { endpointId } = await receiver(answering(410));
    const written = await write('appointment:1', 'appointment:1');
    expect(await deliverBatch(deps, endpointId, never)).toBe('idle');
    const [endpoint] = await listEndpoints(deps);
    expect(endpoint).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('410'), waiting: 0 });
    expect(await stateOf(endpointId, written[1] ?? 0)).toMatchObject({ state: 'failed', tries: 0 });
  });

  it('is disabled when nothing arrived for three days, and not by one event that it does not take', async () => {
    let broken: 'all' | number = 'all';
    const { endpointId } = await receiver(
      (arrived, response) => void response.writeHead(broken === 'all' || arrived.id === broken ? 500 : 200).end(),
    );
    const [poison = 0] = await write('appointment:1');
    await deliverBatch(deps, endpointId, never);
    await jump(test, 2 * 86_400_000);
    broken = poison;
    await write('appointment:2');
    await deliverBatch(deps, endpointId, never);
    await jump(test, 86_400_000);
    await deliverBatch(deps, endpointId, never);
    expect(await stateOf(endpointId, poison)).toMatchObject({ state: 'failed' });
    expect((await listEndpoints(deps))[0]).toMatchObject({ enabled: true });
    broken = 'all';
    const [last = 0] = await write('appointment:3');
    await deliverBatch(deps, endpointId, never);
    await jump(test, 4 * 86_400_000);
    await deliverBatch(deps, endpointId, never);
    expect(await stateOf(endpointId, last)).toMatchObject({ state: 'failed' });
    expect((await listEndpoints(deps))[0]).toMatchObject({ enabled: false });
  });
});

describe('secrets and tests', () => {
  it('keeps secrets sealed, and signs with the old one beside the new for a day', async () => {
    const { endpointId, secret, arrived } = await receiver();
    const kept = async () =>
      (
        await firstRow<{ sealed: string }>(
          test.adminDb,
          sql`select secret_sealed as sealed from webhook_endpoints where id = ${endpointId}`,
        )
      )?.sealed ?? '';
    expect(await kept()).not.toContain(secret);
    const rotated = await rotateEndpointSecret(deps, { endpointId, actor });
    expect(rotated.secret).not.toBe(secret);
    expect(await kept()).not.toContain(rotated.secret);
    const signatures = async () => {
      await write('appointment:1');
      await deliverBatch(deps, endpointId, never);
      return String(arrived.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    expect(await signatures()).toBe(2);
    await jump(test, 86_400_000);
    expect(await signatures()).toBe(1);
    const trail = await rows<{ details: object }>(
      test.adminDb,
      sql`select details from audit_entries where subject = ${`webhook_endpoint:${endpointId}`}`,
    );
    expect(JSON.stringify(trail)).not.toContain('whsec');
    await expect(rows(test.readDb, sql`select secret_sealed from webhook_endpoints`)).rejects.toMatchObject({
      cause: { code: '42501' },
    });
  });

  it('sends a test event to the one endpoint that asked for it, whatever kinds it wants', async () => {
    const other = await receiver();
    const { endpointId, ids } = await receiver();
    await changeEndpoint(deps, { endpointId, kinds: ['appointment.confirmed'], actor });
    const { eventId } = await sendTestEvent(deps, { endpointId, actor });
    for (const id of [endpointId, other.endpointId]) await deliverBatch(deps, id, never);
    expect(ids()).toEqual([eventId]);
    expect(other.arrived).toEqual([]);
  });
});
