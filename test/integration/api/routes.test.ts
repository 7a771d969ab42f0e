import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type ApiWorld } from './api-world.ts';
import { join, type Browser } from './people-world.ts';

let world: ApiWorld;
let viewer: Browser;
let admin: Browser;
beforeAll(async () => {
  world = await openApi();
  admin = await join(world, 'first', 'ana@example.org');
  viewer = await join(world, 'viewer', 'vera@example.org');
});
afterAll(() => world.close());

/** Without a key and without a session: probes, signed callbacks, answers under the token of their call, the doors. */
const PUBLIC = [
  'GET /healthz',
  'GET /readyz',
  'POST /v1/webhooks/:provider/:accountId',
  'POST /v1/answers',
  'POST /v1/session',
  'GET /v1/invites/:token',
  'POST /v1/invites/:token',
];
/** Pages and their parts; the descriptions of the API. They tell nothing that the package does not. */
const PAGES = /^(GET|HEAD) \/(docs(\/.*)?|assets\/.*|[\w.-]*|\*)$/;
/** The doors set a cookie, so no other site may send somebody through them. */
const DOORS = ['POST /v1/session', 'POST /v1/invites/:token'];

/** Sent to read, or about the reader's own session: nothing else changes by a viewer's hand. */
const READING = [
  'POST /v1/failures/count',
  'POST /v1/failures/:cause/contacts.csv',
  'POST /v1/templates/preview',
  'DELETE /v1/session/others/:sessionId',
  'POST /v1/campaigns/:campaignId/dry-run',
  'POST /v1/campaigns/:campaignId/settings/preview',
  'POST /v1/imports/:importId/messages',
  'DELETE /v1/session',
  'PUT /v1/session/password',
];

interface Route {
  name: string;
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  scope: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Every route that the app has, also those that its description does not show. */
function everyRoute(): Route[] {
  return [...world.app.routeScopes].flatMap(([name, scope]) => {
    const [method = '', url = ''] = name.split(' ');
    const known = METHODS.find((each) => each === method);
    if (known === undefined) throw new Error(`no trial knows the method of ${name}`);
    return [{ name, method: known, url, scope }];
  });
}

const address = (url: string): string =>
  url
    .replace(/:(contactId|eventId|rowNumber|appointmentVersion)\b/g, '1')
    .replace(/:\w+/g, '00000000-0000-7000-8000-000000000000')
    .replace('*', 'x');

const publicRoutes = () => everyRoute().filter(({ scope }) => scope === 'public');
const guarded = () => everyRoute().filter(({ scope }) => scope !== 'public');

it('has routes, and each says what it asks for', () => {
  expect(guarded().length).toBeGreaterThan(120);
  const heads = PUBLIC.filter((name) => name.startsWith('GET ')).map((name) => name.replace('GET', 'HEAD'));
  const open = publicRoutes()
    .map(({ name }) => name)
    .filter((name) => PUBLIC.includes(name) || !(PAGES.test(name) || heads.includes(name)));
  expect(open.toSorted()).toEqual(PUBLIC.toSorted());
});

it('lets nobody in without a key or a session', async () => {
  for (const { name, method, url } of guarded()) {
    const answer = await world.app.inject({ method, url: address(url) });
    expect([name, answer.statusCode]).toEqual([name, 401]);
    expect([name, answer.headers['www-authenticate']]).toEqual([name, expect.stringContaining('Bearer')]);
  }
});

describe('a viewer', () => {
  it('changes nothing', async () => {
    const changing = guarded().filter(({ method, name }) => UNSAFE.has(method) && !READING.includes(name));
    expect(changing.length).toBeGreaterThan(60);
    for (const { name, method, url } of changing) {
      const answer = await viewer.ask(asMethod(method), address(url));
      expect([name, answer.status, answer.code]).toEqual([name, 403, 'scope_missing']);
      expect([name, answer.body['repair']]).toEqual([name, 'Ask an administrator.']);
    }
  });

  it('reads with what says that it reads, and nothing of people and keys', () => {
    const unsafe = guarded().filter(({ method, scope }) => UNSAFE.has(method) && scope === 'read');
    expect(unsafe.map(({ name }) => name).toSorted()).toEqual(READING.toSorted());
    for (const { name, scope } of guarded().filter(({ url }) => /^\/v1\/(users|keys)/.test(url))) {
      expect([name, scope]).not.toEqual([name, 'read']);
    }
  });
});

it('does nothing that another site makes a browser send', async () => {
  const doors = everyRoute().filter(({ name }) => DOORS.includes(name));
  expect(doors).toHaveLength(DOORS.length);
  const unsafe = [...guarded().filter(({ method }) => UNSAFE.has(method)), ...doors];
  for (const { name, method, url } of unsafe) {
    for (const from of ['cross-site', 'same-site']) {
      const answer = await admin.ask(asMethod(method), address(url), { from });
      expect([name, from, answer.status, answer.code]).toEqual([name, from, 403, 'cross_site']);
    }
  }
});

function asMethod(method: Route['method']): 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' {
  return method === 'HEAD' ? 'GET' : method;
}
