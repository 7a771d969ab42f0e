import { endSeries, pauseSeries, resumeSeries } from '../../engine/reminders/series/change-series.ts';
import { editSeries } from '../../engine/reminders/series/edit-series.ts';
import { putSeries } from '../../engine/reminders/series/put-series.ts';
import { listSeries, showSeries } from '../../engine/reminders/series/show-series.ts';
import { skipOnce } from '../../engine/reminders/series/skip-once.ts';
import { splitSeries } from '../../engine/reminders/series/split-series.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { changedAppointment, dryRunQuery } from '../schemas/appointments.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/series.ts';
import type { Api } from './api.ts';

const tags = ['series'];
const read = { scope: 'read' } as const;
/** Saying the same twice changes nothing. With a key the repetition is answered as the first time. */
const write = { scope: 'campaigns:write', idempotent: true } as const;
const params = schemas.seriesParams;
const ONE = '/programmes/:programmeId/series/:externalId';

export function seriesRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/programmes/:programmeId/series',
    {
      config: read,
      schema: {
        tags,
        params: schemas.seriesProgrammeParams,
        querystring: schemas.listSeriesQuery,
        response: { 200: page(schemas.series) },
      },
    },
    (request) => listSeries(engine, { ...request.params, ...request.query }),
  );
  app.get(ONE, { config: read, schema: { tags, params, response: { 200: schemas.series } } }, (request) =>
    showSeries(engine, request.params),
  );
  app.put(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description:
          'Creates a recurring appointment, or changes all of it from now on; with `dryRun=true` only says what it would ' +
          'do. Its occurrences of the next 60 days are appointments EXTERNAL_ID/DATE: to edit one alone, PUT that one.',
        params,
        querystring: dryRunQuery,
        body: schemas.seriesBody,
        response: { 200: schemas.changedSeries, 201: schemas.changedSeries },
      },
    },
    async (request, reply) => {
      const dryRun = request.query.dryRun === 'true';
      const told = { ...request.params, ...request.body, dryRun, actor: actorOf(request) };
      const answer = await putSeries(engine, told);
      return reply.code(answer.change === 'created' && !dryRun ? 201 : 200).send(answer);
    },
  );
  app.patch(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description:
          'Changes all of a series by what is to be otherwise; with `dryRun=true` only says what it would do.',
        params,
        querystring: dryRunQuery,
        body: schemas.seriesPatch,
        response: { 200: schemas.changedSeries },
      },
    },
    (request) => {
      const dryRun = request.query.dryRun === 'true';
      return editSeries(engine, { ...request.params, patch: request.body, dryRun, actor: actorOf(request) });
    },
  );
  app.delete(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description: 'Ends a series: all its occurrences to come are cancelled.',
        params,
        querystring: schemas.endSeriesQuery,
        response: { 200: schemas.changedSeries },
      },
    },
    (request) => endSeries(engine, { ...request.params, ...request.query, actor: actorOf(request) }),
  );
  controlRoutes(app, engine);
}

function controlRoutes(app: Api, engine: ApiDeps['engine']): void {
  const response = { 200: schemas.changedSeries };
  const control = { tags, params, body: schemas.seriesReasonBody, response };
  app.post(`${ONE}/pause`, { config: write, schema: control }, (request) =>
    pauseSeries(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(`${ONE}/resume`, { config: write, schema: control }, (request) =>
    resumeSeries(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    `${ONE}/split`,
    {
      config: write,
      schema: {
        tags,
        description: 'Changes one occurrence and all that follow: the series ends before it, and a new one goes on.',
        params,
        querystring: dryRunQuery,
        body: schemas.splitSeriesBody,
        response,
      },
    },
    (request) => {
      const dryRun = request.query.dryRun === 'true';
      return splitSeries(engine, { ...request.params, ...request.body, dryRun, actor: actorOf(request) });
    },
  );
  app.post(
    `${ONE}/skip-once`,
    {
      config: write,
      schema: {
        tags,
        description: 'Lets one occurrence pass in silence: the appointment stands, nothing goes out for it.',
        params,
        body: schemas.skipOnceBody,
        response: { 200: changedAppointment },
      },
    },
    (request) => skipOnce(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
