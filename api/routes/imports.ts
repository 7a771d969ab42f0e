import { Readable } from 'node:stream';
import { writeRejectFile } from '../../engine/importing/drafting/write-reject-file.ts';
import { groupProblems } from '../../engine/reading/import-groups.ts';
import { listProblems } from '../../engine/reading/import-problems.ts';
import { getImport, listImports } from '../../engine/reading/imports.ts';
import { listKeptContacts } from '../../engine/reading/kept-contacts.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/imports.ts';
import type { Api } from './api.ts';
import { campaignDraftRoutes } from './campaign-drafts.ts';
import { draftRoutes } from './import-draft.ts';
import { inspectRoutes } from './import-inspect.ts';
import { uploadRoutes } from './import-upload.ts';
import { started } from './started-stream.ts';

const tags = ['imports'];
const read = { scope: 'read' } as const;
const params = schemas.importParams;

export function importRoutes(app: Api, deps: ApiDeps): void {
  const { engine } = deps;
  uploadRoutes(app, deps);
  draftRoutes(app, deps);
  inspectRoutes(app, deps);
  campaignDraftRoutes(app, deps);
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
      schema: { tags, params, response: { 200: schemas.problemGroups } },
    },
    (request) => groupProblems(engine, request.params),
  );
  app.get('/imports/:importId/rejects.csv', { config: read, schema: { tags, params } }, async (request, reply) => {
    const { importId } = request.params;
    const lines = await started(writeRejectFile(engine, importId));
    return (
      reply
        // No charset: it has the encoding of the list, and a file is taken byte by byte.
        .type('text/csv')
        .header('content-disposition', `attachment; filename="rejects-${importId}.csv"`)
        .send(Readable.from(lines))
    );
  });
  app.get(
    '/imports/:importId/kept',
    {
      config: read,
      schema: {
        tags,
        description: 'Who cannot be taken back, since an attempt was made: of a list that is done, who would stay.',
        params,
        querystring: schemas.keptQuery,
        response: { 200: page(schemas.keptContact) },
      },
    },
    async (request) => {
      await getImport(engine, request.params);
      return await listKeptContacts(engine, { ...request.query, ...request.params });
    },
  );
}
