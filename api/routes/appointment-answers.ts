import { answerFor } from '../../engine/answering/answer-for.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { appointmentAnswerBody } from '../schemas/answers.ts';
import { appointmentParams } from '../schemas/appointment-detail.ts';
import { changedAppointment } from '../schemas/appointments.ts';
import type { Api } from './api.ts';

/** Answers that other systems take: a desk, a portal, a calendar. */
export function appointmentAnswerRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/programmes/:programmeId/appointments/:externalId/answer',
    {
      config: { scope: 'campaigns:write', idempotent: true },
      schema: {
        tags: ['appointments'],
        description:
          'An answer that was given elsewhere. It counts at once and as the last word, whatever the cut-off says; ' +
          'what is left of the plan stops or stays by the policy of the programme. Told twice it changes nothing.',
        params: appointmentParams,
        body: appointmentAnswerBody,
        response: { 200: changedAppointment },
      },
    },
    (request) => answerFor(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
