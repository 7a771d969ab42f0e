import { cancelImport } from '../../engine/importing/receiving/cancel-import.ts';
import { decideFixes } from '../../engine/importing/drafting/decide-fixes.ts';
import { editCells } from '../../engine/importing/drafting/edit-cells.ts';
import { editDraft } from '../../engine/importing/drafting/edit-draft.ts';
import { finishUpload, startUpload, uploadOffset } from '../../engine/importing/receiving/receive-pieces.ts';
import { startCheck } from '../../engine/importing/drafting/start-check.ts';
import { commitImport } from '../../engine/importing/drafting/start-commit.ts';
import { undoImport } from '../../engine/importing/undoing/undo-import.ts';
import { getImport } from '../../engine/reading/imports.ts';
import { actorOf } from '../auth/authenticate.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/imports.ts';
import type { Api } from './api.ts';
import { optionsFor } from './import-upload.ts';
import { withoutNulls } from './without-nulls.ts';

const tags = ['imports'];
const read = { scope: 'read' } as const;
const write = { scope: 'imports:write' } as const;
const params = schemas.importParams;

/** The steps of a draft, each by itself: upload in pieces, map, check, repair, commit, and back. */
export function draftRoutes(app: Api, deps: ApiDeps): void {
  uploadRoutes(app, deps);
  editRoutes(app, deps);
  stepRoutes(app, deps);
}

function uploadRoutes(app: Api, { engine, limits }: ApiDeps): void {
  const maxBytes = limits?.uploadBytes ?? DEFAULT_LIMITS.uploadBytes;
  app.post(
    '/imports/uploads',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'Opens an upload in pieces: PUT them to /content at their offsets, then finish it.',
        body: schemas.startUploadBody,
        response: { 201: schemas.uploadOffset },
      },
    },
    async (request, reply) => {
      const { fileBytes, options = {}, ...list } = request.body;
      const started = await startUpload(engine, {
        ...list,
        options: await optionsFor(engine, withoutNulls(options), list),
        totalBytes: fileBytes,
        maxBytes,
        actor: actorOf(request),
      });
      return reply.code(201).send(started);
    },
  );
  app.get(
    '/imports/:importId/content',
    {
      config: read,
      schema: { tags, description: 'Where the next piece belongs.', params, response: { 200: schemas.receiving } },
    },
    async (request, reply) => {
      const answer = await uploadOffset(engine, request.params);
      return reply
        .header('upload-offset', answer.offset)
        .header('cache-control', 'no-store')
        .send({ ...request.params, ...answer });
    },
  );
  app.post(
    '/imports/:importId/content/finish',
    {
      config: write,
      schema: { tags, params, body: schemas.finishBody, response: { 200: schemas.finishedUpload } },
    },
    async (request) => {
      const input = { ...request.params, ...request.body, maxBytes, actor: actorOf(request) };
      const finished = await finishUpload(engine, input);
      const { sameFile } = await getImport({ readDb: engine.db }, request.params);
      return { ...finished, sameFile };
    },
  );
}

function editRoutes(app: Api, { engine }: ApiDeps): void {
  app.patch(
    '/imports/:importId',
    {
      config: write,
      schema: { tags, params, body: schemas.draftChange, response: { 200: schemas.changedDraft } },
    },
    (request) => editDraft(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/imports/:importId/fixes',
    {
      config: write,
      schema: { tags, params, body: schemas.fixesBody, response: { 200: schemas.changedDraft } },
    },
    (request) => decideFixes(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.patch(
    '/imports/:importId/rows/:rowNumber',
    {
      config: write,
      schema: { tags, params: schemas.rowParams, body: schemas.cellsBody, response: { 200: schemas.editedRow } },
    },
    (request) => editCells(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}

function stepRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/imports/:importId/check',
    {
      config: write,
      schema: { tags, params, body: schemas.startCheckBody, response: { 202: schemas.startedStep } },
    },
    async (request, reply) =>
      reply.code(202).send(await startCheck(engine, { ...request.params, ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/imports/:importId/commit',
    {
      config: { ...write, idempotent: true },
      schema: { tags, params, body: schemas.commitBody, response: { 202: schemas.startedCommit } },
    },
    async (request, reply) =>
      reply.code(202).send(await commitImport(engine, { ...request.params, ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/imports/:importId/undo',
    {
      config: write,
      schema: { tags, params, body: schemas.undoBody, response: { 202: schemas.startedUndo } },
    },
    async (request, reply) =>
      reply.code(202).send(await undoImport(engine, { ...request.params, ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/imports/:importId/cancel',
    {
      config: write,
      schema: { tags, params, response: { 200: schemas.cancelledImport } },
    },
    (request) => cancelImport(engine, { ...request.params, actor: actorOf(request) }),
  );
}
