import multipart from '@fastify/multipart';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { requiredOfCampaign } from '../../engine/campaigns/required-of-campaign.ts';
import { cancelImport } from '../../engine/importing/cancel-import.ts';
import { previewImport } from '../../engine/importing/preview-import.ts';
import { receiveUpload } from '../../engine/importing/receive-upload.ts';
import { writeRejectFile } from '../../engine/importing/write-reject-file.ts';
import { groupProblems, listProblems } from '../../engine/reading/import-problems.ts';
import { getImport, listImports } from '../../engine/reading/imports.ts';
import { actorOf } from '../auth/authenticate.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import { importOptions } from '../schemas/import-options.ts';
import * as schemas from '../schemas/imports.ts';
import type { Api } from './api.ts';
import { importOptionsOf } from './import-options.ts';
import { readUpload, withBytes } from './read-upload.ts';
import { started } from './started-stream.ts';

const tags = ['imports'];
const read = { scope: 'read' } as const;
const write = { scope: 'imports:write' } as const;
const params = schemas.importParams;

export function importRoutes(app: Api, deps: ApiDeps): void {
  const { engine } = deps;
  // A room of its own: here a body is a stream, whatever it says that it is.
  app.register(async (room: Api) => {
    await uploadRoute(room, deps);
  });
  app.get(
    '/imports',
    {
      config: read,
      schema: { tags, querystring: schemas.listImportsQuery, response: { 200: page(schemas.importView) } },
    },
    (request) => listImports(engine, request.query),
  );
  app.get(
    '/imports/:importId',
    { config: read, schema: { tags, params, response: { 200: schemas.importView } } },
    (request) => getImport(engine, request.params),
  );
  app.get(
    '/imports/:importId/problems',
    {
      config: read,
      schema: { tags, params, querystring: schemas.listProblemsQuery, response: { 200: page(schemas.problemView) } },
    },
    (request) => listProblems(engine, { ...request.query, ...request.params }),
  );
  app.get(
    '/imports/:importId/problems/groups',
    {
      config: read,
      schema: { tags, params, response: { 200: z.object({ items: z.array(schemas.problemGroup) }) } },
    },
    async (request) => ({ items: await groupProblems(engine, request.params) }),
  );
  app.get('/imports/:importId/rejects.csv', { config: read, schema: { tags, params } }, async (request, reply) => {
    const { importId } = request.params;
    const lines = await started(writeRejectFile(engine, importId));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="rejects-${importId}.csv"`)
      .send(Readable.from(lines));
  });
  app.get(
    '/imports/:importId/preview',
    { config: read, schema: { tags, params, response: { 200: z.unknown() } } },
    (request) => previewImport(engine, request.params.importId),
  );
  app.post(
    '/imports/:importId/cancel',
    {
      config: write,
      schema: { tags, params, response: { 200: z.object({ importId: z.uuid(), state: z.literal('cancelled') }) } },
    },
    (request) => cancelImport(engine, { ...request.params, actor: actorOf(request) }),
  );
}

async function uploadRoute(room: Api, { engine, limits }: ApiDeps): Promise<void> {
  const maxBytes = limits?.uploadBytes ?? DEFAULT_LIMITS.uploadBytes;
  await room.register(multipart, { limits: { files: 1, fields: 50, fieldSize: 10_000, fileSize: maxBytes + 1 } });
  room.removeContentTypeParser(['application/json', 'text/plain']);
  room.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  room.post(
    '/imports',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'The list as the body (text/csv), or as the file of a multipart form after its option fields.',
        consumes: ['text/csv', 'multipart/form-data'],
        querystring: importOptions,
        response: { 202: schemas.startedImport },
      },
    },
    async (request, reply) => {
      const { bytes, fileName, fields } = await readUpload(request, request.query);
      const needed = fields.campaignId === undefined ? [] : await requiredOfCampaign(engine, fields.campaignId);
      const { importId } = await withBytes(bytes, (source) =>
        receiveUpload(engine, {
          source,
          fileName,
          options: importOptionsOf(fields, needed),
          actor: actorOf(request),
          maxBytes,
        }),
      );
      return reply.code(202).send({ importId });
    },
  );
}
