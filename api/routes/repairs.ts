import { recheckConsent } from '../../engine/repairing/recheck-consent.ts';
import { repairZones, type ZoneRepairFor } from '../../engine/repairing/repair-zones.ts';
import { reviewConsent } from '../../engine/repairing/review-consent.ts';
import { reviewZones } from '../../engine/repairing/review-zones.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import * as schemas from '../schemas/repairs.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';

const tags = ['review'];
const params = campaignParams;
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write' } as const;

export function repairRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/campaigns/:campaignId/review/zones',
    {
      config: read,
      schema: { tags, params, querystring: schemas.reviewQuery, response: { 200: schemas.zoneReview } },
    },
    (request) => reviewZones(engine, { ...request.params, assignee: readAssignee(request, request.query.assignee) }),
  );
  app.post(
    '/campaigns/:campaignId/review/zones/repair',
    {
      config: write,
      schema: {
        tags,
        description: 'Tells the zone of numbers that had none, and has their contacts planned again. Safe to repeat.',
        params,
        body: schemas.zoneRepairBody,
        response: { 200: schemas.zoneRepair },
      },
    },
    (request) => {
      const { prefix, contactIds, zone, cursor } = request.body;
      const who: ZoneRepairFor =
        prefix === undefined
          ? contactIds === undefined
            ? { all: true }
            : { contactIds }
          : { prefix: prefix.replace('+', '') };
      return repairZones(engine, { ...request.params, who, zone, cursor, actor: actorOf(request) });
    },
  );
  app.get(
    '/campaigns/:campaignId/review/consent',
    {
      config: read,
      schema: { tags, params, querystring: schemas.reviewQuery, response: { 200: schemas.consentReview } },
    },
    (request) => reviewConsent(engine, { ...request.params, assignee: readAssignee(request, request.query.assignee) }),
  );
  app.post(
    '/campaigns/:campaignId/review/consent/recheck',
    {
      config: write,
      schema: {
        tags,
        description: 'Has everyone planned again whose consent is on record by now. Safe to repeat.',
        params,
        body: schemas.recheckBody,
        response: { 200: schemas.consentRecheck },
      },
    },
    (request) => recheckConsent(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
