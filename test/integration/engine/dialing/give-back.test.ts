import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack, giveBackAbandoned } from '../../../../engine/dialing/give-back.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import {
  acceptAll,
  attemptsOf,
  claimAll,
  contactsOf,
  foldAll,
  jump,
  newFact,
  offences,
  passGate,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const dueOf = async (runId: string): Promise<{ contactId: number; step: number }[]> =>
  await rows(
    test.db,
    sql`select contact_id as "contactId", step from due where run_id = ${runId} order by contact_id, step`,
  );

describe('an attempt that is given back', () => {
  it('is VOID with its reason, frees slot and hold, and is planned once however many give it back', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 30 });
    const { ids } = await claimAll(deps, seeded.runId);
    const items = ids.map((attemptId) => ({ attemptId, reason: 'sent_late' as const }));
    const given = await Promise.all(
      Array.from({ length: 6 }, (_, i) => giveBack(deps, i % 2 ? items.toReversed() : items, { state: 'INTENT' })),
    );
    expect(given.flat().toSorted()).toEqual(ids.toSorted());
    expect(await dueOf(seeded.runId)).toHaveLength(30);
    expect(await rows(test.db, sql`select 1 from open_attempts where run_id = ${seeded.runId}`)).toEqual([]);
    expect(new Set((await attemptsOf(test, seeded.runId)).map(({ state, reason }) => `${state}:${reason}`))).toEqual(
      new Set(['VOID:sent_late']),
    );
    expect(await contactsOf(test, seeded)).toEqual({ waiting: 30 });
    expect(await offences(test)).toEqual([]);
  });

  it('is not given back when it has moved on, and never from SENDING by another', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 });
    const claimed = await claimAll(deps, seeded.runId);
    await passGate(deps, claimed);
    const items = claimed.ids.map((attemptId) => ({ attemptId, reason: 'not_sent' as const }));
    expect(await giveBack(deps, items, { state: 'INTENT' })).toEqual([]);
    expect(await giveBack(deps, items, { state: 'SENDING', sender: '01890000-0000-7000-8000-000000000000' })).toEqual(
      [],
    );
    expect(await contactsOf(test, seeded)).toEqual({ in_flight: 2 });
    expect(await giveBack(deps, items, { state: 'SENDING', sender: claimed.sender })).toHaveLength(2);
  });

  it('plans nothing for a cancelled campaign or a person who said no', async () => {
    const cancelled = await seedCampaign(deps, test, { contacts: 1 });
    const silenced = await seedCampaign(deps, test, { contacts: 1 });
    const [a, b] = [await claimAll(deps, cancelled.runId), await claimAll(deps, silenced.runId)];
    await cancelCampaign(deps, { campaignId: cancelled.campaignId, actor: 'test' });
    const [contact] = await rows<{ phone: number }>(
      test.db,
      sql`select phone from contacts where id = ${silenced.contactIds[0] ?? 0}`,
    );
    await suppress(deps, { phone: contact?.phone ?? 0, actor: 'test' });
    const items = [...a.ids, ...b.ids].map((attemptId) => ({ attemptId, reason: 'deadline_passed' as const }));
    expect(await giveBack(deps, items, { state: 'INTENT' })).toHaveLength(2);
    expect(await contactsOf(test, cancelled)).toEqual({ 'cancelled:campaign_cancelled': 1 });
    expect(await contactsOf(test, silenced)).toEqual({ 'suppressed:opted_out': 1 });
    expect([...(await dueOf(cancelled.runId)), ...(await dueOf(silenced.runId))]).toEqual([]);
    expect(await offences(test)).toEqual([]);
  });

  it('keeps its expiry, so that nothing becomes younger by being given back', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, settings: { expiresAfterSeconds: 3_600 } });
    const expiry = async () =>
      await rows(
        test.db,
        sql`select to_ms(expires_at)::bigint as at from due where run_id = ${seeded.runId}
            union select to_ms(expires_at)::bigint from attempts where run_id = ${seeded.runId}`,
      );
    const { ids } = await claimAll(deps, seeded.runId);
    const before = await expiry();
    await jump(test, 1_800_000);
    await giveBack(
      deps,
      ids.map((attemptId) => ({ attemptId, reason: 'lease_over' as const })),
      { state: 'INTENT' },
    );
    expect(await expiry()).toEqual(before);
    await jump(test, 1_800_000);
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
  });

  it('because a value is missing ends its contact, and at a cap that is free again is planned at once', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 });
    const [broken, capped] = (await claimAll(deps, seeded.runId)).ids;
    if (!broken || !capped) throw new Error('not everybody was claimed');
    await giveBack(
      deps,
      [
        { attemptId: broken, reason: 'template_failed', message: 'name is missing' },
        { attemptId: capped, reason: 'person_cap' },
      ],
      { state: 'INTENT' },
    );
    expect(await contactsOf(test, seeded)).toEqual({ 'failed:template_failed': 1, 'waiting:person_cap': 1 });
    const due = await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId} and due_at <= outdial_now()`);
    expect(due).toHaveLength(1);
  });

  it('and folded at the same time leaves one plan per contact', async () => {
    const settings = { waitSeconds: { busy: 60 }, maxAttempts: 5 };
    const seeded = await seedCampaign(deps, test, { contacts: 40, settings, maxConcurrentCalls: 20 });
    const accepted = await acceptAll(deps, seeded.runId);
    await test.db.execute(sql`update provider_accounts set max_concurrent_calls = 40 where id = ${seeded.accountId}`);
    const claimed = await claimAll(deps, seeded.runId);
    expect([accepted.ids.length, claimed.ids.length]).toEqual([20, 20]);
    await writeFacts(
      test.db,
      [...accepted.ids, ...claimed.ids].map((attemptId) =>
        newFact(seeded.accountId, { kind: 'ended', attemptId, outcome: 'busy', providerReason: 'busy' }),
      ),
    );
    await Promise.all([
      ...claimed.ids.map((attemptId) => giveBack(deps, [{ attemptId, reason: 'sent_late' }], { state: 'INTENT' })),
      ...Array.from({ length: 4 }, () => fold(deps, 7)),
    ]);
    await foldAll(deps, 7);
    expect(await dueOf(seeded.runId)).toHaveLength(40);
    expect(await contactsOf(test, seeded)).toEqual({ waiting: 20, 'waiting:after_busy': 20 });
    expect(await offences(test)).toEqual([]);
  });
});

describe('the sweep', () => {
  it('gives back the INTENTs whose lease is over, and nothing else', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 6, maxConcurrentCalls: 2 });
    const accepted = await acceptAll(deps, seeded.runId);
    await test.db.execute(sql`update provider_accounts set max_concurrent_calls = 4 where id = ${seeded.accountId}`);
    const claimed = await claimAll(deps, seeded.runId);
    expect([accepted.ids.length, claimed.ids.length]).toEqual([2, 2]);
    // A look that comes early does not end a lease.
    await test.db.execute(sql`update open_attempts set check_at = outdial_now() where run_id = ${seeded.runId}`);
    expect(await giveBackAbandoned(deps)).toBe(0);
    await jump(test, 16_000);
    const swept = await Promise.all([giveBackAbandoned(deps), giveBackAbandoned(deps)]);
    expect(swept[0] + swept[1]).toBe(2);
    // Too late for the sender that slept: its INTENT is nobody's any more.
    expect(await passGate(deps, claimed)).toEqual(new Map());
    expect(await contactsOf(test, seeded)).toEqual({ in_flight: 2, waiting: 2, 'waiting:lease_over': 2 });
    expect(await offences(test)).toEqual([]);
  });
});
