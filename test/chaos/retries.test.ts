import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../db/rows.ts';
import { abortRetry } from '../../engine/retrying/abort-retry.ts';
import { planRetry } from '../../engine/retrying/plan-retry.ts';
import { showRetry } from '../../engine/retrying/show-retry.ts';
import { startRetry } from '../../engine/retrying/start-retry.ts';
import { seedCampaign, type Seeded } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_126);
const PEOPLE = 240;
let trial: Trial;
beforeAll(async () => {
  trial = await openTrial({ seed: SEED, speed: 60 });
});
afterAll(async () => await trial.close());
beforeEach(async () => void (await trial.judge.setDistribution({ preset: 'answer', patterns: false })));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A campaign whose every call the provider lost. */
async function failedCampaign(): Promise<Seeded> {
  await trial.judge.setDistribution({ preset: 'answer', patterns: false, weights: { provider_error: 1 } });
  const seeded = await seedCampaign(trial.deps, trial.test, {
    contacts: PEOPLE,
    settings: { maxAttempts: 1, pacePerSecond: 100 },
    world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
  });
  const worker = await trial.startWorker();
  await trial.untilRun(seeded.runId, 'completed', 120);
  await worker.kill();
  await trial.judge.setDistribution({ preset: 'answer', patterns: false, weights: { answer: 3, busy: 1 } });
  return seeded;
}

async function started(seeded: Seeded, pacePerSecond: number): Promise<{ retryId: string; runId: string }> {
  const { retryId } = await planRetry(trial.deps, {
    name: 'again',
    reason: 'the provider is well again',
    filter: { campaignId: seeded.campaignId },
    options: { pacePerSecond },
    actor: 'test',
  });
  await startRetry(trial.deps, { retryId, actor: 'test' });
  const found = await firstRow<{ runId: string }>(
    trial.test.db,
    sql`select run_id as "runId" from retries where id = ${retryId}`,
  );
  return { retryId, runId: found?.runId ?? '' };
}

const statesOf = async ({ runId }: Seeded): Promise<Record<string, number>> => {
  const found = await rows<{ state: string; n: number }>(
    trial.test.db,
    sql`select state, count(*)::int as n from contact_states where run_id = ${runId} group by 1`,
  );
  return Object.fromEntries(found.map(({ state, n }) => [state, n]));
};

describe('a retry', () => {
  it(`whose worker is killed again and again dials each member once and loses none (seed ${SEED})`, async () => {
    const seeded = await failedCampaign();
    const { retryId, runId } = await started(seeded, 30);
    for (let kills = 0; kills < 4; kills++) {
      const worker = await trial.startWorker();
      await pause(2_500 + kills * 700);
      await worker.kill();
    }
    const last = await trial.startWorker();
    await trial.untilRun(runId, 'completed', 150);
    await trial.untilRun(seeded.runId, 'completed', 60);
    await last.stop();
    const { members } = await showRetry(trial.deps, { retryId });
    const states = await statesOf(seeded);
    expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(PEOPLE);
    expect(members).toMatchObject({ queued: 0, waiting: 0, inFlight: 0, givenBack: 0 });
    expect(members.done + members.excluded).toBe(PEOPLE);
    // Once by the campaign, once by the retry.
    expect((await trial.judge.summary({ maxPerDestination: 2 })).perDestination.moreThanAllowed).toBe(0);
    await trial.expectLawful();
  });

  it('that is aborted under load begins no call two seconds later, and who was not called stands as before', async () => {
    const seeded = await failedCampaign();
    const { retryId, runId } = await started(seeded, 40);
    const worker = await trial.startWorker();
    for (;;) {
      const begun = await firstRow<{ n: number }>(
        trial.test.db,
        sql`select count(*)::int as n from attempts where run_id = ${runId} and sent_at is not null`,
      );
      if ((begun?.n ?? 0) > 20) break;
      await pause(20);
    }
    await abortRetry(trial.deps, { retryId, actor: 'test' });
    const answeredAtMs = Date.now();
    await trial.untilRun(runId, 'cancelled');
    await trial.untilRun(seeded.runId, 'completed', 120);
    await worker.stop();
    const ours = new Set(
      (await rows<{ id: string }>(trial.test.db, sql`select id from attempts where run_id = ${runId}`)).map(
        ({ id }) => id,
      ),
    );
    for await (const dial of trial.judge.dials()) {
      if (ours.has(dial.attemptId ?? '')) expect(dial.receivedAtMs - answeredAtMs).toBeLessThan(2_000);
    }
    const { members } = await showRetry(trial.deps, { retryId });
    expect(members).toMatchObject({ queued: 0, waiting: 0, inFlight: 0 });
    expect(members.givenBack).toBeGreaterThan(0);
    expect(members.done + members.givenBack + members.excluded).toBe(PEOPLE);
    const untouched = await rows(
      trial.test.db,
      sql`select 1 from run_members m join contact_states s on s.contact_id = m.contact_id
          where m.retry_id = ${retryId} and m.status = 'given_back'
            and (s.state, s.reason, s.changed_at) is distinct from (m.state_before, m.reason_before, m.changed_at)`,
    );
    expect(untouched).toEqual([]);
    await trial.expectLawful();
  });
});
