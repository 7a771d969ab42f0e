import multipart from '@fastify/multipart';
import { requiredOfCampaign } from '../../engine/campaigns/required-of-campaign.ts';
import { countriesOf } from '../../engine/importing/checking/campaign-countries.ts';
import type { ImportOptions } from '../../engine/importing/import-options.ts';
import { mergeRejects } from '../../engine/importing/drafting/merge-rejects.ts';
import { receivePiece } from '../../engine/importing/receiving/receive-pieces.ts';
import { receiveUpload } from '../../engine/importing/receiving/receive-upload.ts';
import { actorOf } from '../auth/authenticate.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import { importOptions, type ImportFields } from '../schemas/import-options.ts';
import * as schemas from '../schemas/imports.ts';
import type { Api } from './api.ts';
import { importOptionsOf, wantedOf, withNeeded } from './import-options.ts';
import { readUpload, withBytes, type UploadParts } from './read-upload.ts';

const tags = ['imports'];
const write = { scope: 'imports:write' } as const;
const params = schemas.importParams;
const consumes = ['text/csv', 'multipart/form-data'];
/** Pieces are as large as a sender likes; a form gives its file at once. */
const FORM = { files: 1, fields: 50, fieldSize: 10_000 };

/** A room of its own: here a body is a stream, whatever it says that it is. */
export function uploadRoutes(app: Api, deps: ApiDeps): void {
  const maxBytes = deps.limits?.uploadBytes ?? DEFAULT_LIMITS.uploadBytes;
  app.register(async (room: Api) => {
    await room.register(multipart, { limits: { ...FORM, fileSize: maxBytes + 1 } });
    room.removeContentTypeParser(['application/json', 'text/plain']);
    room.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    wholeFiles(room, deps, maxBytes);
    pieces(room, deps, maxBytes);
    corrections(room, deps, maxBytes);
  });
}

function wholeFiles(room: Api, { engine }: ApiDeps, maxBytes: number): void {
  const receive = (
    { bytes, fileName }: UploadParts,
    list: Omit<Parameters<typeof receiveUpload>[1], 'source' | 'fileName' | 'maxBytes'>,
  ) => withBytes(bytes, (source) => receiveUpload(engine, { ...list, source, fileName, maxBytes }));
  room.post(
    '/imports',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description:
          'The list as the body (text/csv), or as the file of a multipart form after its option fields. It is checked ' +
          'and committed at once, unless draft or check says where it is to wait.',
        consumes,
        querystring: importOptions,
        response: { 202: schemas.startedImport },
      },
    },
    async (request, reply) => {
      const upload = await readUpload(request, request.query);
      const { fields } = upload;
      const { importId } = await receive(upload, {
        options: await optionsFor(engine, importOptionsOf(fields), fields),
        wanted: wantedOf(fields),
        purpose: fields.purpose,
        campaignId: fields.campaignId,
        programmeId: fields.programmeId,
        actor: actorOf(request),
      });
      return reply.code(202).send({ importId });
    },
  );
  room.post(
    '/campaigns/:campaignId/stop-list',
    {
      config: { scope: 'campaigns:write', idempotent: true },
      schema: {
        tags: ['campaigns'],
        description:
          'Takes the people of a list out of the campaign, also while it runs. Nobody of them is dialled again.',
        consumes,
        params: campaignParams,
        querystring: importOptions.omit({
          campaignId: true,
          programmeId: true,
          purpose: true,
          draft: true,
          check: true,
        }),
        response: { 202: schemas.startedImport },
      },
    },
    async (request, reply) => {
      const upload = await readUpload(request, request.query);
      const { importId } = await receive(upload, {
        options: importOptionsOf(upload.fields),
        purpose: 'stop',
        campaignId: request.params.campaignId,
        actor: actorOf(request),
      });
      return reply.code(202).send({ importId });
    },
  );
}

function pieces(room: Api, { engine }: ApiDeps, maxBytes: number): void {
  room.put(
    '/imports/:importId/content',
    {
      config: write,
      schema: {
        tags,
        description: 'The bytes that belong at Upload-Offset. What arrives of a piece that breaks off is kept.',
        consumes: ['application/octet-stream', 'text/csv'],
        params,
        headers: schemas.pieceHeaders,
        response: { 200: schemas.uploadOffset },
      },
    },
    async (request, reply) => {
      const { importId } = request.params;
      const { bytes } = await readUpload(request, {});
      const { offset } = await withBytes(
        bytes,
        (source) =>
          receivePiece(engine, {
            importId,
            offset: request.headers['upload-offset'],
            source,
            maxBytes,
            actor: actorOf(request),
          }),
        'What arrived is kept: ask for the offset and go on from there.',
      );
      return reply.header('upload-offset', offset).send({ importId, offset });
    },
  );
}

function corrections(room: Api, { engine }: ApiDeps, maxBytes: number): void {
  room.post(
    '/imports/:importId/rejects',
    {
      config: write,
      schema: {
        tags,
        description: 'A corrected reject file, which is merged into the list that it came from: all of it or nothing.',
        consumes,
        params,
        querystring: importOptions.pick({ fileName: true }),
        response: { 200: schemas.mergedRejects },
      },
    },
    async (request) => {
      const { bytes, fileName } = await readUpload(request, request.query);
      return await withBytes(bytes, (source) =>
        mergeRejects(engine, { ...request.params, source, fileName, maxBytes, actor: actorOf(request) }),
      );
    },
  );
}

/**
 * Adds what a campaign asks of its people: the variables of its texts, and countries that its numbers can call, unless
 * others are told. Throws EngineError `unknown_campaign`.
 */
export async function optionsFor(
  engine: ApiDeps['engine'],
  options: ImportOptions,
  { campaignId, purpose }: Pick<ImportFields, 'campaignId' | 'purpose'>,
): Promise<ImportOptions> {
  if (campaignId === undefined || purpose === 'stop') return options;
  const [needed, reached] = await Promise.all([
    requiredOfCampaign(engine, campaignId),
    options.countries === undefined ? countriesOf(engine, campaignId) : null,
  ]);
  const told = withNeeded(options, needed);
  return reached === null || reached.length === 0 ? told : { ...told, countries: reached };
}
