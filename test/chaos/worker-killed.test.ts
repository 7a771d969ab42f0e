import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { seedCampaign } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_125);
let trial: Trial;
beforeAll(async () => {
  trial = await openTrial({ seed: SEED, speed: 30 });
});
afterAll(async () => await trial.close());

/** Small and good enough: the same seed kills at the same moments. */
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
  return seed / 0x7fffffff;
};

describe('a worker that is killed at any moment', () => {
  it(`loses nobody and dials nobody twice (seed ${SEED})`, async () => {
    const next = random(SEED);
    const seeded = await seedCampaign(trial.deps, trial.test, {
      contacts: 400,
      settings: { maxAttempts: 1, pacePerSecond: 40 },
      world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
    });
    let sending = 0;
    for (let kills = 0; kills < 6; kills++) {
      const worker = await trial.startWorker();
      await new Promise((resolve) => setTimeout(resolve, 500 + next() * 2_500));
      await worker.kill();
      const caught = await rows(trial.test.db, sql`select id from attempts where state = 'SENDING'`);
      sending += caught.length;
    }
    const last = await trial.startWorker();
    await trial.untilRun(seeded.runId, 'completed', 150);
    await last.stop();
    const states = await rows<{ state: string; n: number }>(
      trial.test.db,
      sql`select state, count(*)::int as n from contact_states where run_id = ${seeded.runId} group by 1 order by 1`,
    );
    const parked = states.find(({ state }) => state === 'parked')?.n ?? 0;
    expect(states.reduce((sum, { n }) => sum + n, 0)).toBe(400);
    expect(parked).toBeLessThanOrEqual(sending);
    const summary = await trial.judge.summary({ maxPerDestination: 1 });
    expect(summary.perDestination.moreThanAllowed).toBe(0);
    await trial.expectLawful();
  });
});
