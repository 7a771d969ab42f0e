import { z } from 'zod';
import type { AcceptedRow } from '../../engine/importing/checking/check-row.ts';
import { findImport } from '../../engine/importing/find-import.ts';
import { inspectImport, type InspectedRow } from '../../engine/importing/mapping/inspect-import.ts';
import { listMappings, removeMapping, saveMapping } from '../../engine/importing/mapping/saved-mappings.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as consent from '../schemas/consent.ts';
import * as inspections from '../schemas/import-inspection.ts';
import { importParams } from '../schemas/imports.ts';
import type { Api } from './api.ts';
import { importOptionsOf } from './import-options.ts';

const tags = ['imports'];
const read = { scope: 'read' } as const;
const write = { scope: 'imports:write' } as const;

/** How a list is read before it is checked, and how lists like it were mapped before. */
export function inspectRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/imports/:importId/inspect',
    {
      config: read,
      schema: {
        tags,
        description:
          'How the list would be read, by the parser that reads it: encoding, delimiter, header, columns, questions, first ' +
          'rows. Options in the query are tried in place of the stored ones; nothing is changed by it.',
        params: importParams,
        querystring: inspections.inspectQuery,
        response: { 200: inspections.inspection },
      },
    },
    async (request) => {
      const { importId } = request.params;
      const { saved: useSaved = false, ...words } = request.query;
      const tried = importOptionsOf(words);
      const stored = await findImport(engine.db, importId);
      const found = await inspectImport(engine, importId, { ...stored.options, ...tried }, { useSaved });
      return { ...found, rows: found.rows.map(asShown) };
    },
  );
  app.get(
    '/import-mappings',
    { config: read, schema: { tags, response: { 200: inspections.savedMappings } } },
    async () => ({ items: await listMappings(engine) }),
  );
  app.post(
    '/import-mappings',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'Keeps how the columns of an import are read, for the next list with the same headers.',
        body: inspections.newMapping,
        response: { 201: inspections.savedMapping },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await saveMapping(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.delete(
    '/import-mappings/:mappingId',
    { config: write, schema: { tags, params: inspections.mappingParams, response: { 200: consent.done } } },
    async (request) => {
      await removeMapping(engine, { ...request.params, actor: actorOf(request) });
      return { done: true as const };
    },
  );
}

const texts = z.record(z.string(), z.string());
type Shown = z.input<typeof inspections.inspection>['rows'][number];

function asShown({ accepted, findings, ...row }: InspectedRow): Shown {
  return { ...row, accepted: accepted && acceptedAsShown(accepted), findings: [...findings] };
}

function acceptedAsShown({ phones, name, externalId, variablesJson, overrides }: AcceptedRow): Shown['accepted'] {
  return {
    phones: phones.map(({ digits, zoneKey, zoneSource, placeKey }) => ({
      phone: `+${digits}`,
      zones: zoneKey === '' ? [] : zoneKey.split(','),
      zoneSource,
      places: placeKey === '' ? [] : placeKey.split(','),
    })),
    name,
    externalId,
    variables: texts.parse(JSON.parse(variablesJson)),
    overrides: overrides && { ...overrides },
  };
}
