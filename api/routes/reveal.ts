import { revealPhone } from '../../engine/access/reveal-phone.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/reveal.ts';
import type { Api } from './api.ts';

/** Of one person: enough for work by hand, too few to carry a list away. */
const AN_HOUR = { max: 600, timeWindow: 3_600_000 };

export function revealRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/reveal',
    {
      config: { scope: 'phones:reveal', idempotent: true, reveals: true, rateLimit: AN_HOUR },
      schema: {
        tags: ['reveal'],
        description: 'Tells a number in full that people see masked, and writes down who saw it.',
        body: schemas.revealBody,
        response: { 200: schemas.revealed },
      },
    },
    (request) => revealPhone(engine, { ...request.body, actor: actorOf(request) }),
  );
}
