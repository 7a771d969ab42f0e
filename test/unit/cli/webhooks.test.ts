import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const bodies = () => (stub?.requests ?? []).filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body));

const event = (id: number) => ({
  id,
  kind: 'appointment.confirmed',
  subject: 'appointment:7',
  at: '2026-06-10T12:48:00.000Z',
  data: { by: 'reply' },
});
const delivery = {
  eventId: 4,
  kind: 'webhook.test',
  subject: `webhook_endpoint:${ID}`,
  state: 'waiting',
  tries: 0,
  nextTryAt: null,
  lastStatus: null,
  lastError: null,
  deliveredAt: null,
};

describe('events', () => {
  it('shows what happened, and how to go on', async () => {
    const { code, out } = await run(
      ['events', '--after', '2', '--kind', 'appointment', '--kind', 'webhook'],
      await serve(() => ({ body: { items: [event(3)], after: 9 } })),
    );
    expect(code).toBe(0);
    expect(out).toContain('3  2026-06-10T12:48:00Z  appointment.confirmed  appointment:7  {"by":"reply"}');
    expect(out).toContain('--after 9');
    expect([...(stub?.requests[0]?.query ?? [])]).toEqual([
      ['after', '2'],
      ['kinds', 'appointment'],
      ['kinds', 'webhook'],
    ]);
  });

  it('follows from where it was until Ctrl-C, also over a failure of the api, one document a line', async () => {
    const stop = new AbortController();
    const answers: StubAnswer[] = [
      { body: { items: [event(1), event(2)], after: 2 } },
      {
        status: 503,
        body: { type: 'about:blank', title: 't', status: 503, code: 'x', detail: 'Away.', requestId: 'r' },
      },
      { body: { items: [event(5)], after: 5 } },
    ];
    const asked: string[] = [];
    const options = await serve(({ query }) => {
      asked.push(query.get('after') ?? '');
      const next = answers.shift();
      if (next === undefined) stop.abort();
      return next ?? { body: { items: [], after: 5 } };
    });
    const { code, out } = await run(['--json', 'events', '--follow'], { ...options, interrupted: stop.signal });
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual([1, 2, 5]);
    expect(asked).toEqual(['0', '2', '2', '5']);
  });
});

describe('webhooks', () => {
  it('shows the secret of a new endpoint, with what it is for', async () => {
    const { out } = await run(
      ['webhooks', 'add', 'https://crm.example.org', '--kind', 'appointment'],
      await serve(() => ({ status: 201, body: { endpointId: ID, secret: 'whsec_abc' } })),
    );
    expect(bodies()).toEqual([{ url: 'https://crm.example.org', kinds: ['appointment'] }]);
    expect(out).toContain('whsec_abc');
    expect(out).toContain('shown this once');
  });

  it('says what a change gives up, and refuses one that says nothing or two things', async () => {
    const options = await serve(() => ({ body: { givenUp: 3 } }));
    const disabled = await run(['webhooks', 'change', ID, '--disable', '--reason', 'moving'], options);
    expect(disabled.out).toContain('3 events that waited will not be sent');
    await run(['webhooks', 'change', ID, '--all-kinds', '--enable'], options);
    expect(bodies()).toEqual([
      { enabled: false, reason: 'moving' },
      { kinds: [], enabled: true },
    ]);
    expect((await run(['webhooks', 'change', ID], options)).code).not.toBe(0);
    expect((await run(['webhooks', 'change', ID, '--enable', '--disable'], options)).code).not.toBe(0);
    expect(stub?.requests).toHaveLength(2);
  });

  it('waits for what comes of a test, and fails when it did not arrive', async () => {
    const outcomes = [
      delivery,
      { ...delivery, tries: 1, lastError: 'answered 500', lastStatus: 500 },
      { ...delivery, state: 'delivered', tries: 1, lastStatus: 204 },
    ];
    const options = await serve(({ method }) =>
      method === 'POST'
        ? { status: 202, body: { eventId: 4 } }
        : { body: { items: outcomes.splice(0, 1), nextCursor: null } },
    );
    const failed = await run(['webhooks', 'test', ID], options);
    expect([failed.code, failed.out]).toEqual([1, expect.stringContaining('answered 500')]);
    const arrived = await run(['--json', 'webhooks', 'test', ID], options);
    expect([arrived.code, documentOf(arrived)['state']]).toEqual([0, 'delivered']);
  });
});
