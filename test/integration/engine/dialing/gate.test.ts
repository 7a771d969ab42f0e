import { sql, type SQL } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../../engine/campaigns/resume.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { gate } from '../../../../engine/dialing/gate.ts';
import { attemptsOf, claimAll, jump, passGate, type Claimed } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

/** One claimed attempt of a campaign of its own. */
async function oneIntent(): Promise<{ seeded: Seeded; claimed: Claimed }> {
  const seeded = await seedCampaign(deps, test, { contacts: 1 });
  const claimed = await claimAll(deps, seeded.runId);
  expect(claimed.ids).toHaveLength(1);
  return { seeded, claimed };
}

const stateOf = async (runId: string): Promise<string[]> =>
  (await attemptsOf(test, runId)).map((attempt) => attempt.state);
const verdictOf = async (claimed: Claimed): Promise<string | null | undefined> => {
  const verdicts = await passGate(deps, claimed);
  return verdicts.get(claimed.ids[0] ?? '');
};

describe('the gate', () => {
  it('lets pass what may be sent, and moves it to SENDING with what was rendered', async () => {
    const { seeded, claimed } = await oneIntent();
    const [attemptId] = claimed.ids;
    if (!attemptId) throw new Error('nobody was claimed');
    const verdicts = await gate(deps, { sender: claimed.sender, items: [{ attemptId, rendered: { text: 'Hi' } }] });
    expect(verdicts).toEqual([{ attemptId, refusal: null }]);
    const stored = await rows(
      test.db,
      sql`select state, rendered, gated_at is not null as gated from attempts where run_id = ${seeded.runId}`,
    );
    expect(stored).toEqual([{ state: 'SENDING', rendered: { text: 'Hi' }, gated: true }]);
  });

  const change = (statement: (of: Seeded) => SQL) => async (of: Seeded) =>
    void (await test.adminDb.execute(statement(of)));
  const reasons: [string, (of: Seeded) => Promise<unknown>, ((of: Seeded) => Promise<unknown>)?][] = [
    [
      'stopped_all',
      change(() => sql`update installation set stopped_at = outdial_now()`),
      change(() => sql`update installation set stopped_at = null`),
    ],
    [
      'account_stopped',
      change(({ accountId }) => sql`update provider_accounts set stopped_at = outdial_now() where id = ${accountId}`),
    ],
    [
      'breaker_open',
      change(({ accountId }) => sql`update provider_accounts set breaker_state = 'open' where id = ${accountId}`),
    ],
    ['campaign_paused', ({ campaignId }) => pauseCampaign(deps, { campaignId, actor: 'test' })],
    ['campaign_cancelled', ({ campaignId }) => cancelCampaign(deps, { campaignId, actor: 'test' })],
    ['opted_out', async (of) => suppress(deps, { phone: await phoneOf(of), actor: 'test' })],
    [
      'too_early',
      change(
        ({ runId }) => sql`update attempts set due_at = outdial_now() + interval '1 second' where run_id = ${runId}`,
      ),
    ],
    [
      'window_closed',
      change(({ runId }) => sql`update attempts set closes_at = outdial_now() where run_id = ${runId}`),
    ],
    ['expired', change(({ runId }) => sql`update attempts set expires_at = outdial_now() where run_id = ${runId}`)],
    [
      'plan_changed',
      change(({ runId }) => sql`update runs set policy_version = policy_version + 1 where id = ${runId}`),
    ],
  ];

  it.each(reasons)('refuses with %s, and leaves the attempt in INTENT', async (reason, forbid, allow) => {
    const { seeded, claimed } = await oneIntent();
    await forbid(seeded);
    try {
      expect(await verdictOf(claimed)).toBe(reason);
      expect(await stateOf(seeded.runId)).toEqual(['INTENT']);
    } finally {
      await allow?.(seeded);
    }
  });

  it('refuses when the person said no on another of their numbers, and passes when it was taken back', async () => {
    const { seeded, claimed } = await oneIntent();
    const other = 13_105_550_001;
    const phone = await phoneOf(seeded);
    await test.adminDb.execute(
      sql`insert into person_phones (phone, person_id) values (${other}, ${phone}), (${phone}, ${phone})`,
    );
    await suppress(deps, { phone: other, actor: 'test' });
    expect(await verdictOf(claimed)).toBe('opted_out');
    await test.db.execute(sql`update suppressions set lifted_at = outdial_now() where phone = ${other}`);
    expect(await verdictOf(claimed)).toBeNull();
  });

  it('refuses a person at the cap, over all campaigns, and counts only what may have been dialled in 24 hours', async () => {
    const dialled = async (of: Seeded, person: Seeded, state: string, hoursAgo: number): Promise<void> =>
      void (await test.adminDb.execute(
        sql`insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, sender,
              lease_until, granted_at, due_at, closes_at, expires_at, policy_version, hold_micros, gated_at)
            select ${of.runId}, ${of.contactIds[0] ?? 0}, c.phone, ${of.accountId}, ${of.numberId}, 0, 1, 'call', c.phone, ${state}, ${randomUUID()},
              t.at, t.at, t.at - interval '1 hour', t.at + interval '1 hour', t.at + interval '1 hour', 1, 0, t.at
            from contacts c, (select outdial_now() - make_interval(hours => ${hoursAgo}) as at) t where c.id = ${person.contactIds[0] ?? 0}`,
      ));
    const elsewhere = await seedCampaign(deps, test, { contacts: 1 });
    const { seeded, claimed } = await oneIntent();
    // Three are allowed. Two recent dials, and four that do not count.
    for (const state of ['DISPOSED', 'PARKED']) await dialled(elsewhere, seeded, state, 1);
    for (const state of ['VOID', 'REFUSED']) await dialled(elsewhere, seeded, state, 1);
    await dialled(elsewhere, seeded, 'DISPOSED', 25);
    await dialled(elsewhere, elsewhere, 'DISPOSED', 1);
    expect(await verdictOf(claimed)).toBeNull();
    await test.adminDb.execute(
      sql`delete from open_attempts where attempt_id = any(${sql.param(claimed.ids)}::uuid[])`,
    );
    const second = await oneIntent();
    await joinPeople(test, seeded.contactIds, second.seeded.contactIds);
    // The third dial of the person is on its way, and ambiguous or not it counts.
    expect(await verdictOf(second.claimed)).toBe('person_cap');
  });

  it("has no word for another sender's attempt, one whose lease is over, and one that is not in INTENT", async () => {
    const { seeded, claimed } = await oneIntent();
    expect(await passGate(deps, { ...claimed, sender: randomUUID() })).toEqual(new Map());
    await test.adminDb.execute(sql`update attempts set lease_until = outdial_now() where run_id = ${seeded.runId}`);
    expect(await passGate(deps, claimed)).toEqual(new Map());
    expect(await stateOf(seeded.runId)).toEqual(['INTENT']);
    const moved = await oneIntent();
    expect(await verdictOf(moved.claimed)).toBeNull();
    expect(await passGate(deps, moved.claimed)).toEqual(new Map());
  });

  it('lets each attempt pass once, however many ask for it at the same time', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 50 });
    const claimed = await claimAll(deps, seeded.runId);
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => passGate(deps, claimed)));
    const passes = verdicts.flatMap((each) => [...each].flatMap(([id, refusal]) => (refusal === null ? [id] : [])));
    expect(passes.toSorted()).toEqual(claimed.ids.toSorted());
  });
});

/** When a gate began and what it said, beside the moment at which the stop was answered. */
interface Race {
  gateBeganMs: number;
  answeredMs: number;
  passed: boolean;
}

/** Lets a gate and a stop run into each other with random starts, and looks once more after the answer. */
async function race(claimed: Claimed, again: Claimed, stop: () => Promise<unknown>): Promise<Race[]> {
  const gated = async (of: Claimed, delayMs: number) => {
    await sleep(delayMs);
    const gateBeganMs = performance.now();
    const verdicts = await passGate(deps, of);
    return { gateBeganMs, passed: [...verdicts.values()].includes(null) };
  };
  const stopped = async () => {
    await sleep(Math.random() * 6);
    await stop();
    return performance.now();
  };
  const [first, answeredMs] = await Promise.all([gated(claimed, Math.random() * 12), stopped()]);
  return [
    { ...first, answeredMs },
    { ...(await gated(again, 0)), answeredMs },
  ];
}

/** The law: what passes belongs to a gate that began before the answer, and so has at most the gate's second left. */
const lateOnes = (races: readonly Race[]): Race[] =>
  races.filter((each) => each.passed && each.gateBeganMs > each.answeredMs);

const phoneOf = async (of: Seeded, place = 0): Promise<number> => {
  const found = await firstRow<{ phone: number }>(
    test.db,
    sql`select phone from contacts where id = ${of.contactIds[place] ?? 0}`,
  );
  return found?.phone ?? 0;
};

const only = (claimed: Claimed, place: number): Claimed => ({
  ...claimed,
  ids: claimed.ids.slice(place, place + 1),
});

describe('no gate that begins after the answer passes', () => {
  const ROUNDS = 60;

  it('of a suppression', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 * ROUNDS });
    const claimed = await claimAll(deps, seeded.runId);
    const races: Race[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const phones = [await phoneOf(seeded, 2 * round), await phoneOf(seeded, 2 * round + 1)];
      const [mine, again] = [only(claimed, 2 * round), only(claimed, 2 * round + 1)];
      const stop = () => Promise.all(phones.map((phone) => suppress(deps, { phone, actor: 'test' })));
      races.push(...(await race(mine, again, stop)));
    }
    expect(lateOnes(races)).toEqual([]);
    expect(races).toHaveLength(2 * ROUNDS);
  });

  it('of a pause', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 * ROUNDS });
    const { campaignId } = seeded;
    const claimed = await claimAll(deps, seeded.runId);
    const races: Race[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const pause = () => pauseCampaign(deps, { campaignId, actor: 'test' });
      races.push(...(await race(only(claimed, 2 * round), only(claimed, 2 * round + 1), pause)));
      await resumeCampaign(deps, { campaignId, actor: 'test' });
    }
    expect(lateOnes(races)).toEqual([]);
  });
});

describe('the clock', () => {
  it('that jumps over the window shuts the gate for what was claimed before', async () => {
    const { seeded, claimed } = await oneIntent();
    await test.adminDb.execute(
      sql`update attempts set closes_at = outdial_now() + interval '5 seconds' where run_id = ${seeded.runId}`,
    );
    await jump(test, 6_000);
    expect(await verdictOf(claimed)).toBe('window_closed');
  });
});
