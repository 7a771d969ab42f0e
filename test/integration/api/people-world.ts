import type { InjectOptions } from 'fastify';
import type { Role } from '../../../domain/role.ts';
import { acceptInvite } from '../../../engine/access/accept-invite.ts';
import { firstAdminToken } from '../../../engine/access/first-admin-link.ts';
import { inviteUser } from '../../../engine/access/invite-user.ts';
import type { ApiWorld } from './api-world.ts';

export const PASSWORD = 'plough under lantern seven';
export const COOKIE = '__Host-outdial';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface BrowserAnswer {
  status: number;
  text: string;
  code: unknown;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
  /** The session's cookie that it sets, as the browser would read it. */
  cookie: { name: string; value: string; [flag: string]: unknown } | undefined;
}

/** A browser of one person: keeps its session, and says where its requests come from, as browsers do. */
export interface Browser {
  token: string;
  ask: (
    method: Method,
    url: string,
    options?: { body?: unknown; headers?: Record<string, string>; token?: string | null; from?: string | null },
  ) => Promise<BrowserAnswer>;
}

/** A browser that nobody has signed in with yet. */
export function browser(world: Pick<ApiWorld, 'app'>, token = ''): Browser {
  const self: Browser = {
    token,
    ask: async (method, url, { body, headers = {}, token: given = self.token, from = 'same-origin' } = {}) => {
      const request: InjectOptions = {
        method,
        url,
        headers: {
          host: '127.0.0.1:3000',
          ...(from === null ? {} : { 'sec-fetch-site': from }),
          ...(given === null || given === '' ? {} : { cookie: `${COOKIE}=${given}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      };
      const answer = await world.app.inject(request);
      const isJson = /json/.test(String(answer.headers['content-type'] ?? ''));
      const fields: Record<string, unknown> = isJson && answer.body !== '' ? answer.json() : {};
      const cookie = answer.cookies.find(({ value }) => value !== '');
      return {
        status: answer.statusCode,
        text: answer.body,
        code: fields['code'],
        body: fields,
        headers: answer.headers,
        cookie: cookie && { ...cookie },
      };
    },
  };
  return self;
}

/** A browser in which this person has just signed in. */
export async function signInAs(world: Pick<ApiWorld, 'app'>, email: string, password = PASSWORD): Promise<Browser> {
  const fresh = browser(world);
  const answer = await fresh.ask('POST', '/v1/session', { body: { email, password } });
  if (answer.status !== 200 || !answer.cookie) throw new Error(`${email} did not get in: ${answer.text}`);
  fresh.token = answer.cookie.value;
  return fresh;
}

const from = { address: '127.0.0.1', userAgent: 'test' };

/** Adds a person who has joined, and signs them in. The first administrator of an installation is `first`. */
export async function join(
  world: ApiWorld,
  role: Role | 'first',
  email: string,
): Promise<Browser & { userId: string }> {
  if (role === 'first') {
    const token = await firstAdminToken(world.engine, { actor: 'test' });
    if (token === undefined) throw new Error('there is somebody already');
    const { user } = await acceptInvite(world.engine, { token, email, name: 'First', password: PASSWORD, from });
    return Object.assign(await signInAs(world, email), { userId: user.id });
  }
  const { userId, token } = await inviteUser(world.engine, { email, name: email, role, actor: 'test' });
  await acceptInvite(world.engine, { token, password: PASSWORD, from });
  return Object.assign(await signInAs(world, email), { userId });
}
