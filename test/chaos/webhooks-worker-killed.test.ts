import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createSecrets } from '../../engine/accounts/seal.ts';
import { addEndpoint } from '../../engine/events/add-endpoint.ts';
import { listEndpoints } from '../../engine/events/list-endpoints.ts';
import { writeEvents } from '../../engine/events/write-events.ts';
import { jump } from '../support/ledger-steps.ts';
import { testDb, type TestDb } from '../support/test-db.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const EVENTS = 120;
const KILLED_AFTER = 20;
let test: TestDb;
let folder: string;
beforeAll(async () => {
  test = await testDb();
  folder = await mkdtemp(join(tmpdir(), 'outdial-webhooks-'));
});
afterAll(async () => {
  await test.drop();
  await rm(folder, { recursive: true, force: true });
});

it('every event arrives though the worker is killed in the middle of telling them and Redis forgets the job', async () => {
  const secretKey = randomBytes(32);
  const times = new Map<number, number>();
  let killing = (): void => {};
  const inTheMiddle = new Promise<void>((resolve) => (killing = resolve));
  const server = createServer((request, response) => {
    const id = Number(String(request.headers['webhook-id']).replace('evt_', ''));
    times.set(id, (times.get(id) ?? 0) + 1);
    if (times.size === KILLED_AFTER) killing();
    setTimeout(() => response.end(), 10);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}/`;
  await addEndpoint({ db: test.db, secrets: createSecrets(secretKey), privateWebhooks: true }, { url, actor: 'test' });
  const environment = (redisDatabase: number) => ({
    databaseUrl: test.url,
    // A database of its own: what the killed worker left there is gone.
    redisUrl: `${inject('redisUrl').replace(/\/\d*$/, '')}/${redisDatabase}`,
    temporalAddress: inject('temporalAddress'),
    taskQueue: `webhooks-${randomBytes(4).toString('hex')}`,
    secretKey,
    filesFolder: folder,
    privateWebhooks: true,
  });
  const subjects = Array.from({ length: EVENTS }, (_, at) => `appointment:${at % 30}`);
  const write = (): Promise<number[]> =>
    test.db.transaction((tx) =>
      writeEvents(
        tx,
        subjects.map((subject) => ({ kind: 'appointment.moved', subject, data: {} })),
      ),
    );

  const first = await startWorkerProcess(environment(9));
  const written = await write();
  await inTheMiddle;
  await first.kill();
  const arrivedBefore = times.size;
  expect(arrivedBefore).toBeLessThan(EVENTS);
  await jump(test, 61_000);
  const second = await startWorkerProcess(environment(10));
  while ((await listEndpoints(test)).some(({ waiting }) => waiting > 0)) await sleep(100);
  await second.stop();
  server.closeAllConnections();
  server.close();

  expect([...times.keys()].toSorted((a, b) => a - b)).toEqual(written);
  // Twice only what was on its way when the worker died: at most one in each lane.
  expect([...times.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(8);
}, 120_000);
