import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { assignReviews } from '../../../../engine/failures/assigning/assign-reviews.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { resolveAttempt } from '../../../../engine/reconciling/resolve.ts';
import {
  acceptAll,
  attemptsOf,
  balancesOf,
  claimAll,
  contactsOf,
  foldAll,
  newFact,
  offences,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

async function oneParked(): Promise<{ seeded: Seeded; attemptId: string }> {
  const seeded = await seedCampaign(deps, test, { contacts: 1 });
  const [attemptId] = (await acceptAll(deps, seeded.runId)).ids;
  if (!attemptId) throw new Error('nobody was claimed');
  await writeFacts(test.db, [newFact(seeded.accountId, { kind: 'given_up', attemptId, message: 'silence' })]);
  await foldAll(deps);
  expect(await balancesOf(test, seeded.accountId)).toMatchObject({ spent: 250_000 });
  return { seeded, attemptId };
}

const decide = async (attemptId: string, dialled: boolean): Promise<void> => {
  await resolveAttempt(deps, { attemptId, dialled, reason: 'read on the bill', actor: 'ann' });
  await foldAll(deps);
};
const auditOf = async (attemptId: string) =>
  await rows(
    test.db,
    sql`select actor, action, reason, details from audit_entries where subject = ${`attempt:${attemptId}`}`,
  );

describe('the decision of a person on a parked attempt', () => {
  it('that it was dialled confirms the presumed cost, and dials nobody again', async () => {
    const { seeded, attemptId } = await oneParked();
    await decide(attemptId, true);
    expect(await attemptsOf(test, seeded.runId)).toMatchObject([
      { state: 'DISPOSED', outcome: 'unknown_end', costMicros: 250_000, costPresumed: false },
    ]);
    expect(await balancesOf(test, seeded.accountId)).toMatchObject({ spent: 250_000 });
    expect(await contactsOf(test, seeded)).toEqual({ 'failed:unknown_end': 1 });
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    expect(await auditOf(attemptId)).toEqual([
      { actor: 'ann', action: 'attempt.resolve', reason: 'read on the bill', details: { dialled: true } },
    ]);
    expect(await offences(test)).toEqual([]);
  });

  it('that it was not dialled gives the presumed cost back, and dials nobody by itself', async () => {
    const { seeded, attemptId } = await oneParked();
    const before = await balancesOf(test, seeded.accountId);
    await decide(attemptId, false);
    expect(await attemptsOf(test, seeded.runId)).toMatchObject([{ state: 'VOID', costMicros: 0, costPresumed: false }]);
    expect(await balancesOf(test, seeded.accountId)).toEqual({
      available: (before['available'] ?? 0) + 250_000,
      spent: 0,
    });
    expect(await contactsOf(test, seeded)).toEqual({ 'failed:resolved_not_dialled': 1 });
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    expect(await auditOf(attemptId)).toMatchObject([{ actor: 'ann', details: { dialled: false } }]);
    expect(await offences(test)).toEqual([]);
  });

  it.each<[string, string, (attemptId: string, seeded: Seeded) => Promise<void>]>([
    ['who decides it', 'ann', (attemptId) => decide(attemptId, false)],
    [
      'a late fact',
      'provider',
      async (attemptId, seeded) => {
        const ended = { kind: 'ended', attemptId, outcome: 'answered', providerReason: 'hung up' } as const;
        await writeFacts(test.db, [newFact(seeded.accountId, ended)]);
        await foldAll(deps);
      },
    ],
  ])('relieves whoever looks after it: by %s', async (_, by, settle) => {
    const { seeded, attemptId } = await oneParked();
    const what = { attemptIds: [attemptId] };
    const user = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into users (email, name, role, created_by) values (${`${by}@example.com`}, ${by}, 'operator', 'test') returning id`,
    );
    await assignReviews(deps, { what, userId: user?.id ?? null, actor: 'test' });
    await settle(attemptId, seeded);
    expect(
      await rows(
        test.adminDb,
        sql`select ended_by as by from assignments where key = ${attemptId} and ended_at is not null`,
      ),
    ).toEqual([{ by }]);
  });

  it('is nothing to look after any more, which is said of it and not of one that never waited', async () => {
    const { attemptId } = await oneParked();
    await decide(attemptId, true);
    const take = (id: string) => assignReviews(deps, { what: { attemptIds: [id] }, userId: null, actor: 'test' });
    expect(await take(attemptId)).toEqual({ assigned: 0, already: 0, decided: 1 });
    const other = await seedCampaign(deps, test, { contacts: 1 });
    const [open = ''] = (await acceptAll(deps, other.runId)).ids;
    await expect(take(open)).rejects.toMatchObject({ code: 'attempt_not_parked' });
  });

  it('counts once: a second one is refused, and moves no money', async () => {
    const { seeded, attemptId } = await oneParked();
    await decide(attemptId, false);
    const after = await balancesOf(test, seeded.accountId);
    await expect(decide(attemptId, true)).rejects.toMatchObject({ code: 'attempt_not_parked' });
    expect(await balancesOf(test, seeded.accountId)).toEqual(after);
    expect(await auditOf(attemptId)).toHaveLength(1);
  });

  it('is refused while the attempt is open, and for one that does not exist', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const [attemptId] = (await acceptAll(deps, seeded.runId)).ids;
    if (!attemptId) throw new Error('nobody was claimed');
    await expect(decide(attemptId, true)).rejects.toMatchObject({ code: 'attempt_not_parked' });
    await expect(decide('01890000-0000-7000-8000-000000000000', true)).rejects.toMatchObject({
      code: 'unknown_attempt',
    });
    expect(await auditOf(attemptId)).toEqual([]);
    expect(await attemptsOf(test, seeded.runId)).toMatchObject([{ state: 'ACCEPTED' }]);
  });
});
