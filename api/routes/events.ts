import { addEndpoint } from '../../engine/events/add-endpoint.ts';
import { changeEndpoint } from '../../engine/events/change-endpoint.ts';
import { listDeliveries } from '../../engine/events/list-deliveries.ts';
import { listEndpoints } from '../../engine/events/list-endpoints.ts';
import { listEvents } from '../../engine/events/list-events.ts';
import { removeEndpoint } from '../../engine/events/remove-endpoint.ts';
import { retryDelivery } from '../../engine/events/retry-delivery.ts';
import { rotateEndpointSecret } from '../../engine/events/rotate-endpoint-secret.ts';
import { sendTestEvent } from '../../engine/events/send-test-event.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import { done } from '../schemas/consent.ts';
import * as schemas from '../schemas/events.ts';
import type { Api } from './api.ts';

const tags = ['events'];
const read = { scope: 'read' } as const;
/** Whoever says where events go, sends people's appointments out of the house. */
const write = { scope: 'admin' } as const;
const params = schemas.endpointParams;

export function eventRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/events',
    {
      config: read,
      schema: { tags, querystring: schemas.listEventsQuery, response: { 200: schemas.eventFeed } },
    },
    (request) => listEvents(engine, request.query),
  );
}

export function webhookEndpointRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/webhook-endpoints',
    { config: read, schema: { tags, response: { 200: schemas.endpointList } } },
    async () => ({
      items: await listEndpoints(engine),
    }),
  );
  app.post(
    '/webhook-endpoints',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.newEndpoint, response: { 201: schemas.createdEndpoint } },
    },
    async (request, reply) =>
      reply.code(201).send(await addEndpoint(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.patch(
    '/webhook-endpoints/:endpointId',
    {
      config: write,
      schema: { tags, params, body: schemas.endpointChange, response: { 200: schemas.changedEndpoint } },
    },
    (request) => changeEndpoint(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.delete(
    '/webhook-endpoints/:endpointId',
    { config: write, schema: { tags, params, response: { 200: schemas.changedEndpoint } } },
    (request) => removeEndpoint(engine, { ...request.params, actor: actorOf(request) }),
  );
  app.post(
    '/webhook-endpoints/:endpointId/rotate-secret',
    { config: write, schema: { tags, params, response: { 200: schemas.rotatedSecret } } },
    async (request) => {
      const made = await rotateEndpointSecret(engine, { ...request.params, actor: actorOf(request) });
      return { secret: made.secret, oldSignsUntil: new Date(made.oldSignsUntilMs).toISOString() };
    },
  );
  app.post(
    '/webhook-endpoints/:endpointId/test',
    { config: write, schema: { tags, params, response: { 202: schemas.testSent } } },
    async (request, reply) =>
      reply.code(202).send(await sendTestEvent(engine, { ...request.params, actor: actorOf(request) })),
  );
  app.get(
    '/webhook-endpoints/:endpointId/deliveries',
    {
      config: read,
      schema: { tags, params, querystring: schemas.listDeliveriesQuery, response: { 200: page(schemas.delivery) } },
    },
    (request) => listDeliveries(engine, { ...request.params, ...request.query }),
  );
  app.post(
    '/webhook-endpoints/:endpointId/deliveries/:eventId/retry',
    { config: write, schema: { tags, params: schemas.deliveryParams, response: { 200: done } } },
    async (request) => {
      await retryDelivery(engine, { ...request.params, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
}
