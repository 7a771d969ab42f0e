import { dryRun } from '../../engine/reading/dry-run/dry-run.ts';
import { explainContact } from '../../engine/reading/explain.ts';
import { explainPhone } from '../../engine/reading/explain-phone.ts';
import { campaignReasons } from '../../engine/reading/explain/campaign-reasons.ts';
import type { ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import { contactParams } from '../schemas/contacts.ts';
import * as schemas from '../schemas/explain.ts';
import type { Api } from './api.ts';

const read = { scope: 'read' } as const;

export function explainRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/contacts/:contactId/explain',
    {
      config: read,
      schema: {
        tags: ['contacts'],
        params: contactParams,
        querystring: schemas.explainQuery,
        response: { 200: schemas.explanation },
      },
    },
    (request) => explainContact(engine, { ...request.params, atMs: request.query.at }),
  );
  app.get(
    '/explain',
    {
      config: read,
      schema: { tags: ['contacts'], querystring: schemas.explainPhoneQuery, response: { 200: schemas.explainedPhone } },
    },
    (request) => explainPhone(engine, { phone: request.query.phone, atMs: request.query.at }),
  );
  const tags = ['campaigns'];
  app.get(
    '/campaigns/:campaignId/explain',
    { config: read, schema: { tags, params: campaignParams, response: { 200: schemas.campaignReasons } } },
    (request) => campaignReasons(engine, request.params),
  );
  // It writes nothing, so that reading is enough.
  app.post(
    '/campaigns/:campaignId/dry-run',
    {
      config: read,
      schema: { tags, params: campaignParams, body: schemas.dryRunBody, response: { 200: schemas.dryRun } },
    },
    (request) => dryRun(engine, { ...request.params, atMs: request.body?.at }),
  );
}
