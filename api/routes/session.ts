import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptInvite } from '../../engine/access/accept-invite.ts';
import { changePassword } from '../../engine/access/change-password.ts';
import { readInvite } from '../../engine/access/read-invite.ts';
import { scopesOf } from '../../engine/access/scopes.ts';
import { sessionFacts } from '../../engine/access/session-facts.ts';
import { signIn } from '../../engine/access/sign-in.ts';
import { signOut } from '../../engine/access/sign-out.ts';
import type { Person, SignInFrom } from '../../engine/access/start-session.ts';
import { actorOf } from '../auth/authenticate.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from '../auth/session-cookie.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import * as schemas from '../schemas/session.ts';
import type { Api } from './api.ts';
import { personOf } from './person-of.ts';

const own = { scope: 'read', people: true } as const;
/** Whoever has the password or the link may come in, but no page of another site may send them. */
const door = { scope: 'public', sameSite: true } as const;
const nothing = { 204: z.undefined() };

export function sessionRoutes(app: Api, deps: ApiDeps): void {
  const { engine } = deps;
  const tags = ['session'];
  app.get('/session', { config: own, schema: { tags, response: { 200: schemas.session } } }, (request) =>
    viewOf(deps, personOf(request).user),
  );
  app.post(
    '/session',
    {
      config: door,
      schema: { tags, description: 'Signs in.', body: schemas.credentials, response: { 200: schemas.session } },
    },
    async (request, reply) => {
      const verdict = await signIn(engine, { ...request.body, from: fromOf(request), oldToken: sessionToken(request) });
      if (verdict.ok) return await enter(deps, request, reply, verdict.session);
      if (verdict.reason === 'limited') throw limited(reply, verdict.retryAfterSeconds);
      throw new ProblemError(401, 'login_wrong', 'The email or the password is wrong.', {
        repair: 'Type both again; an administrator can make you a link to set a new password.',
      });
    },
  );
  app.delete(
    '/session',
    { config: own, schema: { tags, description: 'Signs out.', response: nothing } },
    async (request, reply) => {
      await signOut(engine, { token: personOf(request).token, actor: actorOf(request) });
      clearSessionCookie(reply);
      return await reply.code(204).send();
    },
  );
  app.put(
    '/session/password',
    { config: own, schema: { tags, body: schemas.passwordChange, response: nothing } },
    async (request, reply) => {
      const { user, token } = personOf(request);
      const verdict = await changePassword(engine, { ...request.body, user, token, actor: actorOf(request) });
      if (!verdict.ok) throw limited(reply, verdict.retryAfterSeconds);
      return await reply.code(204).send();
    },
  );
}

export function inviteRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['session'];
  const params = schemas.inviteParams;
  app.get(
    '/invites/:token',
    { config: { scope: 'public' }, schema: { tags, params, response: { 200: schemas.invite } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return await readInvite(deps.engine, request.params);
    },
  );
  app.post(
    '/invites/:token',
    {
      config: door,
      schema: {
        tags,
        description: 'Sets the password of whom the link is for, and signs them in. A link works once.',
        params,
        body: schemas.acceptance,
        response: { 200: schemas.session },
      },
    },
    async (request, reply) => {
      const { params: opened, body } = request;
      const from = { from: fromOf(request), oldToken: sessionToken(request) };
      return await enter(deps, request, reply, await acceptInvite(deps.engine, { ...opened, ...body, ...from }));
    },
  );
}

async function enter(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  session: { token: string; user: Person },
): Promise<z.output<typeof schemas.session>> {
  setSessionCookie(request, reply, session.token);
  reply.header('cache-control', 'no-store');
  return await viewOf(deps, session.user);
}

async function viewOf(deps: ApiDeps, user: Person): Promise<z.output<typeof schemas.session>> {
  return {
    user,
    scopes: [...scopesOf(user.role)],
    ...(await sessionFacts(deps.engine)),
    version: deps.version ?? 'unknown',
    temporalUiUrl: deps.temporalUiUrl ?? null,
  };
}

const fromOf = (request: FastifyRequest): SignInFrom => ({
  address: request.ip,
  userAgent: request.headers['user-agent'] ?? null,
});

function limited(reply: FastifyReply, retryAfterSeconds: number): ProblemError {
  reply.header('retry-after', retryAfterSeconds);
  return new ProblemError(429, 'login_limited', 'Too many wrong passwords of late.', {
    repair: `Wait ${retryAfterSeconds} s, then try again.`,
    details: { retryAfterSeconds },
  });
}
