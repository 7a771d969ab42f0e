import { describe, expect, it } from 'vitest';
import { placeResultOf } from '../../../../providers/answers.ts';
import { dataOf, refusedOf } from '../../../../providers/agentnumber/envelope.ts';
import type { OnceAnswer } from '../../../../providers/http/once-handler.ts';
import { textOf } from '../../../../providers/json.ts';

const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const error = (code: string, message = 'words'): unknown => ({ success: false, error: { message, code } });
const answered = (status: number, value: unknown): OnceAnswer => ({
  kind: 'answered',
  status,
  body: bytes(value),
  startedAtMs: 5,
});
const result = (answer: OnceAnswer) =>
  placeResultOf(answer, {
    created: (body) => {
      const value = textOf(dataOf(body)?.['id']);
      return value === undefined ? undefined : { value };
    },
    refused: refusedOf,
  });

describe('an answer of AgentNumber to a create', () => {
  it.each([
    [400, 'validation_error', 'invalid'],
    [401, 'unauthorized', 'unauthorised'],
    [402, 'insufficient_credits', 'no_credit'],
    [403, 'forbidden', 'unauthorised'],
    [404, 'not_found', 'not_found'],
    [429, 'rate_limit', 'rate_limited'],
  ])('of status %i in its own envelope is the refusal %s -> %s', (status, code, refusal) => {
    expect(result(answered(status, error(code)))).toEqual({
      kind: 'refused',
      refusal,
      message: `${status} ${code}: words`,
      startedAtMs: 5,
    });
  });

  it('may leave out `success`', () => {
    expect(result(answered(402, { error: { message: 'm', code: 'insufficient_credits' } })).kind).toBe('refused');
  });

  it.each([408, 409, 418, 422, 425, 499, 500, 501, 502, 503, 504, 302, 304])(
    'of status %i proves nothing, whoever says it',
    (status) => {
      expect(result(answered(status, error('internal_error')))).toMatchObject({ kind: 'ambiguous', startedAtMs: 5 });
    },
  );

  it.each([400, 401, 402, 403, 404, 429])('of status %i from somebody else proves nothing', (status) => {
    for (const body of [
      '<html>Blocked</html>',
      '',
      '{"message":"Forbidden"}',
      '{"error":"nope"}',
      '{"error":{"message":"x"}}',
      '[',
      'null',
    ]) {
      expect(result(answered(status, body)).kind).toBe('ambiguous');
    }
  });

  it('of 500 `sms_error` is the carrier saying no', () => {
    expect(result(answered(500, error('sms_error', 'The number +15551234567 is not valid')))).toMatchObject({
      kind: 'refused',
      refusal: 'invalid',
      message: '500 sms_error: The number ***67 is not valid',
    });
  });

  it('of 500 `sms_error` for an unsubscribed recipient is an opt-out', () => {
    const words = 'Attempt to send to unsubscribed recipient';
    expect(result(answered(500, error('sms_error', words)))).toMatchObject({ kind: 'refused', refusal: 'opted_out' });
  });

  it.each([
    ['{"data":{"id":"call_1"}}', 'accepted'],
    ['{"id":"call_1"}', 'accepted'],
    ['{"data":{}}', 'ambiguous'],
    ['{"data":{"id":""}}', 'ambiguous'],
    ['{"data":{"id":"call', 'ambiguous'],
    ['<html>', 'ambiguous'],
    ['', 'ambiguous'],
    ['null', 'ambiguous'],
  ])('of 201 with body %s is %s', (body, kind) => {
    expect(result(answered(201, body)).kind).toBe(kind);
  });

  it('that never came is ambiguous, and what never left is not sent', () => {
    expect(result({ kind: 'broken', message: 'reset', startedAtMs: 5 })).toEqual({
      kind: 'ambiguous',
      message: 'reset',
      startedAtMs: 5,
    });
    expect(result({ kind: 'not_sent', message: 'm' })).toEqual({ kind: 'not_sent', message: 'm' });
  });
});
