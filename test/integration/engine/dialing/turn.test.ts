import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { Outcome } from '../../../../domain/outcome.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { turn, type TurnAnswer } from '../../../../engine/dialing/turn.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts, type NewFact } from '../../../../engine/folding/inbox.ts';
import type { PlaceResult } from '../../../../engine/ports.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { scriptedTelephony, type ScriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
});
afterAll(async () => await test.drop());

interface Rig {
  deps: EngineDeps;
  telephony: ScriptedTelephony;
  takeTurn: (runId: string, budgetMs?: number) => Promise<TurnAnswer>;
}

function rig(answer?: (attemptId: string, to: string) => PlaceResult): Rig {
  const telephony = scriptedTelephony(answer);
  const deps = engineOver(test, telephony);
  const wakes = createWakes();
  const sender = createSender(deps);
  return {
    deps,
    telephony,
    takeTurn: async (runId, budgetMs = 400) => {
      const answer = await turn(
        { ...deps, sender, wakes, mayDial: () => true },
        { runId, budgetMs, heartbeat: () => {} },
      );
      await sender.drain();
      return answer;
    },
  };
}

const endAll = async (seeded: Seeded, outcome: Outcome, talkSeconds = 0): Promise<void> => {
  const open = await rows<{ id: string; ref: string }>(
    test.db,
    sql`select id, provider_ref as ref from attempts where run_id = ${seeded.runId} and state = 'ACCEPTED'`,
  );
  const facts = open.map(({ id, ref }): NewFact => ({
    accountId: seeded.accountId,
    source: 'webhook',
    dedupeKey: `call.ended:${ref}:${id}`,
    fact: { kind: 'ended', providerRef: ref, outcome, providerReason: outcome, talkSeconds },
  }));
  await writeFacts(test.db, facts);
};

const foldAll = async (deps: EngineDeps): Promise<void> => {
  while ((await fold(deps)).events > 0);
};

const statesOf = async (seeded: Seeded): Promise<Record<string, number>> => {
  const found = await rows<{ state: string; n: number }>(
    test.db,
    sql`select state, count(*)::int as n from contact_states where run_id = ${seeded.runId} group by 1`,
  );
  return Object.fromEntries(found.map(({ state, n }) => [state, n]));
};

const jump = async (ms: number): Promise<void> =>
  void (await test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${ms}`));

const offences = async (): Promise<unknown[]> => (await auditLedger(test)).filter((result) => !result.ok);

describe('a run through turn, fold and settlement', () => {
  it('dials everyone once, settles every call and completes', async () => {
    const { deps, telephony, takeTurn } = rig();
    const seeded = await seedCampaign(deps, test, { contacts: 250 });
    await takeTurn(seeded.runId);
    expect(telephony.begun).toHaveLength(250);
    await endAll(seeded, 'answered', 61);
    await foldAll(deps);
    expect(await takeTurn(seeded.runId)).toMatchObject({ kind: 'done' });
    expect(await statesOf(seeded)).toEqual({ reached: 250 });
    const spent = await rows(
      test.db,
      sql`select balance_micros as micros from credit_accounts where account_id = ${seeded.accountId} and kind = 'spent'`,
    );
    // 61 seconds are two begun minutes of 0.05.
    expect(spent).toEqual([{ micros: 250 * 100_000 }]);
    expect(await offences()).toEqual([]);
  });

  it('tries busy people again after their wait and gives up after the last attempt', async () => {
    const { deps, telephony, takeTurn } = rig();
    const seeded = await seedCampaign(deps, test, {
      contacts: 10,
      settings: { maxAttempts: 2, waitSeconds: { busy: 600 } },
    });
    await takeTurn(seeded.runId);
    await endAll(seeded, 'busy');
    await foldAll(deps);
    expect(await takeTurn(seeded.runId)).toMatchObject({ kind: 'later' });
    expect(telephony.begun).toHaveLength(10);
    await jump(601_000);
    await takeTurn(seeded.runId);
    expect(telephony.begun).toHaveLength(20);
    await endAll(seeded, 'busy');
    await foldAll(deps);
    expect(await takeTurn(seeded.runId)).toMatchObject({ kind: 'done' });
    expect(await statesOf(seeded)).toEqual({ exhausted: 10 });
    expect(await offences()).toEqual([]);
  });

  it('parks what stays ambiguous, counts it as a dial, presumes its cost and never sends it again', async () => {
    const { deps, telephony, takeTurn } = rig(() => ({ kind: 'ambiguous', message: 'cut', startedAtMs: Date.now() }));
    const seeded = await seedCampaign(deps, test, { contacts: 3 });
    await takeTurn(seeded.runId);
    const unknown = await rows<{ id: string; hold: number }>(
      test.db,
      sql`select id, hold_micros as hold from attempts where run_id = ${seeded.runId} and state = 'UNKNOWN'`,
    );
    expect(unknown).toHaveLength(3);
    await writeFacts(
      test.db,
      unknown.map(({ id }) => ({
        accountId: seeded.accountId,
        source: 'reconciler' as const,
        dedupeKey: `given-up:${id}`,
        fact: { kind: 'given_up' as const, attemptId: id, message: 'not listed' },
      })),
    );
    await foldAll(deps);
    await takeTurn(seeded.runId);
    expect(telephony.begun).toHaveLength(3);
    expect(await statesOf(seeded)).toEqual({ parked: 3 });
    expect(await offences()).toEqual([]);
    // The truth comes late: it cost a minute, not five.
    await writeFacts(
      test.db,
      unknown.map(({ id }) => ({
        accountId: seeded.accountId,
        source: 'webhook' as const,
        dedupeKey: `late:${id}`,
        fact: {
          kind: 'ended' as const,
          attemptId: id,
          outcome: 'answered' as const,
          providerReason: 'late',
          talkSeconds: 30,
        },
      })),
    );
    await foldAll(deps);
    const costs = await rows(
      test.db,
      sql`select cost_micros as cost, cost_presumed as presumed from attempts where run_id = ${seeded.runId}`,
    );
    expect(costs).toEqual(Array.from({ length: 3 }, () => ({ cost: 50_000, presumed: false })));
    expect(await statesOf(seeded)).toEqual({ reached: 3 });
    expect(await offences()).toEqual([]);
  });

  it('gives a refused contact back unburned and opens the breaker at 402', async () => {
    let credit = false;
    const { deps, takeTurn } = rig((attemptId) =>
      credit
        ? { kind: 'accepted', providerRef: `late_${attemptId}`, startedAtMs: Date.now() }
        : { kind: 'refused', refusal: 'no_credit', message: 'Insufficient credits.', startedAtMs: Date.now() },
    );
    const seeded = await seedCampaign(deps, test, { contacts: 5 });
    await takeTurn(seeded.runId);
    const answer = await takeTurn(seeded.runId);
    expect(answer).toMatchObject({ kind: 'later', reason: 'breaker' });
    expect(await statesOf(seeded)).toEqual({ waiting: 5 });
    const burned = await rows(
      test.db,
      sql`select 1 from contact_states where run_id = ${seeded.runId} and attempts_made > 0`,
    );
    expect(burned).toHaveLength(0);
    credit = true;
    await jump(16 * 60_000);
    await takeTurn(seeded.runId);
    // One probe goes first; it closes the breaker for the rest.
    await takeTurn(seeded.runId);
    expect(await statesOf(seeded)).toEqual({ in_flight: 5 });
    await endAll(seeded, 'answered', 1);
    await foldAll(deps);
    expect(await offences()).toEqual([]);
  });

  it('sends nothing after a pause, and goes on after a resume', async () => {
    const { deps, telephony, takeTurn } = rig();
    const seeded = await seedCampaign(deps, test, { contacts: 20 });
    await test.db.execute(sql`update runs set state = 'paused' where id = ${seeded.runId}`);
    expect(await takeTurn(seeded.runId)).toMatchObject({ kind: 'done', reason: 'paused' });
    expect(telephony.begun).toHaveLength(0);
    await test.db.execute(sql`update runs set state = 'running' where id = ${seeded.runId}`);
    await takeTurn(seeded.runId);
    expect(telephony.begun).toHaveLength(20);
    await endAll(seeded, 'answered', 1);
    await foldAll(deps);
  });

  it('comes again within a second when its time is over while every slot is taken', async () => {
    const { deps, takeTurn } = rig();
    const seeded = await seedCampaign(deps, test, { contacts: 20, maxConcurrentCalls: 5 });
    const answer = await takeTurn(seeded.runId, 300);
    expect(answer).toMatchObject({ kind: 'later', reason: 'slots' });
    const next = await rows<{ waitMs: number }>(
      test.db,
      sql`select to_ms(next_turn_at) - to_ms(outdial_now()) as "waitMs" from runs where id = ${seeded.runId}`,
    );
    expect(next[0]?.waitMs).toBeLessThanOrEqual(1_000);
    await endAll(seeded, 'answered', 1);
    await foldAll(deps);
  });

  it('ends everyone who waits when the campaign is cancelled', async () => {
    const { deps, telephony, takeTurn } = rig();
    const seeded = await seedCampaign(deps, test, { contacts: 20, maxConcurrentCalls: 5 });
    await takeTurn(seeded.runId);
    expect(telephony.begun).toHaveLength(5);
    await test.db.execute(
      sql`update runs set state = 'cancelled', policy_version = policy_version + 1 where id = ${seeded.runId}`,
    );
    await takeTurn(seeded.runId);
    await endAll(seeded, 'busy');
    await foldAll(deps);
    await takeTurn(seeded.runId);
    const states = await statesOf(seeded);
    expect(states['cancelled']).toBe(20);
    expect(await offences()).toEqual([]);
  });
});
