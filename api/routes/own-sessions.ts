import { endOwnSession } from '../../engine/access/end-session.ts';
import { listSessions } from '../../engine/access/list-sessions.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/own-sessions.ts';
import type { Api } from './api.ts';
import { personOf } from './person-of.ts';

const config = { scope: 'read', people: true } as const;
const tags = ['session'];

export function ownSessionRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/session/others',
    {
      config,
      schema: {
        tags,
        description: 'Where the one who asks is signed in, this browser too.',
        response: { 200: schemas.ownSessions },
      },
    },
    async (request) => {
      const { user, token } = personOf(request);
      return { items: await listSessions(engine, { userId: user.id, token }) };
    },
  );
  app.delete(
    '/session/others/:sessionId',
    { config, schema: { tags, params: schemas.ownSessionParams, response: { 200: schemas.endedSessions } } },
    (request) =>
      endOwnSession(engine, { userId: personOf(request).user.id, ...request.params, actor: actorOf(request) }),
  );
}
