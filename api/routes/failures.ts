import { listFailedContacts } from '../../engine/failures/list-contacts.ts';
import { listFailureGroups } from '../../engine/failures/list-groups.ts';
import { countMatching } from '../../engine/failures/matching.ts';
import { listResolutions } from '../../engine/failures/resolving/list-resolutions.ts';
import { resolveFailures } from '../../engine/failures/resolving/resolve.ts';
import { undoResolution } from '../../engine/failures/resolving/undo-resolution.ts';
import { showFailureGroup } from '../../engine/failures/show-group.ts';
import { listSnoozes } from '../../engine/failures/snoozing/list-snoozes.ts';
import { snoozeGroup } from '../../engine/failures/snoozing/snooze-group.ts';
import { wakeGroup } from '../../engine/failures/snoozing/wake-group.ts';
import { suppressFailed } from '../../engine/failures/suppress-numbers.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/failures.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';
import { readFailureFilter } from './read-failure-filter.ts';

const tags = ['failures'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write', idempotent: true } as const;

export function failureRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/failures',
    {
      config: read,
      schema: { tags, querystring: schemas.listFailuresQuery, response: { 200: schemas.failureGroups } },
    },
    (request) =>
      listFailureGroups(engine, { ...request.query, assignee: readAssignee(request, request.query.assignee) }),
  );
  app.get(
    '/failures/:cause',
    {
      config: read,
      schema: {
        tags,
        params: schemas.causeParams,
        querystring: schemas.showFailureQuery,
        response: { 200: schemas.failureGroupDetail },
      },
    },
    (request) => showFailureGroup(engine, { ...request.params, ...request.query }),
  );
  app.get(
    '/failures/:cause/contacts',
    {
      config: read,
      schema: {
        tags,
        description:
          'The open ones, unless resolved=true. A page that asks for something of the attempt may be short, and still ' +
          'have a next one: nextCursor alone says whether there is more.',
        params: schemas.causeParams,
        querystring: schemas.listFailedContactsQuery,
        response: { 200: page(schemas.failedContact) },
      },
    },
    ({ params, query: { from, to, ...filter } }) =>
      listFailedContacts(engine, { ...params, ...filter, fromMs: from, toMs: to }),
  );
  resolvingRoutes(app, engine);
  snoozingRoutes(app, engine);
}

function resolvingRoutes(app: Api, engine: ApiDeps['engine']): void {
  app.get(
    '/failures/resolutions',
    {
      config: read,
      schema: { tags, querystring: schemas.listResolutionsQuery, response: { 200: page(schemas.resolution) } },
    },
    (request) => listResolutions(engine, request.query),
  );
  app.post(
    '/failures/count',
    {
      config: read,
      schema: {
        tags,
        description: 'How many contacts match now: what a bulk action would take.',
        body: schemas.countBody,
        response: { 200: schemas.countedMatching },
      },
    },
    (request) => countMatching(engine, { filter: readFailureFilter(request.body.filter) }),
  );
  app.post(
    '/failures/resolve',
    {
      config: write,
      schema: {
        tags,
        description: 'Declares the contacts that match now done with. Who was resolved already is not counted again.',
        body: schemas.bulkBody,
        response: { 200: schemas.resolvedFailures },
      },
    },
    (request) => {
      const { filter, reason } = request.body;
      return resolveFailures(engine, { filter: readFailureFilter(filter), reason, actor: actorOf(request) });
    },
  );
  app.post(
    '/failures/resolutions/:resolutionId/undo',
    { config: write, schema: { tags, params: schemas.resolutionParams, response: { 200: schemas.undoneResolution } } },
    (request) => undoResolution(engine, { ...request.params, actor: actorOf(request) }),
  );
  app.post(
    '/failures/suppress',
    {
      config: { scope: 'consent:write', idempotent: true },
      schema: {
        tags,
        description:
          'Makes a suppression list of the numbers of the contacts that match now. Removing the list is the undo.',
        body: schemas.suppressFailedBody,
        response: { 200: schemas.suppressedNumbers },
      },
    },
    (request) => {
      const { filter, reason, purpose = '', channel = '' } = request.body;
      const actor = actorOf(request);
      return suppressFailed(engine, { filter: readFailureFilter(filter), reason, purpose, channel, actor });
    },
  );
}

function snoozingRoutes(app: Api, engine: ApiDeps['engine']): void {
  app.get('/failures/snoozes', { config: read, schema: { tags, response: { 200: schemas.snoozeList } } }, async () => ({
    items: await listSnoozes(engine),
  }));
  app.post(
    '/failures/snooze',
    {
      config: write,
      schema: {
        tags,
        description: 'Hides a group until a time, or until it has grown to a number of failed attempts.',
        body: schemas.snoozeBody,
        response: { 200: schemas.snoozed },
      },
    },
    (request) => {
      const { untilAt, ...snooze } = request.body;
      const untilAtMs = untilAt === undefined ? undefined : Date.parse(untilAt);
      return snoozeGroup(engine, { ...snooze, untilAtMs, actor: actorOf(request) });
    },
  );
  app.delete(
    '/failures/snoozes/:snoozeId',
    {
      config: { scope: 'campaigns:write' },
      schema: { tags, params: schemas.snoozeParams, response: { 200: schemas.wokenGroup } },
    },
    (request) => wakeGroup(engine, { ...request.params, actor: actorOf(request) }),
  );
}
