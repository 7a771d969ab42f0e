import type { z } from 'zod';
import { bookAppointments, type BookingResult } from '../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../engine/reminders/booking/cancel.ts';
import { rebookAppointment } from '../../engine/reminders/booking/rebook.ts';
import { restoreAppointment } from '../../engine/reminders/booking/restore.ts';
import { sendNow } from '../../engine/reminders/booking/send-now.ts';
import { skipSteps } from '../../engine/reminders/booking/skip.ts';
import type { AppointmentChangeView } from '../../engine/reminders/booking/view-change.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { appointmentParams } from '../schemas/appointment-detail.ts';
import * as schemas from '../schemas/appointments.ts';
import { programmeParams } from '../schemas/programmes.ts';
import type { Api } from './api.ts';

const tags = ['appointments'];
const params = appointmentParams;
/** Saying the same twice changes nothing. With a key the repetition is answered as the first time. */
const write = { scope: 'campaigns:write', idempotent: true } as const;
/** Answers of a thousand are not kept for repetitions: these say what is there, one by one. */
const writeMany = { scope: 'campaigns:write' } as const;
/** A thousand appointments with all that they bring along. */
const MAX_BULK_BYTES = 16 * 1024 * 1024;
const ONE = '/programmes/:programmeId/appointments/:externalId';

export function appointmentRoutes(app: Api, { engine }: ApiDeps): void {
  app.put(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description:
          'Books an appointment; moves or edits the one of this external id. Answers what was understood and the plan: ' +
          'each step, when, why then, what it costs. 201 = it is new.',
        params,
        body: schemas.booking,
        response: { 200: schemas.changedAppointment, 201: schemas.changedAppointment },
      },
    },
    async (request, reply) => {
      const { programmeId, externalId } = request.params;
      const items = [{ externalId, ...request.body }];
      const booked = onlyOne(await bookAppointments(engine, { programmeId, items, actor: actorOf(request) }));
      return reply.code(booked.change === 'booked' ? 201 : 200).send(booked);
    },
  );
  app.patch(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description: 'Moves or edits an appointment by what is to be otherwise; a time without offset is in its zone.',
        params,
        querystring: schemas.dryRunQuery,
        body: schemas.bookingPatch,
        response: { 200: schemas.changedAppointment },
      },
    },
    async (request) => {
      const dryRun = request.query.dryRun === 'true';
      const change = { ...request.params, patch: request.body, dryRun, actor: actorOf(request) };
      return onlyOne([await rebookAppointment(engine, change)]);
    },
  );
  app.post(
    `${ONE}/preview`,
    {
      config: writeMany,
      schema: {
        tags,
        description: 'What a PUT of the same body would answer. Nothing is written.',
        params,
        body: schemas.booking,
        response: { 200: schemas.previewedAppointment },
      },
    },
    async (request) => {
      const { programmeId, externalId } = request.params;
      const items = [{ externalId, ...request.body }];
      const input = { programmeId, items, dryRun: true, actor: actorOf(request) };
      const seen = onlyOne(await bookAppointments(engine, input));
      return seen.change === 'booked' ? { ...seen, appointmentId: null } : seen;
    },
  );
  app.post(
    '/programmes/:programmeId/appointments',
    {
      config: writeMany,
      bodyLimit: MAX_BULK_BYTES,
      schema: {
        tags,
        description:
          'Books, moves and edits up to 1,000 at once. Each has its own result: one that is refused stops no other. ' +
          'The same request again changes nothing.',
        params: programmeParams,
        body: schemas.bulkBody,
        response: { 200: schemas.bulkResult },
      },
    },
    async (request) => {
      const { programmeId } = request.params;
      const items = request.body.appointments;
      const results = await bookAppointments(engine, { programmeId, items, actor: actorOf(request) });
      return { results, counts: countsOf(results) };
    },
  );
  controlRoutes(app, engine);
}

function controlRoutes(app: Api, engine: ApiDeps['engine']): void {
  const response = { 200: schemas.changedAppointment };
  app.delete(
    ONE,
    {
      config: write,
      schema: {
        tags,
        description: 'Cancels an appointment: nothing of its plan goes out any more.',
        params,
        querystring: schemas.cancelQuery,
        response,
      },
    },
    (request) => cancelAppointment(engine, { ...request.params, ...request.query, actor: actorOf(request) }),
  );
  app.post(
    `${ONE}/restore`,
    {
      config: write,
      schema: {
        tags,
        description: 'Takes a cancellation back: it is planned again, and what was sent before is not sent again.',
        params,
        body: schemas.restoreBody,
        response,
      },
    },
    (request) => restoreAppointment(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(`${ONE}/skip`, { config: write, schema: { tags, params, body: schemas.skipBody, response } }, (request) =>
    skipSteps(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    `${ONE}/send-now`,
    {
      config: write,
      schema: {
        tags,
        description:
          'Sends a step now, also one that was sent or missed. Hours, law and opt-outs hold. Send an Idempotency-Key: ' +
          'the same request again is another message.',
        params,
        body: schemas.sendNowBody,
        response,
      },
    },
    (request) => sendNow(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}

/** Of a single item its problem is that of the request. */
function onlyOne([result]: readonly BookingResult[]): AppointmentChangeView {
  if (!result) throw new Error('a booking without a result');
  if (result.ok) return result;
  const { code, message, pointer, repair, suggestions, places } = result.problem;
  throw new ProblemError(422, code, message, {
    ...(repair === undefined ? {} : { repair }),
    details: { pointer, suggestions: suggestions ?? [], ...(places === undefined ? {} : { places }) },
  });
}

function countsOf(results: readonly BookingResult[]): z.input<typeof schemas.bulkResult>['counts'] {
  const of = (change: string): number => results.filter((result) => result.ok && result.change === change).length;
  return {
    booked: of('booked'),
    moved: of('moved'),
    edited: of('edited'),
    restored: of('restored'),
    unchanged: of('unchanged'),
    refused: results.filter(({ ok }) => !ok).length,
  };
}
