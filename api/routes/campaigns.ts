import { Readable } from 'node:stream';
import type { z } from 'zod';
import { attachImport } from '../../engine/campaigns/attach-import.ts';
import { cancelCampaign } from '../../engine/campaigns/cancel.ts';
import { createCampaign } from '../../engine/campaigns/create.ts';
import { estimateCampaign } from '../../engine/campaigns/estimate.ts';
import { launchCampaign } from '../../engine/campaigns/launch.ts';
import { pauseCampaign } from '../../engine/campaigns/pause.ts';
import { previewSettings } from '../../engine/campaigns/preview-settings.ts';
import { resumeCampaign } from '../../engine/campaigns/resume.ts';
import { undoLaunch } from '../../engine/campaigns/undo-launch.ts';
import { updateSettings } from '../../engine/campaigns/update-settings.ts';
import { listAttempts } from '../../engine/reading/attempts.ts';
import { getCampaign, listCampaigns } from '../../engine/reading/campaigns.ts';
import { listContacts } from '../../engine/reading/contacts.ts';
import { exportContacts } from '../../engine/reading/export-contacts.ts';
import { campaignProgress } from '../../engine/reading/progress.ts';
import { actorOf } from '../auth/authenticate.ts';
import { checkLaunch } from '../auth/check-launch.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/campaigns.ts';
import { page } from '../schemas/common.ts';
import * as contacts from '../schemas/contacts.ts';
import type { Api } from './api.ts';
import { filterOf } from './contacts.ts';
import { previewOut, settingsIn, settingsOut, toIso } from './campaign-settings.ts';
import { started } from './started-stream.ts';

const tags = ['campaigns'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write' } as const;
const writeOnce = { ...write, idempotent: true };
const params = schemas.campaignParams;

export function campaignRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/campaigns',
    { config: writeOnce, schema: { tags, body: schemas.newCampaign, response: { 201: schemas.createdCampaign } } },
    async (request, reply) => reply.code(201).send(await create(engine, request.body, actorOf(request))),
  );
  app.get(
    '/campaigns',
    {
      config: read,
      schema: { tags, querystring: schemas.listCampaignsQuery, response: { 200: page(schemas.campaign) } },
    },
    ({ query: { state, ...filter } }) => listCampaigns(engine, { ...filter, states: state }),
  );
  app.get(
    '/campaigns/:campaignId',
    { config: read, schema: { tags, params, response: { 200: schemas.campaignDetail } } },
    async (request) => {
      const campaign = await getCampaign(engine, request.params);
      return { ...campaign, settings: settingsOut(campaign.settings) };
    },
  );
  app.patch(
    '/campaigns/:campaignId/settings',
    {
      config: write,
      schema: { tags, params, body: schemas.settingsChange, response: { 200: schemas.changedSettings } },
    },
    async (request) => {
      const change = settingsIn(request.body);
      const changed = await updateSettings(engine, { ...request.params, change, actor: actorOf(request) });
      return { ...changed, settings: settingsOut(changed.settings) };
    },
  );
  app.post(
    '/campaigns/:campaignId/settings/preview',
    {
      config: read,
      schema: {
        tags,
        description: 'What a change of the settings would do to the contacts that wait. Changes nothing.',
        params,
        body: schemas.settingsChange,
        response: { 200: schemas.settingsPreview },
      },
    },
    async (request) =>
      previewOut(await previewSettings(engine, { ...request.params, change: settingsIn(request.body) })),
  );
  app.post(
    '/campaigns/:campaignId/imports',
    {
      config: writeOnce,
      schema: { tags, params, body: schemas.attachImportBody, response: { 200: schemas.attachedImport } },
    },
    (request) => attachImport(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  controlRoutes(app, engine);
  readingRoutes(app, engine);
}

async function create(engine: ApiDeps['engine'], body: z.output<typeof schemas.newCampaign>, actor: string) {
  const created = await createCampaign(engine, { ...body, settings: settingsIn(body.settings), actor });
  return { ...created, settings: settingsOut(created.settings) };
}

function controlRoutes(app: Api, engine: ApiDeps['engine']): void {
  app.post(
    '/campaigns/:campaignId/launch',
    {
      config: writeOnce,
      schema: { tags, params, body: schemas.launchBody, response: { 200: schemas.launched } },
    },
    async (request) => {
      const check = checkLaunch(request.caller, request.body?.confirmName);
      const { undoSeconds } = request.body ?? {};
      const launch = { ...request.params, undoSeconds, check, actor: actorOf(request) };
      const { startsAtMs, undoUntilMs, ...launched } = await launchCampaign(engine, launch);
      return { ...launched, startsAt: toIso(startsAtMs), undoUntil: toIso(undoUntilMs) };
    },
  );
  app.post(
    '/campaigns/:campaignId/undo-launch',
    {
      config: write,
      schema: {
        tags,
        params,
        description: 'Takes a launch back while nothing of it has begun. Twice is once.',
        response: { 200: schemas.undoneLaunch },
      },
    },
    (request) => undoLaunch(engine, { ...request.params, actor: actorOf(request) }),
  );
  const control = { tags, params, body: schemas.reasonBody, response: { 200: schemas.controlled } };
  app.post('/campaigns/:campaignId/pause', { config: write, schema: control }, (request) =>
    pauseCampaign(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/campaigns/:campaignId/resume',
    { config: write, schema: { tags, params, response: { 200: schemas.controlled } } },
    (request) => resumeCampaign(engine, { ...request.params, actor: actorOf(request) }),
  );
  app.post('/campaigns/:campaignId/cancel', { config: write, schema: control }, (request) =>
    cancelCampaign(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}

function readingRoutes(app: Api, engine: ApiDeps['engine']): void {
  app.get(
    '/campaigns/:campaignId/progress',
    { config: read, schema: { tags, params, response: { 200: schemas.progress } } },
    (request) => campaignProgress(engine, request.params),
  );
  app.get(
    '/campaigns/:campaignId/estimate',
    { config: read, schema: { tags, params, response: { 200: schemas.estimate } } },
    (request) => estimateCampaign(engine, request.params),
  );
  app.get(
    '/campaigns/:campaignId/contacts',
    {
      config: read,
      schema: { tags, params, querystring: contacts.campaignContactsQuery, response: { 200: page(contacts.contact) } },
    },
    async (request) => {
      await getCampaign(engine, request.params);
      return await listContacts(engine, { ...filterOf(request.query), ...request.params });
    },
  );
  app.get(
    '/campaigns/:campaignId/attempts',
    {
      config: read,
      schema: { tags, params, querystring: contacts.campaignAttemptsQuery, response: { 200: page(contacts.attempt) } },
    },
    async (request) => {
      await getCampaign(engine, request.params);
      return await listAttempts(engine, { ...request.query, ...request.params });
    },
  );
  app.get('/campaigns/:campaignId/export.csv', { config: read, schema: { tags, params } }, async (request, reply) => {
    const lines = await started(exportContacts(engine, request.params));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="campaign-${request.params.campaignId}.csv"`)
      .send(Readable.from(lines));
  });
}
