import { sql } from 'drizzle-orm';
import { firstRow } from '../db/rows.ts';
import { openDb } from '../db/client.ts';
import { startStack, type DemoStack } from '../dev/demo/start-stack.ts';
import { createSecrets } from '../engine/accounts/seal.ts';
import { createTelephonyFor } from '../engine/accounts/telephony-for.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { createTelephonyOf } from '../providers/telephony-of.ts';
import { scriptedTelephony } from '../test/support/scripted-telephony.ts';
import { engineOver } from '../test/support/seed.ts';
import type { TestDb } from '../test/support/test-db.ts';

/** Longer than a transcript is waited for. */
const STUCK_MS = 150_000;

export interface Bench {
  stack: DemoStack;
  deps: EngineDeps;
  test: TestDb;
  untilCompleted: (runId: string, onSecond?: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
}

/** All servers and processes of a real installation, Temporal on a file, over a fresh database; and engine verbs on it. */
export async function openBench(options: {
  speed: number;
  distribution: 'answer' | 'mixed';
  say: (line: string) => void;
}): Promise<Bench> {
  const { speed, distribution, say } = options;
  const stack = await startStack({
    seed: 1,
    speed,
    distribution,
    ownServersOnly: true,
    temporalOnFile: true,
    log: say,
  });
  const db = openDb({ url: stack.databaseUrl, role: 'outdial_app', maxConnections: 2, onError: () => {} });
  const secrets = createSecrets(stack.secretKey);
  const adapters = createTelephonyOf();
  const test: TestDb = {
    url: stack.databaseUrl,
    db,
    readDb: stack.readDb,
    adminDb: stack.adminDb,
    drop: async () => {},
  };
  return {
    stack,
    test,
    deps: {
      ...engineOver(test, scriptedTelephony()),
      secrets,
      telephonyFor: createTelephonyFor({ db, secrets, telephonyOf: adapters.telephonyOf }),
    },
    untilCompleted: async (runId, onSecond) => {
      let attempts = -1;
      let changedAtMs = performance.now();
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await onSecond?.();
        const run = await firstRow<{
          state: string;
          blocked: string | null;
          why: string | null;
          paused: string | null;
          attempts: number;
        }>(
          stack.readDb,
          sql`select state, blocked_reason as blocked, (select string_agg(distinct left(reason, 100), '; ') from attempts
                where run_id = ${runId} and state in ('UNKNOWN', 'REFUSED', 'PARKED')) as why,
                paused_reason as paused, (select count(*)::int from attempts where run_id = ${runId}) as attempts,
                to_json(turning_until) as turning, to_json(next_turn_at) as next, to_json(last_turn_at) as last
              from runs where id = ${runId}`,
        );
        if (run?.state === 'completed') return;
        // A bench that waits for an open breaker measures nothing.
        if (run?.blocked === 'breaker') throw new Error(`the account's breaker is open: ${run.why}`);
        if (run?.state !== 'running') throw new Error(`the run is ${run?.state}: ${run?.paused}`);
        if (run.attempts !== attempts) [attempts, changedAtMs] = [run.attempts, performance.now()];
        if (performance.now() - changedAtMs > STUCK_MS) {
          throw new Error(`nothing is claimed any more; logs: ${stack.keepLogs()}, ${JSON.stringify(run)}`);
        }
      }
    },
    close: async () => {
      await Promise.all([db.$client.end(), adapters.close()]);
      await stack.stop();
    },
  };
}
