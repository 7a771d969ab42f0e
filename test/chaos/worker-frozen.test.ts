import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { seedCampaign } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

let trial: Trial;
beforeAll(async () => {
  trial = await openTrial({ speed: 30 });
});
afterAll(async () => await trial.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long the worker stands still: past the gate's deadline, past every lease. */
const FROZEN_MS = [1_500, 3_000, 25_000];

describe('a worker that stands still between gate and POST', () => {
  it('lets nothing leave later than a second after the gate, and ends everyone once', async () => {
    const seeded = await seedCampaign(trial.deps, trial.test, {
      contacts: 300,
      settings: { maxAttempts: 1, pacePerSecond: 60 },
      world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
    });
    const worker = await trial.startWorker();
    for (const frozenMs of FROZEN_MS) {
      await pause(900);
      worker.freeze();
      await pause(frozenMs);
      worker.thaw();
    }
    await trial.untilRun(seeded.runId, 'completed', 150);
    await worker.stop();

    const gated = new Map(
      (
        await rows<{ id: string; gatedAtMs: number }>(
          trial.test.db,
          sql`select id, to_ms(gated_at) as "gatedAtMs" from attempts where run_id = ${seeded.runId} and gated_at is not null`,
        )
      ).map(({ id, gatedAtMs }) => [id, gatedAtMs]),
    );
    let latestMs = 0;
    for await (const dial of trial.judge.dials()) {
      latestMs = Math.max(latestMs, dial.receivedAtMs - (gated.get(dial.attemptId ?? '') ?? Number.NaN));
    }
    // The judge stamps the arrival of the head; the write itself is the only step after the deadline's check.
    expect(latestMs).toBeLessThan(1_250);
    const summary = await trial.judge.summary({ maxPerDestination: 1 });
    expect(summary.perDestination.moreThanAllowed).toBe(0);
    expect(summary.dials).toBe(300);
    await trial.expectLawful();
  });
});
