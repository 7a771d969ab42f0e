import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../../dev/servers/start-servers.ts';
import { seedCampaign } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

let servers: Servers;
let trial: Trial;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-stores-'));
  servers = await startServers({
    folder,
    postgres: false,
    temporal: { headless: true },
    throwaway: true,
    log: () => {},
  });
  trial = await openTrial({ speed: 30, servers });
});
afterAll(async () => {
  await trial.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('Redis and Temporal, killed and emptied in the middle', () => {
  it('cost time and no fact', async () => {
    const { temporal, redis } = servers.servers;
    if (!temporal || !redis) throw new Error('servers are missing');
    const seeded = await seedCampaign(trial.deps, trial.test, {
      contacts: 300,
      settings: { maxAttempts: 1, pacePerSecond: 30 },
      world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
    });
    const worker = await trial.startWorker();
    await pause(3_000);
    // Both keep nothing on disk here: what comes back is empty.
    await Promise.all([temporal.kill(), redis.kill()]);
    await pause(1_000);
    await Promise.all([temporal.start(), redis.start()]);
    await trial.untilRun(seeded.runId, 'completed', 150);
    await worker.stop();
    const summary = await trial.judge.summary({ maxPerDestination: 1 });
    expect(summary.dials).toBe(300);
    expect(summary.perDestination.moreThanAllowed).toBe(0);
    await trial.expectLawful();
  });
});
