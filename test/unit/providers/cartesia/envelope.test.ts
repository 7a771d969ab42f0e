import { describe, expect, it } from 'vitest';
import { refusedOf } from '../../../../providers/cartesia/envelope.ts';

const own = { error_code: null, title: 'Invalid', message: 'no', request_id: 'r1' };
const refused = (status: number, body: unknown) =>
  refusedOf(status, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('an error of Cartesia', () => {
  it.each([
    [400, 'invalid'],
    [401, 'unauthorised'],
    [402, 'no_credit'],
    [403, 'unauthorised'],
    [404, 'not_found'],
    [429, 'rate_limited'],
  ])('of status %i is the refusal %s', (status, refusal) => {
    expect(refused(status, own)).toEqual({ refusal, message: `${status}: Invalid: no` });
  });

  it('names its code where it has one', () => {
    expect(refused(402, { ...own, error_code: 'quota_exceeded' })?.message).toBe('402 quota_exceeded: Invalid: no');
  });

  it.each([408, 409, 422, 425, 499, 500, 502, 503])('of status %i proves nothing', (status) => {
    expect(refused(status, own)).toBeUndefined();
  });

  it.each(['{"message":"Forbidden"}', 'Unauthorized: bad key', '<html>', '', '[]', '{"title":7,"message":"x"}'])(
    'is not recognised in %s, which anything in between may say',
    (body) => {
      for (const status of [400, 401, 402, 403, 404, 429]) expect(refused(status, body)).toBeUndefined();
    },
  );
});
