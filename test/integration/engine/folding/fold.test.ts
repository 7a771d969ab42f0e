import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { Fact } from '../../../../domain/fact.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import {
  acceptAll,
  attemptsOf,
  balancesOf,
  claimAll,
  contactsOf,
  foldAll,
  jump,
  newFact,
  offences,
  refOf,
  sendAll,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  // Quarantine is reported as an error, which is what these trials are about.
  deps = {
    ...engineOver(test, scriptedTelephony()),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
});
afterAll(async () => await test.drop());

const answered = (attemptId: string, figures: { talkSeconds?: number; costMicros?: number } = {}) => ({
  kind: 'ended' as const,
  providerRef: refOf(attemptId),
  outcome: 'answered' as const,
  providerReason: 'ok',
  ...figures,
});

const inboxOf = async (accountId: string): Promise<Record<string, number>> => {
  const found = await rows<{ state: string; n: number }>(
    test.db,
    sql`select state, count(*)::int as n from provider_events where account_id = ${accountId} group by 1`,
  );
  return Object.fromEntries(found.map(({ state, n }) => [state, n]));
};

describe('a bad fact', () => {
  const bad: [string, (attemptId: string) => Fact][] = [
    ['a figure that no column holds', (id) => ({ ...answered(id, { talkSeconds: 1e15 }), attemptId: id })],
    [
      'a cost that is no whole number',
      (id) => ({ ...answered(id, { talkSeconds: 1, costMicros: 0.5 }), attemptId: id }),
    ],
    ['a provider id that another attempt has', (id) => ({ kind: 'accepted', attemptId: id, providerRef: 'taken' })],
  ];

  it.each(bad)('goes to quarantine alone, and the rest of its batch is folded: %s', async (_, badFact) => {
    const seeded = await seedCampaign(deps, test, { contacts: 40 });
    const { ids, sender } = await sendAll(deps, seeded.runId);
    const [taker, victim, ...others] = ids;
    if (!taker || !victim) throw new Error('nobody was claimed');
    await record(
      deps,
      sender,
      [taker, ...others].map((attemptId) => ({
        attemptId,
        result: {
          kind: 'accepted' as const,
          providerRef: attemptId === taker ? 'taken' : refOf(attemptId),
          startedAtMs: Date.now(),
        },
      })),
    );
    await writeFacts(test.db, [
      ...others.slice(0, 20).map((id) => newFact(seeded.accountId, answered(id, { talkSeconds: 1 }))),
      newFact(seeded.accountId, badFact(victim)),
      ...others.slice(20).map((id) => newFact(seeded.accountId, answered(id, { talkSeconds: 1 }))),
    ]);
    await foldAll(deps);
    expect(await inboxOf(seeded.accountId)).toEqual({ folded: others.length, quarantined: 1 });
    const [quarantined] = await rows<{ failure: string }>(
      test.db,
      sql`select failure from provider_events where account_id = ${seeded.accountId} and state = 'quarantined'`,
    );
    expect(quarantined?.failure).toMatch(/\S/);
    expect(await contactsOf(test, seeded)).toEqual({ in_flight: 2, 'reached:answered': others.length });
    expect(await offences(test)).toEqual([]);
  });

  it('takes no good one with it when another folder has put it away meanwhile', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 });
    const [bad, good] = (await acceptAll(deps, seeded.runId)).ids;
    if (!bad || !good) throw new Error('not everybody was claimed');
    await writeFacts(test.db, [
      newFact(seeded.accountId, answered(bad, { talkSeconds: 1e15 })),
      newFact(seeded.accountId, answered(good, { talkSeconds: 1 })),
    ]);
    // All that the fold does outside of its transaction is to put the bad one away: the other is faster.
    const slow = new Proxy(test.db, {
      get: (db, key) =>
        key === 'execute'
          ? async (statement: SQL) => {
              await db.execute(
                sql`update provider_events set state = 'quarantined', failure = 'by another'
                    where id = (select min(id) from provider_events where account_id = ${seeded.accountId})`,
              );
              return await db.execute(statement);
            }
          : Reflect.get(db, key),
    });
    await fold({ ...deps, db: slow }, 1);
    await foldAll(deps);
    expect(await inboxOf(seeded.accountId)).toEqual({ folded: 1, quarantined: 1 });
  });

  it('with nonsense in the place of our correlator does not stop the inbox', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const { ids } = await acceptAll(deps, seeded.runId);
    await writeFacts(test.db, [
      ...['-'.repeat(36), '', 'f'.repeat(36)].map((attemptId) =>
        newFact(seeded.accountId, { kind: 'accepted', attemptId }),
      ),
      ...ids.map((id) => newFact(seeded.accountId, answered(id))),
    ]);
    await foldAll(deps);
    expect(await inboxOf(seeded.accountId)).toEqual({ not_ours: 3, folded: 1 });
  });
});

describe('a fact about an id that nobody knows', () => {
  it('waits for the record of the POST, and is folded with it', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const { ids, sender } = await sendAll(deps, seeded.runId);
    const [attemptId] = ids;
    if (!attemptId) throw new Error('nobody was claimed');
    await writeFacts(test.db, [newFact(seeded.accountId, answered(attemptId, { talkSeconds: 30 }))]);
    await foldAll(deps);
    expect(await inboxOf(seeded.accountId)).toEqual({ new: 1 });
    await record(deps, sender, [
      { attemptId, result: { kind: 'accepted', providerRef: refOf(attemptId), startedAtMs: Date.now() } },
    ]);
    await foldAll(deps);
    expect(await attemptsOf(test, seeded.runId)).toMatchObject([{ state: 'DISPOSED', outcome: 'answered' }]);
    expect(await inboxOf(seeded.accountId)).toEqual({ folded: 1 });
  });

  it('is filed as not ours after a while, and belongs to no other account', async () => {
    const [mine, other] = [
      await seedCampaign(deps, test, { contacts: 1 }),
      await seedCampaign(deps, test, { contacts: 1 }),
    ];
    const { ids } = await acceptAll(deps, other.runId);
    const [attemptId] = ids;
    if (!attemptId) throw new Error('nobody was claimed');
    // The other account's call, told by my account: neither its id nor our correlator opens it.
    await writeFacts(test.db, [newFact(mine.accountId, { ...answered(attemptId), attemptId })]);
    for (let tries = 0; tries < 10; tries++) {
      await foldAll(deps);
      await jump(test, 5_100);
    }
    expect(await inboxOf(mine.accountId)).toEqual({ not_ours: 1 });
    expect(await attemptsOf(test, other.runId)).toMatchObject([{ state: 'ACCEPTED' }]);
  });
});

describe('facts that claim a dial', () => {
  it('leave INTENT, VOID and REFUSED what they are, and cost nothing', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3 });
    const { ids, sender } = await claimAll(deps, seeded.runId, 0, 3);
    const [intent, gone, refused] = ids;
    if (!intent || !gone || !refused) throw new Error('not everybody was claimed');
    await giveBack(deps, [{ attemptId: gone, reason: 'sent_late' }], { state: 'INTENT' });
    await test.db.execute(sql`update attempts set state = 'SENDING' where id = ${refused}`);
    await record(deps, sender, [
      {
        attemptId: refused,
        result: { kind: 'refused', refusal: 'invalid', message: 'bad number', startedAtMs: Date.now() },
      },
    ]);
    const before = await attemptsOf(test, seeded.runId);
    const balances = await balancesOf(test, seeded.accountId);
    for (const attemptId of ids) {
      await writeFacts(test.db, [
        newFact(seeded.accountId, { kind: 'accepted', attemptId, providerRef: refOf(attemptId) }),
        newFact(seeded.accountId, { ...answered(attemptId, { talkSeconds: 99 }), attemptId }),
      ]);
    }
    await foldAll(deps);
    expect(await attemptsOf(test, seeded.runId)).toEqual(before);
    expect(before.map(({ state }) => state).toSorted()).toEqual(['INTENT', 'REFUSED', 'VOID']);
    expect(await balancesOf(test, seeded.accountId)).toEqual(balances);
    expect(await offences(test)).toEqual([]);
  });
});

describe('a parked attempt', () => {
  it('that proves to be alive is open again even though its person is on another call', async () => {
    const first = await seedCampaign(deps, test, { contacts: 1 });
    const second = await seedCampaign(deps, test, { contacts: 1 });
    await joinPeople(test, first.contactIds, second.contactIds);
    const [parked] = (await acceptAll(deps, first.runId)).ids;
    if (!parked) throw new Error('nobody was claimed');
    await writeFacts(test.db, [newFact(first.accountId, { kind: 'given_up', attemptId: parked, message: 'silence' })]);
    await foldAll(deps);
    const [other] = (await acceptAll(deps, second.runId)).ids;
    expect(other).toBeDefined();
    await writeFacts(test.db, [newFact(first.accountId, { kind: 'accepted', attemptId: parked })]);
    await foldAll(deps);
    const open = await rows(
      test.db,
      sql`select attempt_id as id, person_id is null as "withoutPerson" from open_attempts where attempt_id in (${parked}, ${other})
          order by person_id nulls first`,
    );
    expect(open).toEqual([
      { id: parked, withoutPerson: true },
      { id: other, withoutPerson: false },
    ]);
    await writeFacts(test.db, [newFact(first.accountId, answered(parked, { talkSeconds: 5 }))]);
    await foldAll(deps);
    expect(await contactsOf(test, first)).toEqual({ 'reached:answered': 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('keeps its presumed cost until figures come: an end without them settles nothing', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const [attemptId] = (await acceptAll(deps, seeded.runId)).ids;
    if (!attemptId) throw new Error('nobody was claimed');
    const tell = async (fact: Fact) => {
      await writeFacts(test.db, [newFact(seeded.accountId, fact)]);
      await foldAll(deps);
      const [attempt] = await attemptsOf(test, seeded.runId);
      return [attempt?.state, attempt?.costMicros, attempt?.costPresumed];
    };
    expect(await tell({ kind: 'given_up', attemptId, message: 'silence' })).toEqual(['PARKED', 250_000, true]);
    expect(await tell(answered(attemptId))).toEqual(['DISPOSED', 250_000, true]);
    expect(await tell(answered(attemptId, { talkSeconds: 61 }))).toEqual(['DISPOSED', 100_000, false]);
    expect(await balancesOf(test, seeded.accountId)).toMatchObject({ spent: 100_000 });
    expect(await offences(test)).toEqual([]);
  });
});

describe('a cost', () => {
  it('beyond its hold is accepted as an overrun, and an account below zero waits for credit', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2, topUpMicros: 500_000 });
    const { ids } = await acceptAll(deps, seeded.runId);
    await writeFacts(
      test.db,
      ids.map((id) => newFact(seeded.accountId, answered(id, { talkSeconds: 10, costMicros: 400_000 }))),
    );
    await foldAll(deps);
    expect(await balancesOf(test, seeded.accountId)).toEqual({ available: -300_000, spent: 800_000 });
    const lines = await rows(
      test.db,
      sql`select kind, sum(amount_micros)::int as micros from ledger_entries where attempt_id is not null and attempt_id = any(${sql.param(ids)}::uuid[])
          group by 1 order by 1`,
    );
    expect(lines).toEqual([
      { kind: 'overrun', micros: 300_000 },
      { kind: 'settle', micros: 500_000 },
    ]);
    const breaker = await rows(
      test.db,
      sql`select breaker_state as state, breaker_reason as reason from provider_accounts where id = ${seeded.accountId}`,
    );
    expect(breaker).toEqual([{ state: 'open', reason: 'overdrawn' }]);
    expect(await offences(test)).toEqual([]);
  });
});

describe('a no', () => {
  it('that is told after the end ends every waiting contact of the person, and the reached one too', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 });
    const { ids } = await acceptAll(deps, seeded.runId);
    const [reached, busy] = ids;
    if (!reached || !busy) throw new Error('not everybody was claimed');
    await writeFacts(test.db, [
      newFact(seeded.accountId, answered(reached)),
      newFact(seeded.accountId, { kind: 'ended', attemptId: busy, outcome: 'busy', providerReason: 'busy' }),
    ]);
    await foldAll(deps);
    expect(await contactsOf(test, seeded)).toEqual({ 'reached:answered': 1, 'waiting:after_busy': 1 });
    await writeFacts(
      test.db,
      ids.map((attemptId) =>
        newFact(seeded.accountId, { kind: 'opt_out', attemptId, evidence: 'pressed 9', source: 'keypress' }),
      ),
    );
    await foldAll(deps);
    expect(await contactsOf(test, seeded)).toEqual({ 'suppressed:opted_out': 2 });
    expect(await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId}`)).toEqual([]);
    expect(await offences(test)).toEqual([]);
  });
});
