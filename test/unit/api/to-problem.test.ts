import { expect, it } from 'vitest';
import { toProblem } from '../../../api/errors/to-problem.ts';
import { EngineError } from '../../../engine/error.ts';

it('gives each kind of refusal its own status', () => {
  const statusOf = (kind: 'invalid' | 'not_found' | 'conflict' | 'unavailable') =>
    toProblem(new EngineError(kind, 'x', 'm')).status;
  expect([statusOf('invalid'), statusOf('not_found'), statusOf('conflict'), statusOf('unavailable')]).toEqual([
    422, 404, 409, 503,
  ]);
});

it('carries code, words, repair and details of an engine error', () => {
  const error = new EngineError('conflict', 'order_unresolved', 'An order is open.', {
    repair: 'Resolve it.',
    details: { orderId: 'o1' },
  });
  expect(toProblem(error)).toEqual({
    type: 'urn:outdial:problem:order_unresolved',
    title: 'Not possible in this state',
    status: 409,
    code: 'order_unresolved',
    detail: 'An order is open.',
    repair: 'Resolve it.',
    orderId: 'o1',
  });
});

it('lets no detail of an error pass for its status or code', () => {
  const error = new EngineError('invalid', 'real', 'm', { details: { status: 200, code: 'fake', detail: 'fake' } });
  expect(toProblem(error)).toMatchObject({ status: 422, code: 'real', detail: 'm' });
});

it('tells a database that is away from one that is busy, however deep the driver hid it', () => {
  const wrapped = (code: string) => new Error('Failed query', { cause: Object.assign(new Error('x'), { code }) });
  expect(toProblem(wrapped('ECONNREFUSED'))).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect(toProblem(wrapped('57P03'))).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect(toProblem(wrapped('55P03'))).toMatchObject({ status: 503, code: 'busy' });
  expect(toProblem(wrapped('42P01'))).toMatchObject({ status: 500, code: 'internal_error' });
});

it('says nothing of what it does not know', () => {
  const problem = toProblem(new Error('select * from secrets', { cause: new Error('/home/x') }));
  expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
  expect(JSON.stringify(problem)).not.toMatch(/secrets|home/);
  expect(toProblem('a string').status).toBe(500);
  expect(toProblem(undefined).status).toBe(500);
});
