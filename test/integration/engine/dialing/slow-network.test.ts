import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { turn } from '../../../../engine/dialing/turn.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import type { PlaceResult, SendControl, Telephony } from '../../../../engine/ports.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

/** A far provider: a new connection takes `connectMs`, a warm one nothing. What is aborted loses its connection. */
function farTelephony(connectMs: number): Telephony {
  let warm = 0;
  return {
    ...scriptedTelephony(),
    check: async () => {
      await sleep(connectMs);
      warm++;
    },
    placeCall: async ({ attemptId }, control: SendControl): Promise<PlaceResult> => {
      if (warm === 0) await sleep(connectMs);
      else warm--;
      if (!control.mayStart()) return { kind: 'not_sent', message: 'too late' };
      warm++;
      return { kind: 'accepted', providerRef: `far_${attemptId}`, startedAtMs: Date.now() };
    },
  };
}

async function turnFor(deps: EngineDeps, seeded: Seeded, budgetMs: number): Promise<void> {
  const sender = createSender(deps);
  const input = { runId: seeded.runId, budgetMs, heartbeat: () => {} };
  await turn({ ...deps, sender, wakes: createWakes(), mayDial: () => true }, input);
  await sender.drain();
}

const countOf = async (seeded: Seeded, state: string): Promise<number> => {
  const found = await firstRow<{ n: number }>(
    test.db,
    sql`select count(*)::int as n from attempts where run_id = ${seeded.runId} and state = ${state}`,
  );
  return found?.n ?? -1;
};

describe('a provider far away', () => {
  it('is dialled at a pace of seconds, although a new connection takes longer than a send may be late', async () => {
    const deps = engineOver(test, farTelephony(120));
    const seeded = await seedCampaign(deps, test, { contacts: 8, paces: [{ maxCount: 2, windowMs: 1_000 }] });
    await turnFor(deps, seeded, 4_000);
    expect(await countOf(seeded, 'ACCEPTED')).toBeGreaterThanOrEqual(4);
  });

  it('is dialled at a pace of hours with the lateness that such a window has room for', async () => {
    const deps = engineOver(test, { ...farTelephony(150), check: async () => {} });
    const seeded = await seedCampaign(deps, test, { contacts: 1, paces: [{ maxCount: 100, windowMs: 3_600_000 }] });
    await turnFor(deps, seeded, 800);
    expect(await countOf(seeded, 'ACCEPTED')).toBe(1);
  });
});

describe('a provider that cannot be reached', () => {
  it('opens the breaker after a few tries instead of filling the ledger with attempts', async () => {
    const unreachable = scriptedTelephony();
    const deps = engineOver(test, {
      ...unreachable,
      placeCall: async () => ({ kind: 'not_sent', message: 'ECONNREFUSED' }),
    });
    const seeded = await seedCampaign(deps, test, { contacts: 500 });
    for (let turns = 0; turns < 3; turns++) await turnFor(deps, seeded, 300);
    expect(await countOf(seeded, 'VOID')).toBeLessThanOrEqual(512);
    const account = await firstRow(
      test.db,
      sql`select breaker_state as state, breaker_reason as reason from provider_accounts where id = ${seeded.accountId}`,
    );
    expect(account).toEqual({ state: 'open', reason: 'unreachable' });
    // Nobody is burned by it, and everybody waits a moment.
    const burned = await rows(
      test.db,
      sql`select 1 from contact_states where run_id = ${seeded.runId} and (attempts_made > 0 or state <> 'waiting')`,
    );
    expect(burned).toEqual([]);
  });
});

describe('a gate whose answer is lost', () => {
  it('parks nobody: what was let through and never handed on goes back', async () => {
    const deps = engineOver(test, scriptedTelephony());
    const seeded = await seedCampaign(deps, test, { contacts: 20 });
    const losing: EngineDeps['db'] = new Proxy(test.db, {
      get: (db, name) => {
        if (name !== 'execute') return Reflect.get(db, name);
        return async (statement: Parameters<typeof db.execute>[0]) => {
          const result = await db.execute(statement);
          if (JSON.stringify(statement).includes('judged as')) throw new Error('connection lost after the commit');
          return result;
        };
      },
    });
    await turnFor({ ...deps, db: losing }, seeded, 100);
    expect(await countOf(seeded, 'SENDING')).toBe(0);
    expect(await countOf(seeded, 'VOID')).toBeGreaterThanOrEqual(20);
    const open = await rows(test.db, sql`select 1 from open_attempts where run_id = ${seeded.runId}`);
    expect(open).toEqual([]);
  });
});
