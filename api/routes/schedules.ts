import {
  changeSchedule,
  createSchedule,
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
  type ControlInput,
} from '../../engine/campaigns/schedules/change-schedules.ts';
import { getSchedule, listSchedules } from '../../engine/campaigns/schedules/list-schedules.ts';
import { previewSchedule } from '../../engine/campaigns/schedules/preview-schedule.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/schedules.ts';
import type { Api } from './api.ts';

const tags = ['schedules'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write' } as const;
const params = schemas.scheduleParams;

/** Recurring campaigns. Each answer is read after the change, over the connection that reads: the commit comes first. */
export function scheduleRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/schedules',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description:
          'Makes a campaign recur; with `dryRun=true` only says what was understood and when it would start.',
        querystring: schemas.schedulePreviewQuery,
        body: schemas.newSchedule,
        response: { 200: schemas.schedulePreview, 201: schemas.schedule },
      },
    },
    async (request, reply) => {
      if (request.query.dryRun === 'true') return reply.code(200).send(await previewSchedule(engine, request.body));
      const made = await createSchedule(engine, { ...request.body, actor: actorOf(request) });
      return reply.code(201).send(await getSchedule(engine, made));
    },
  );
  app.get(
    '/schedules',
    {
      config: read,
      schema: { tags, querystring: schemas.listSchedulesQuery, response: { 200: page(schemas.schedule) } },
    },
    (request) => listSchedules(engine, request.query),
  );
  app.get(
    '/schedules/:scheduleId',
    { config: read, schema: { tags, params, response: { 200: schemas.schedule } } },
    (request) => getSchedule(engine, request.params),
  );
  app.patch(
    '/schedules/:scheduleId',
    {
      config: write,
      schema: { tags, params, body: schemas.scheduleChange, response: { 200: schemas.schedule } },
    },
    async (request) => {
      await changeSchedule(engine, { ...request.body, ...request.params, actor: actorOf(request) });
      return await getSchedule(engine, request.params);
    },
  );
  const control = { tags, params, body: schemas.scheduleReason, response: { 200: schemas.schedule } };
  const carryOut = async (change: (input: ControlInput) => Promise<void>, input: ControlInput) => {
    await change(input);
    return await getSchedule(engine, input);
  };
  app.post('/schedules/:scheduleId/pause', { config: write, schema: control }, (request) =>
    carryOut((input) => pauseSchedule(engine, input), {
      ...request.params,
      ...request.body,
      actor: actorOf(request),
    }),
  );
  app.post('/schedules/:scheduleId/resume', { config: write, schema: control }, (request) =>
    carryOut((input) => resumeSchedule(engine, input), {
      ...request.params,
      ...request.body,
      actor: actorOf(request),
    }),
  );
  app.delete('/schedules/:scheduleId', { config: write, schema: control }, (request) =>
    carryOut((input) => removeSchedule(engine, input), {
      ...request.params,
      ...request.body,
      actor: actorOf(request),
    }),
  );
}
