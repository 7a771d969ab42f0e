import { listAppointments } from '../../engine/reading/appointments/list.ts';
import { reminderLoad } from '../../engine/reading/appointments/load.ts';
import { listMissed } from '../../engine/reading/appointments/missed.ts';
import { showAppointment } from '../../engine/reading/appointments/show.ts';
import { appointmentVersions } from '../../engine/reading/appointments/versions.ts';
import type { ApiDeps } from '../deps.ts';
import * as details from '../schemas/appointment-detail.ts';
import * as lists from '../schemas/appointment-lists.ts';
import * as reminders from '../schemas/reminder-lists.ts';
import type { Api } from './api.ts';

const read = { scope: 'read' } as const;

export function appointmentListRoutes(app: Api, { engine }: ApiDeps): void {
  const tags = ['appointments'];
  const params = details.appointmentParams;
  app.get(
    '/appointments',
    {
      config: read,
      schema: { tags, querystring: lists.listAppointmentsQuery, response: { 200: lists.appointmentPage } },
    },
    ({ query: { from, to, ...filter } }) => listAppointments(engine, { ...filter, fromMs: from, toMs: to }),
  );
  app.get(
    '/programmes/:programmeId/appointments/:externalId',
    {
      config: read,
      schema: {
        tags,
        params,
        querystring: details.showAppointmentQuery,
        response: { 200: details.appointmentDetail },
      },
    },
    (request) => showAppointment(engine, { ...request.params, zone: request.query.zone }),
  );
  app.get(
    '/programmes/:programmeId/appointments/:externalId/versions',
    { config: read, schema: { tags, params, response: { 200: details.appointmentVersions } } },
    (request) => appointmentVersions(engine, request.params),
  );
  app.get(
    '/reminders/load',
    { config: read, schema: { tags, querystring: reminders.loadQuery, response: { 200: reminders.reminderLoad } } },
    (request) => reminderLoad(engine, request.query),
  );
  app.get(
    '/reminders/missed',
    { config: read, schema: { tags, querystring: reminders.listMissedQuery, response: { 200: reminders.missedPage } } },
    ({ query: { since, ...filter } }) => listMissed(engine, { ...filter, sinceMs: since }),
  );
}
