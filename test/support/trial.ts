import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { loadLaw } from '../../data/load-law.ts';
import { firstRow } from '../../db/rows.ts';
import { createSecrets } from '../../engine/accounts/seal.ts';
import { createTelephonyFor } from '../../engine/accounts/telephony-for.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { createTelephonyOf } from '../../providers/telephony-of.ts';
import { createSimulatorClient, type SimulatorClient } from '../../simulator/client.ts';
import { startSimulator } from '../../simulator/start.ts';
import { scriptedTelephony } from './scripted-telephony.ts';
import { engineOver } from './seed.ts';
import { testDb, type TestDb } from './test-db.ts';
import { testTemporal } from './test-temporal.ts';
import { startWorkerProcess, type WorkerEnvironment, type WorkerProcess } from './worker-process.ts';

export interface Trial {
  test: TestDb;
  deps: EngineDeps;
  judge: SimulatorClient;
  simulatorUrl: string;
  environment: WorkerEnvironment;
  startWorker: () => Promise<WorkerProcess>;
  /** Resolves when the run is in the state; fails after `seconds`. */
  untilRun: (runId: string, state: string, seconds?: number) => Promise<void>;
  /** Every invariant of the ledger, and the judge's own count. */
  expectLawful: () => Promise<void>;
  close: () => Promise<void>;
}

/** Everything that a fault trial needs: an own database, the simulator as judge, worker processes to kill. */
export async function openTrial(
  options: {
    speed?: number;
    seed?: number;
    lawFolder?: string;
    servers?: { redisUrl: string; temporalAddress: string };
  } = {},
): Promise<Trial> {
  const test = await testDb();
  const folder = await mkdtemp(join(tmpdir(), 'outdial-trial-'));
  const simulator = await startSimulator({
    plan: 'unlimited',
    speed: options.speed ?? 50,
    seed: options.seed ?? 1,
    // Cartesia does not say how it rounds; the ledger presumes begun minutes.
    cartesiaRounding: 'minute',
  });
  const judge = createSimulatorClient(simulator.url);
  const temporal = testTemporal();
  const secretKey = randomBytes(32);
  const environment: WorkerEnvironment = {
    databaseUrl: test.url,
    redisUrl: options.servers?.redisUrl ?? inject('redisUrl'),
    temporalAddress: options.servers?.temporalAddress ?? temporal.address,
    taskQueue: temporal.taskQueue,
    secretKey,
    filesFolder: folder,
    ...(options.lawFolder === undefined ? {} : { lawFolder: options.lawFolder }),
  };
  const secrets = createSecrets(secretKey);
  const adapters = createTelephonyOf();
  const deps: EngineDeps = {
    ...engineOver(test, scriptedTelephony()),
    ...(options.lawFolder === undefined ? {} : { law: loadLaw(options.lawFolder) }),
    secrets,
    telephonyFor: createTelephonyFor({ db: test.db, secrets, telephonyOf: adapters.telephonyOf }),
  };
  const workers = new Set<WorkerProcess>();

  return {
    test,
    deps,
    judge,
    simulatorUrl: simulator.url,
    environment,
    startWorker: async () => {
      const worker = await startWorkerProcess(environment);
      workers.add(worker);
      return worker;
    },
    untilRun: async (runId, state, seconds = 90) => {
      let seen: { state: string; blocked: string | null } | undefined;
      for (let tries = 0; tries < seconds * 5; tries++) {
        seen = await firstRow(test.db, sql`select state, blocked_reason as blocked from runs where id = ${runId}`);
        if (seen?.state === state) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`run is ${JSON.stringify(seen)}, not ${state}, after ${seconds} s`);
    },
    expectLawful: async () => {
      expect((await auditLedger(test)).filter((result) => !result.ok)).toEqual([]);
      const summary = await judge.summary();
      expect(summary.doubleDials).toBe(0);
      expect(summary.withoutAttemptId).toBe(0);
      // What is presumed stands apart: nobody knows it yet. Everything else is what the provider charged.
      const spent = await firstRow<{ micros: number }>(
        test.db,
        sql`select coalesce(sum(cost_micros) filter (where not cost_presumed), 0)::bigint as micros from attempts`,
      );
      const parked = await firstRow<{ n: number }>(
        test.db,
        sql`select count(*)::int as n from attempts where cost_presumed`,
      );
      // Texts that came in are charged too, but no attempt of ours caused them.
      if (parked?.n === 0) expect(spent?.micros).toBe(summary.charges.call + summary.charges.smsOut);
    },
    close: async () => {
      for (const worker of workers) await worker.kill();
      await adapters.close();
      await simulator.stop();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
