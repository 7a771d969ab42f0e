import { changeUser } from '../../engine/access/change-user.ts';
import { inviteUser } from '../../engine/access/invite-user.ts';
import { getUser, listUsers } from '../../engine/access/list-users.ts';
import { resetUser } from '../../engine/access/reset-user.ts';
import { actorOf } from '../auth/authenticate.ts';
import { originOf } from '../auth/session-cookie.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/users.ts';
import type { Api } from './api.ts';

const tags = ['users'];
const write = { scope: 'users:write' } as const;
const params = schemas.userParams;

export function userRoutes(app: Api, { engine }: ApiDeps): void {
  app.get('/users', { config: write, schema: { tags, response: { 200: schemas.userList } } }, async () => ({
    items: await listUsers(engine),
  }));
  app.post(
    '/users',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'Adds a person. Send them the link: under it they set a password, within seven days.',
        body: schemas.newUser,
        response: { 201: schemas.invitedUser },
      },
    },
    async (request, reply) => {
      const { userId, token } = await inviteUser(engine, { ...request.body, actor: actorOf(request) });
      const user = await getUser({ readDb: engine.db }, { userId });
      return await reply.code(201).send({ user, link: linkOf(originOf(request), token) });
    },
  );
  app.patch(
    '/users/:userId',
    { config: write, schema: { tags, params, body: schemas.userChange, response: { 200: schemas.user } } },
    async (request) => {
      await changeUser(engine, { ...request.params, ...request.body, actor: actorOf(request) });
      return await getUser({ readDb: engine.db }, request.params);
    },
  );
  app.post(
    '/users/:userId/reset',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'A new link, to set a new password within 24 hours, or to join where one has not yet.',
        params,
        response: { 200: schemas.userLink },
      },
    },
    async (request) => {
      const { token } = await resetUser(engine, { ...request.params, actor: actorOf(request) });
      return { link: linkOf(originOf(request), token) };
    },
  );
}

/** Behind the #, so that no server on the way and no log ever sees the token. */
const linkOf = (origin: string, token: string): string => `${origin}/join#${token}`;
