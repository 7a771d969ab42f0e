import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { listenTo } from '../../../db/listen.ts';
import { pauseCampaign } from '../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../engine/campaigns/resume.ts';
import { changeUser } from '../../../engine/access/change-user.ts';
import { createKey } from '../../../engine/access/create-key.ts';
import { revokeKey } from '../../../engine/access/revoke-key.ts';
import { writeEvents } from '../../../engine/events/write-events.ts';
import * as progress from '../../../engine/reading/progress.ts';
import { openLive, type LiveTestClient } from '../../support/live-client.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, COOKIE, join } from './people-world.ts';

vi.mock('../../../engine/reading/progress.ts', { spy: true });

let world: ApiWorld;
let url: string;
let seeded: Seeded;
const clients: LiveTestClient[] = [];

beforeAll(async () => {
  let databaseUrl = '';
  world = await openApi({
    api: {
      limits: { streamsPerCaller: 8, streams: 12 },
      listenLive: (onPayload, onListening) =>
        listenTo({ url: databaseUrl, channel: 'live', onPayload, onListening, onError: () => {} }),
    },
  });
  databaseUrl = world.test.url;
  url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  seeded = await seedCampaign(world.engine, world.test, { contacts: 3 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await vi.waitFor(async () => {
    if ((await openStreams()) > 0) throw new Error('streams are still open');
  });
});
afterAll(async () => {
  await world.close();
});

const open = async (options: Partial<Parameters<typeof openLive>[1]> = {}): Promise<LiveTestClient> => {
  const client = await openLive(url, { key: world.adminKey, ...options });
  clients.push(client);
  return client;
};
const openStreams = (): Promise<number> =>
  new Promise((resolve, reject) =>
    world.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
const campaign = (): string => `campaign:${seeded.campaignId}`;
const write = (count: number, subject = 'order:1') =>
  writeEvents(
    world.test.db,
    Array.from({ length: count }, (_, n) => ({
      kind: 'trial.happened',
      subject,
      data: { n, filler: 'x'.repeat(200) },
    })),
  );

it('streams the picture of a campaign, and a new one at once when somebody pauses it', async () => {
  const client = await open({ topics: campaign() });
  expect(client.headers).toMatchObject({
    'content-type': expect.stringContaining('text/event-stream'),
    'x-accel-buffering': 'no',
  });
  expect(client.headers['content-encoding']).toBeUndefined();
  await client.next('hello');
  expect((await client.next('campaign')).data).toMatchObject({ campaignId: seeded.campaignId, contacts: { total: 3 } });
  await pauseCampaign(world.engine, { campaignId: seeded.campaignId, actor: 'test' });
  await client.next('campaign', ({ data }) => data['state'] === 'paused');
  await resumeCampaign(world.engine, { campaignId: seeded.campaignId, actor: 'test' });
  await client.next('campaign', ({ data }) => data['state'] === 'running');
});

it('is heard as often as it says at the beginning, when nothing changes', async () => {
  const client = await open({ topics: 'events' });
  const { data } = await client.next('hello');
  expect(data['heartbeatMs']).toBeLessThanOrEqual(5_000);
  await write(1);
  const { id } = await client.next('event');
  // What a client names when it comes back moves along.
  const beat = await client.next('heartbeat');
  expect(Number(beat.id)).toBeGreaterThanOrEqual(Number(id));
}, 20_000);

it.each<[string, string, () => Promise<unknown>]>([
  [
    'credits',
    'money moves',
    () => world.ask('POST', '/v1/ledger/topups', { body: { accountId: seeded.accountId, amountMicros: 1 } }),
  ],
  [
    'credits',
    'a call begins or ends, though no line of the ledger says so',
    () => world.test.db.execute(sql`update contact_states set state = 'in_flight' where run_id = ${seeded.runId}`),
  ],
  [
    'suppressions',
    'somebody says no',
    () => world.ask('POST', '/v1/suppressions', { body: { phone: '+12025550111' } }),
  ],
  [
    'suppressions',
    'a consent is taken back',
    () => world.ask('POST', '/v1/consents/revoke', { body: { phone: '+12025550112', reason: 'letter' } }),
  ],
  ['imports', 'a list moves on', () => world.test.db.execute(sql`update imports set version = version + 1`)],
  [
    'reviews',
    'something waits for a person',
    () =>
      world.test.db.execute(
        sql`insert into reviews (kind, phone, evidence, dedupe_key) values ('answer', 12025550113, 'maybe', 'live')`,
      ),
  ],
])('tells %s when %s', async (topic, _, act) => {
  const client = await open({ topics: topic });
  await client.next(topic);
  // The first look at a topic may be drawn twice.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const seen = client.told.filter(({ event }) => event === topic).length;
  await act();
  await vi.waitFor(() => expect(client.told.filter(({ event }) => event === topic).length).toBe(seen + 1), 4_000);
});

it('tells a test of each step that it takes, and knows no test that is none', async () => {
  const made = await world.ask('POST', `/v1/campaigns/${seeded.campaignId}/tests`, { body: { phone: '+12125556107' } });
  const testId = String(made.body['id']);
  const client = await open({ topics: `test:${testId},test:${seeded.runId}` });
  expect((await client.next('unknown')).data).toMatchObject({ topic: `test:${seeded.runId}`, code: 'unknown_test' });
  expect((await client.next('test')).data).toMatchObject({ testId });
  await new Promise((resolve) => setTimeout(resolve, 400));
  const seen = client.told.filter(({ event }) => event === 'test').length;
  await world.test.db.execute(sql`update contact_states set state = 'waiting' where run_id = ${testId}`);
  await vi.waitFor(() => expect(client.told.filter(({ event }) => event === 'test').length).toBe(seen + 1), 4_000);
});

it('reads a campaign once for all who look at it, and at most four times a second', async () => {
  const [one, other] = [await open({ topics: campaign() }), await open({ topics: campaign() })];
  await Promise.all([one.next('campaign'), other.next('campaign')]);
  vi.mocked(progress.campaignProgress).mockClear();
  const seen = one.told.length;
  for (let i = 0; i < 30; i++) {
    await world.test.db.execute(
      sql`update contact_states set state = ${i % 2 ? 'ready' : 'waiting'} where run_id = ${seeded.runId}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await one.next('campaign', ({ data }) => JSON.stringify(data).includes('"ready":3'));
  const drawn = vi.mocked(progress.campaignProgress).mock.calls.length;
  expect(drawn).toBeLessThan(8);
  await vi.waitFor(() => expect(other.told.length).toBe(one.told.length));
  expect(one.told.length - seen).toBeLessThanOrEqual(drawn);
});

it('tells events with their ids, and after a break only those that were missed', async () => {
  const client = await open({ topics: 'events' });
  await client.next('hello');
  await vi.waitFor(async () => {
    await write(1);
    expect(client.told.some(({ event }) => event === 'event')).toBe(true);
  });
  const last = Number((await client.next('event')).id);
  client.close();
  const ids = await write(3);
  const later = await open({ topics: 'events', lastEventId: ids[0] ?? 0 });
  expect((await later.next('event')).id).toBe(String(ids[1]));
  expect((await later.next('event')).id).toBe(String(ids[2]));
  const [next] = await write(1);
  expect((await later.next('event')).id).toBe(String(next));
  expect(last).toBeLessThan(ids[0] ?? 0);
  expect(later.told.some(({ event }) => event === 'reset')).toBe(false);
});

it('says reset in place of more than a thousand missed events, and goes on from now', async () => {
  const [first = 0] = await write(1_003);
  const client = await open({ topics: 'events', lastEventId: first });
  await client.next('reset');
  const [id] = await write(1);
  expect((await client.next('event')).id).toBe(String(id));
});

it('tells a page only of events of what it shows', async () => {
  const client = await open({ topics: campaign(), lastEventId: (await write(1))[0] ?? 0 });
  await write(1, 'campaign:00000000-0000-4000-8000-000000000000');
  const [mine] = await write(1, campaign());
  expect((await client.next('event')).id).toBe(String(mine));
});

it('goes on when its listening connection is killed, and draws anew what it may have missed', async () => {
  const client = await open({ topics: `${campaign()},events` });
  await client.next('campaign');
  const admin = new pg.Client({ connectionString: world.test.url });
  await admin.connect();
  const killed = await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'outdial-listen' and datname = current_database()`,
  );
  expect(killed.rowCount).toBe(1);
  await admin.end();
  await pauseCampaign(world.engine, { campaignId: seeded.campaignId, actor: 'test' });
  await client.next('campaign', ({ data }) => data['state'] === 'paused');
  const [id] = await write(1);
  await client.next('event', (told) => told.id === String(id));
  await resumeCampaign(world.engine, { campaignId: seeded.campaignId, actor: 'test' });
});

it('keeps no bytes for a client that does not read, tells it that it is slow, and lets it go', async () => {
  const [after = 0] = await write(1);
  const sleeper = await open({ topics: `events,${campaign()}`, paused: true });
  const awake = await open({ topics: 'events', lastEventId: after });
  const before = process.memoryUsage().arrayBuffers;
  const ids: number[] = [];
  for (let i = 0; i < 20; i++) {
    ids.push(...(await write(900)));
    await awake.next('event', ({ id }) => id === String(ids.at(-1)));
  }
  expect(awake.told.filter(({ event }) => event === 'event').map(({ id }) => Number(id))).toEqual(ids);
  // 18,000 events of 300 bytes: some of them lie in the socket, none in our memory.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  await vi.waitFor(async () => expect(await openStreams()).toBe(1), { timeout: 15_000, interval: 200 });
  sleeper.close();
});

it('lets one caller have eight streams, and all callers as many as there may be', async () => {
  for (let i = 0; i < 8; i++) await open();
  const refused = await open();
  expect(refused.status).toBe(429);
  const key = await world.keyWith('read');
  for (let i = 0; i < 4; i++) expect((await open({ key })).status).toBe(200);
  expect((await open({ key })).status).toBe(429);
});

it('refuses what it does not know before a stream begins', async () => {
  expect((await open({ topics: 'weather' })).status).toBe(400);
  expect((await open({ key: 'od_none' })).status).toBe(401);
});

const NOBODYS = '00000000-0000-4000-8000-000000000000';

it.each([`campaign:${NOBODYS}`, `retry:${NOBODYS}`, `reminders:${NOBODYS}`, 'campaign:nope'])(
  'names the topic %s of something that is not there, and streams the others',
  async (topic) => {
    const refused = await world.ask('GET', `/v1/live?topics=${topic}`);
    expect(refused.body).toMatchObject({
      status: 400,
      code: 'topic_unknown',
      detail: expect.stringContaining(`"${topic}"`),
      topics: [{ topic }],
    });
    // A page with one old link keeps what it shows beside it.
    const client = await open({ topics: `${topic},${campaign()}` });
    expect(client.status).toBe(200);
    expect((await client.next('unknown')).data).toMatchObject({ topic, detail: expect.any(String) });
    await client.next('campaign');
  },
);

it.each<[string, string, (userId: string, token: string) => Promise<unknown>]>([
  ['signs out', 'signed-out@example.org', (_, token) => signOut(token)],
  [
    'is a viewer from now on',
    'demoted@example.org',
    (userId) => changeUser(world.engine, { userId, role: 'viewer', actor: 'test' }),
  ],
  [
    'is disabled',
    'disabled@example.org',
    (userId) => changeUser(world.engine, { userId, disabled: true, actor: 'test' }),
  ],
])('streams to the session of a person, and ends when that person %s', async (_, email, change) => {
  const person = await join(world, 'operator', email);
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    const client = await openLive(url, { cookie: `${COOKIE}=${person.token}`, topics: campaign() });
    clients.push(client);
    expect(client.status).toBe(200);
    await client.next('campaign');
    await vi.advanceTimersByTimeAsync(31_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.told.some(({ event }) => event === 'ended')).toBe(false);
    await change(person.userId, person.token);
    await vi.advanceTimersByTimeAsync(31_000);
    await client.next('ended');
    await client.ended;
  } finally {
    vi.useRealTimers();
  }
});

const signOut = async (token: string): Promise<void> => {
  const answer = await browser(world, token).ask('DELETE', '/v1/session');
  expect(answer.status).toBeLessThan(300);
};

it('ends the stream of a key that was revoked meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const { key, keyId } = await createKey(world.engine, { name: 'short', scopes: ['read'], actor: 'test' });
  const client = await open({ key, topics: campaign() });
  await client.next('campaign');
  await vi.advanceTimersByTimeAsync(31_000);
  expect(client.told.some(({ event }) => event === 'ended')).toBe(false);
  await revokeKey(world.engine, { keyId, actor: 'test' });
  await vi.advanceTimersByTimeAsync(31_000);
  await client.next('ended');
  await client.ended;
  vi.useRealTimers();
});

it('hangs up when the api stops, and does not wait for its pages', async () => {
  const own = await openApi({ api: {} });
  const address = await own.app.listen({ host: '127.0.0.1', port: 0 });
  const client = await openLive(address, { key: own.adminKey, topics: 'campaigns' });
  await client.next('campaigns');
  await own.close();
  await client.ended;
  expect(client.told.some(({ event }) => event === 'slow')).toBe(false);
});
