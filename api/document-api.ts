import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { problem } from './schemas/common.ts';

/** OpenAPI 3.1 from the schemas that validate, and a page to read it at /docs (works without a network). */
export async function documentApi(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/') || route.schema?.hide) return;
    const response: unknown = route.schema?.response;
    // Every refusal has the same form; the handler of errors writes it itself.
    route.schema = {
      ...route.schema,
      response: { ...(typeof response === 'object' ? response : {}), default: problem },
    };
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Outdial',
        version: '1',
        description:
          'Outbound campaigns of calls and texts. Money is in integer micro-units, instants are ISO 8601 in UTC. ' +
          'Refusals are problem+json (RFC 9457) with a stable `code` and, where there is one, a `repair`. ' +
          'Creates and launches take an `Idempotency-Key`.',
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'od_...' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-outdial', description: 'Of a person in a browser' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
}
