import type { z } from 'zod';
import { changeProgramme, type ChangedProgramme } from '../../engine/reminders/programmes/change.ts';
import { archiveProgramme, pauseProgramme, resumeProgramme } from '../../engine/reminders/programmes/control.ts';
import { createProgramme } from '../../engine/reminders/programmes/create.ts';
import { getProgramme, listProgrammes, listProgrammeVersions } from '../../engine/reminders/programmes/read.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/programmes.ts';
import type { Api } from './api.ts';
import { toIso } from './campaign-settings.ts';

const tags = ['programmes'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write' } as const;
const params = schemas.programmeParams;

export function programmeRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/programmes',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.newProgramme, response: { 201: schemas.createdProgramme } },
    },
    async (request, reply) =>
      reply.code(201).send(await createProgramme(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.get(
    '/programmes',
    {
      config: read,
      schema: { tags, querystring: schemas.listProgrammesQuery, response: { 200: page(schemas.programme) } },
    },
    (request) => listProgrammes(engine, { ...request.query, archived: request.query.archived === 'true' }),
  );
  app.get(
    '/programmes/:programmeId',
    { config: read, schema: { tags, params, response: { 200: schemas.programmeDetail } } },
    (request) => getProgramme(engine, request.params),
  );
  app.patch(
    '/programmes/:programmeId',
    {
      config: write,
      schema: {
        tags,
        description:
          'Changes a programme: a new version. Answers which pending steps that changes; with `dryRun=true` only that.',
        params,
        querystring: schemas.dryRunQuery,
        body: schemas.changeProgrammeBody,
        response: { 200: schemas.changedProgramme },
      },
    },
    async (request) => {
      const dryRun = request.query.dryRun === 'true';
      const change = { ...request.params, ...request.body, dryRun, actor: actorOf(request) };
      return changeOut(await changeProgramme(engine, change));
    },
  );
  app.get(
    '/programmes/:programmeId/versions',
    {
      config: read,
      schema: {
        tags,
        params,
        querystring: schemas.versionsQuery,
        response: { 200: page(schemas.programmeVersion) },
      },
    },
    (request) => listProgrammeVersions(engine, { ...request.params, ...request.query }),
  );
  controlRoutes(app, engine);
}

function controlRoutes(app: Api, engine: ApiDeps['engine']): void {
  const control = { tags, params, body: schemas.reasonBody, response: { 200: schemas.controlledProgramme } };
  app.post('/programmes/:programmeId/pause', { config: write, schema: control }, (request) =>
    pauseProgramme(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/programmes/:programmeId/resume',
    { config: write, schema: { tags, params, response: { 200: schemas.controlledProgramme } } },
    (request) => resumeProgramme(engine, { ...request.params, actor: actorOf(request) }),
  );
  app.post(
    '/programmes/:programmeId/archive',
    {
      config: write,
      schema: { tags, params, body: schemas.reasonBody, response: { 200: schemas.archivedProgramme } },
    },
    (request) => archiveProgramme(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}

function changeOut({ effect, ...changed }: ChangedProgramme): z.input<typeof schemas.changedProgramme> {
  if (effect === null) return { ...changed, effect };
  const examples = effect.examples.map(({ beforeMs, afterMs, ...example }) => ({
    ...example,
    before: toIso(beforeMs),
    after: toIso(afterMs),
  }));
  return { ...changed, effect: { ...effect, examples } };
}
