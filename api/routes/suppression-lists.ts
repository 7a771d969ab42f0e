import multipart from '@fastify/multipart';
import { getSuppressionList, listSuppressionLists } from '../../engine/consent/lists/list-lists.ts';
import { loadSuppressionList } from '../../engine/consent/lists/load-list.ts';
import { removeSuppressionList } from '../../engine/consent/lists/remove-list.ts';
import { actorOf } from '../auth/authenticate.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/suppressions.ts';
import type { Api } from './api.ts';
import { readUpload, withBytes } from './read-upload.ts';

const tags = ['suppressions'];
const write = { scope: 'consent:write' } as const;

export function suppressionListRoutes(app: Api, deps: ApiDeps): void {
  const { engine } = deps;
  app.get(
    '/suppression-lists',
    { config: { scope: 'read' }, schema: { tags, response: { 200: schemas.suppressionLists } } },
    async () => ({ items: await listSuppressionLists(engine) }),
  );
  app.get(
    '/suppression-lists/:name',
    {
      config: { scope: 'read' },
      schema: { tags, params: schemas.listParams, response: { 200: schemas.suppressionListDetail } },
    },
    (request) => getSuppressionList(engine, request.params),
  );
  app.delete(
    '/suppression-lists/:name',
    {
      config: write,
      schema: {
        tags,
        description: 'Takes the whole list back. Its rows stay, with the reason.',
        params: schemas.listParams,
        body: schemas.removeListBody,
        response: { 200: schemas.removedList },
      },
    },
    (request) => removeSuppressionList(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  loadRoute(app, deps);
}

function loadRoute(app: Api, { engine, limits }: ApiDeps): void {
  const maxBytes = limits?.uploadBytes ?? DEFAULT_LIMITS.uploadBytes;
  // A room of its own: here a body is a stream, whatever it says that it is.
  app.register(async (room: Api) => {
    await room.register(multipart, { limits: { files: 1, fileSize: maxBytes + 1 } });
    room.removeContentTypeParser(['application/json', 'text/plain']);
    room.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    room.put(
      '/suppression-lists/:name',
      {
        config: write,
        schema: {
          tags,
          description:
            'A file of numbers, as registries hand them out, in the place of what the list of this name had. Nothing ' +
            'counts before the whole file is in; then all of it does at once.',
          consumes: ['text/csv', 'text/plain', 'multipart/form-data'],
          params: schemas.listParams,
          querystring: schemas.loadListQuery,
          response: { 201: schemas.loadedList },
        },
      },
      async (request, reply) => {
        const { purpose = '', channel = '', asOf = null, country, fileName, ...query } = request.query;
        const upload = await readUpload(request, fileName === undefined ? {} : { fileName });
        const loaded = await withBytes(upload.bytes, (bytes) =>
          loadSuppressionList(engine, {
            ...query,
            ...request.params,
            purpose,
            channel,
            asOf,
            defaultCountry: country,
            fileName: upload.fileName,
            bytes,
            maxBytes,
            actor: actorOf(request),
          }),
        );
        return reply.code(201).send(loaded);
      },
    );
  });
}
