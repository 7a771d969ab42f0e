import { afterEach, expect, it, vi } from 'vitest';
import { addressOf, get, send, sendForFile } from '../../../dashboard/api/client.ts';
import { ApiProblem, problemOf } from '../../../dashboard/api/problem.ts';

afterEach(() => vi.unstubAllGlobals());

it('reads a refusal of the API with everything that it says', () => {
  const body = {
    type: 'urn:outdial:problem:login_limited',
    title: 'Too many requests',
    status: 429,
    code: 'login_limited',
    detail: 'Too many tries.',
    repair: 'Wait.',
    requestId: 'r1',
    retryAfterSeconds: 30,
    errors: [{ pointer: '/email', message: 'is no address' }],
  };
  const { parts, isPassing } = problemOf(429, body, undefined, 5);
  expect(parts).toEqual({
    status: 429,
    code: 'login_limited',
    detail: 'Too many tries.',
    repair: 'Wait.',
    requestId: 'r1',
    errors: [{ pointer: '/email', message: 'is no address' }],
    details: { retryAfterSeconds: 30 },
    atMs: 5,
  });
  expect(isPassing).toBe(true);
});

it('does not take the page of a proxy for an answer', () => {
  for (const body of [undefined, '<html>', [], null, { error: 'x' }]) {
    const problem = problemOf(502, body, 'r2', 0);
    expect([problem.code, problem.status, problem.parts.requestId, problem.isPassing]).toEqual([
      'answer_unreadable',
      502,
      'r2',
      false,
    ]);
  }
});

it('fills an address, encodes what stands in it and leaves out what is not asked', () => {
  const params = { programmeId: 'a b', externalId: 'x/1?' };
  expect(addressOf('/programmes/:programmeId/appointments/:externalId', { params })).toBe(
    '/v1/programmes/a%20b/appointments/x%2F1%3F',
  );
  expect(addressOf('/contacts', { query: { state: 'failed', phone: '', cursor: undefined, kinds: ['a', 'b'] } })).toBe(
    '/v1/contacts?state=failed&kinds=a&kinds=b',
  );
  expect(() => addressOf('/campaigns/:campaignId')).toThrow('campaignId');
});

it('warns that it may have taken effect of what changes something, and of nothing that only reads', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  const repairOf = (call: Promise<unknown>): Promise<unknown> =>
    call.catch((error: unknown) => (error instanceof ApiProblem ? error.parts.repair : error));
  expect(await repairOf(send('POST', '/failures/resolve', { body: {} }))).toMatch(/^It may have taken effect/);
  const read = 'What is shown is as old as it says. Calls that are under way go on without this page.';
  expect(await repairOf(get('/failures'))).toBe(read);
  expect(await repairOf(sendForFile('/failures/busy/contacts.csv', { body: { contactIds: [1] } }))).toBe(read);
});
