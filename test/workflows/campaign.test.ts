import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTelephonyOf } from '../../providers/telephony-of.ts';
import { startSimulator, type RunningSimulator } from '../../simulator/start.ts';
import { createSimulatorClient, type SimulatorClient } from '../../simulator/client.ts';
import { createTelephonyFor } from '../../engine/accounts/telephony-for.ts';
import { createSecrets } from '../../engine/accounts/seal.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { startWorker, type RunningWorker } from '../../worker/start-worker.ts';
import { scriptedTelephony } from '../support/scripted-telephony.ts';
import { engineOver, seedCampaign, silentLog } from '../support/seed.ts';
import { testDb, type TestDb } from '../support/test-db.ts';
import { testTemporal } from '../support/test-temporal.ts';
import { firstRow } from '../../db/rows.ts';

let test: TestDb;
let simulator: RunningSimulator;
let judge: SimulatorClient;
let worker: RunningWorker;
let deps: EngineDeps;
let folder: string;
const secretKey = randomBytes(32);

beforeAll(async () => {
  test = await testDb();
  folder = await mkdtemp(join(tmpdir(), 'outdial-campaign-'));
  simulator = await startSimulator({ plan: 'unlimited', speed: 50, seed: 7 });
  judge = createSimulatorClient(simulator.url);
  const temporal = testTemporal();
  worker = await startWorker(
    {
      databaseUrl: test.url,
      secretKey,
      filesFolder: folder,
      logLevel: 'warn',
      redisUrl: inject('redisUrl'),
      temporal: { address: temporal.address, namespace: temporal.namespace },
      taskQueue: temporal.taskQueue,
      privateWebhooks: false,
    },
    silentLog,
  );
  const secrets = createSecrets(secretKey);
  const { telephonyOf } = createTelephonyOf();
  deps = {
    ...engineOver(test, scriptedTelephony()),
    secrets,
    telephonyFor: createTelephonyFor({ db: test.db, secrets, telephonyOf }),
  };
});
afterAll(async () => {
  await worker.stop();
  await simulator.stop();
  await test.drop();
  await rm(folder, { recursive: true, force: true });
});

const until = async (what: string, done: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 500; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come`);
};

describe('a campaign on real servers', () => {
  it('dials everyone without any callback, settles what the provider charged, and completes', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 100,
      settings: { maxAttempts: 1, maxConcurrent: 50 },
      world: { url: simulator.url, judge, provider: 'agentnumber' },
    });
    await until('completion', async () => {
      const run = await firstRow<{ state: string }>(test.db, sql`select state from runs where id = ${seeded.runId}`);
      return run?.state === 'completed';
    });
    const summary = await judge.summary({ maxPerDestination: 1 });
    expect(summary.dials).toBe(100);
    expect(summary.doubleDials).toBe(0);
    expect((await auditLedger(test)).filter((result) => !result.ok)).toEqual([]);
    const spent = await firstRow<{ micros: number }>(
      test.db,
      sql`select balance_micros as micros from credit_accounts where account_id = ${seeded.accountId} and kind = 'spent'`,
    );
    expect(spent?.micros).toBe(summary.charges.totalMicros);
  });
});
