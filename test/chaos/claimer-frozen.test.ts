import { sql } from 'drizzle-orm';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../db/rows.ts';
import { seedCampaign, type Seeded } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Others get on after the time-outs of a hanging transaction and of a lock: seconds. Ten times that is never. */
const GIVE_UP_MS = 30_000;

let trial: Trial;
beforeAll(async () => {
  trial = await openTrial({ speed: 50 });
  await trial.startWorker();
});
afterAll(async () => await trial.close());

interface FrozenClaimer {
  /** Lets it go on; answers what its claim came to. */
  thaw: () => Promise<string>;
  kill: () => void;
}

/** Starts a claimer of the run; resolves when it stands still inside its transaction. */
async function freezeClaimer({ runId }: Seeded, statements: number): Promise<FrozenClaimer> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/chaos/freezing-claimer.ts', trial.test.url, runId, String(statements)],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('holds\n')) resolve();
    });
    child.once('exit', () => reject(new Error(`the claimer ended before it stood still: ${output}`)));
  });
  return {
    thaw: async () => {
      child.kill('SIGCONT');
      await gone;
      return output.replace('holds\n', '').trim();
    },
    kill: () => child.kill('SIGKILL'),
  };
}

const countClaimed = async ({ runId }: Seeded): Promise<number> =>
  (await firstRow<{ n: number }>(trial.test.db, sql`select count(*)::int as n from attempts where run_id = ${runId}`))
    ?.n ?? 0;

async function untilClaimed(seeded: Seeded, more: number): Promise<void> {
  const from = await countClaimed(seeded);
  for (const giveUpAtMs = performance.now() + GIVE_UP_MS; (await countClaimed(seeded)) < from + more;) {
    if (performance.now() > giveUpAtMs) throw new Error(`nothing is claimed any more: ${from} attempts`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a claimer that stands still inside its transaction', () => {
  it.each([
    { when: 'with the locks of pacers and purses', statements: 2 },
    { when: 'with attempts opened and not committed', statements: 4 },
    { when: 'just before its commit', statements: 5 },
  ])('$when holds the others up for seconds, and opens nothing afterwards', async ({ statements }) => {
    const seeded = await seedCampaign(trial.deps, trial.test, {
      contacts: 120,
      settings: { maxAttempts: 1 },
      paces: [{ channel: 'call', maxCount: 40, windowMs: 1_000 }],
      world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
    });
    await untilClaimed(seeded, 20);
    const claimer = await freezeClaimer(seeded, statements);
    try {
      const before = await countClaimed(seeded);
      await untilClaimed(seeded, 20);
      // It has not moved meanwhile: the server itself took its locks away.
      expect(await countClaimed(seeded)).toBeGreaterThan(before);
      expect(await claimer.thaw()).toMatch(/^failed .*(terminat|idle-in-transaction)/i);
    } finally {
      claimer.kill();
    }
    await trial.untilRun(seeded.runId, 'completed');
    const [doubles] = await rows(
      trial.test.db,
      sql`select contact_id from attempts where run_id = ${seeded.runId} and state <> 'VOID' group by 1 having count(*) > 1`,
    );
    expect(doubles).toBeUndefined();
    expect((await trial.judge.summary({ maxPerDestination: 1 })).perDestination.moreThanAllowed).toBe(0);
    await trial.expectLawful();
  });
});
