import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../db/rows.ts';
import { stopAll, startAll } from '../../engine/accounts/stop-all.ts';
import { cancelCampaign } from '../../engine/campaigns/cancel.ts';
import { pauseCampaign } from '../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../engine/campaigns/resume.ts';
import { suppress } from '../../engine/consent/suppress.ts';
import { seedCampaign, type Seeded } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';
import type { WorkerProcess } from '../support/worker-process.ts';

let trial: Trial;
let worker: WorkerProcess;
beforeAll(async () => {
  trial = await openTrial({ speed: 100 });
  worker = await trial.startWorker();
});
afterAll(async () => {
  await worker.stop();
  await trial.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Arrivals at the provider later than this after the answer, on one machine's clock. */
async function arrivalsAfter(answeredAtMs: number, seeded: Seeded): Promise<number[]> {
  const ours = new Set(
    (await rows<{ id: string }>(trial.test.db, sql`select id from attempts where run_id = ${seeded.runId}`)).map(
      ({ id }) => id,
    ),
  );
  const late: number[] = [];
  for await (const dial of trial.judge.dials()) {
    if (ours.has(dial.attemptId ?? '') && dial.receivedAtMs > answeredAtMs) late.push(dial.receivedAtMs - answeredAtMs);
  }
  return late;
}

const dialing = async (contacts = 400): Promise<Seeded> => {
  const seeded = await seedCampaign(trial.deps, trial.test, {
    contacts,
    settings: { maxAttempts: 1, pacePerSecond: 100 },
    world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
  });
  for (;;) {
    const begun = await firstRow<{ n: number }>(
      trial.test.db,
      sql`select count(*)::int as n from attempts where run_id = ${seeded.runId} and sent_at is not null`,
    );
    if ((begun?.n ?? 0) > 40) return seeded;
    await pause(20);
  }
};

describe('a stop under load', () => {
  it('pauses: no request begins later than two seconds after the answer, and all goes on after a resume', async () => {
    const seeded = await dialing();
    const answer = await pauseCampaign(trial.deps, { campaignId: seeded.campaignId, actor: 'test' });
    const answeredAtMs = Date.now();
    expect(answer.state).toBe('paused');
    await pause(4_000);
    const late = await arrivalsAfter(answeredAtMs, seeded);
    expect(Math.max(0, ...late)).toBeLessThan(2_000);
    // What could still begin was named in the answer.
    expect(late.length).toBeLessThanOrEqual(answer.mayStillBegin + answer.inFlight);
    await resumeCampaign(trial.deps, { campaignId: seeded.campaignId, actor: 'test' });
    await trial.untilRun(seeded.runId, 'completed');
    await trial.expectLawful();
  });

  it('stops all: nothing begins later than two seconds after the answer', async () => {
    const seeded = await dialing();
    await stopAll(trial.deps, { actor: 'test', reason: 'trial' });
    const answeredAtMs = Date.now();
    await pause(3_000);
    expect(Math.max(0, ...(await arrivalsAfter(answeredAtMs, seeded)))).toBeLessThan(2_000);
    await startAll(trial.deps, { actor: 'test' });
    await trial.untilRun(seeded.runId, 'completed');
  });

  it('cancels: nothing begins later than a second after the answer, and everyone is ended', async () => {
    const seeded = await dialing();
    await cancelCampaign(trial.deps, { campaignId: seeded.campaignId, actor: 'test' });
    const answeredAtMs = Date.now();
    await pause(3_000);
    expect(Math.max(0, ...(await arrivalsAfter(answeredAtMs, seeded)))).toBeLessThan(1_250);
    for (let tries = 0; tries < 200; tries++) {
      const living = await firstRow<{ n: number }>(
        trial.test.db,
        sql`select count(*)::int as n from contact_states where run_id = ${seeded.runId} and state in ('ready', 'waiting', 'in_flight')`,
      );
      if (living?.n === 0) break;
      await pause(100);
    }
    await trial.expectLawful();
  });

  it('takes a no as a no: nobody is dialled later than a second after it was answered', async () => {
    const seeded = await dialing(600);
    const people = await rows<{ phone: number }>(
      trial.test.db,
      sql`select c.phone from due d join contacts c on c.id = d.contact_id where d.run_id = ${seeded.runId} order by d.try_at, d.contact_id limit 40`,
    );
    const answered = new Map<string, number>();
    await Promise.all(
      people.map(async ({ phone }) => {
        await suppress(trial.deps, { phone, actor: 'test' });
        answered.set(`+${phone}`, Date.now());
      }),
    );
    await trial.untilRun(seeded.runId, 'completed');
    let latestMs = 0;
    for await (const dial of trial.judge.dials()) {
      latestMs = Math.max(latestMs, dial.receivedAtMs - (answered.get(dial.to) ?? dial.receivedAtMs));
    }
    expect(latestMs).toBeLessThan(1_250);
    await trial.expectLawful();
  });
});
