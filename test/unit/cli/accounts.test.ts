import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../support/recording-io.ts';
import { apiStub } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve() {
  stub = await apiStub(() => ({ body: { done: true } }));
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const sent = () =>
  (stub?.requests ?? []).map(({ method, path, body }) => [
    `${method} ${path}`,
    JSON.parse(body === '' ? 'null' : body),
  ]);

describe('outdial accounts change', () => {
  it.each([
    ['a name', ['--name', 'main'], { name: 'main' }],
    ['the calls that may be live', ['--max-calls', '40'], { maxConcurrentCalls: 40 }],
    ['the cap of a day', ['--daily-cap', '12.50'], { dailyCapMicros: 12_500_000 }],
    ['no cap', ['--daily-cap', 'none'], { dailyCapMicros: null }],
  ])('takes %s', async (_, flags, body) => {
    const { code, out } = await run(['accounts', 'change', ID, ...flags], await serve());
    expect([code, out.trim()]).toEqual([0, 'Changed.']);
    expect(sent()).toEqual([[`PATCH /v1/accounts/${ID}`, body]]);
  });

  it('without anything to change asks nothing', async () => {
    const { code, err } = await run(['accounts', 'change', ID], await serve());
    expect([code, sent()]).toEqual([2, []]);
    expect(err).toContain('--max-calls');
  });
});
