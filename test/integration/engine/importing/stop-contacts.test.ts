import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { stopContacts, type Stopped } from '../../../../engine/importing/undoing/stop-contacts.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import {
  acceptAll,
  attemptsOf,
  claimAll,
  contactsOf,
  foldAll,
  newFact,
  offences,
  plannedRun,
  refOf,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, seedContacts, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let importId: string;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
  importId = await seedContacts(test, { contacts: 1 });
});
afterAll(async () => await test.drop());
afterEach(async () => {
  const broken = await offences(test);
  if (broken.length > 0) throw new Error(`laws broken: ${JSON.stringify(broken)}`);
});

const stop = async ({ campaignId, runId }: Seeded, phones: readonly number[]): Promise<Stopped> =>
  await inTransaction(deps.db, (tx) => stopContacts(tx, { campaignId, runId, phones, importId }));

async function phonesOf({ contactIds }: Pick<Seeded, 'contactIds'>): Promise<number[]> {
  const found = await rows<{ phone: number }>(
    test.db,
    sql`select phone from contacts where id = any(${sql.param(contactIds)}::bigint[]) order by id`,
  );
  return found.map(({ phone }) => phone);
}

describe('a stop list', () => {
  it('ends who waits, planned or not, and leaves the rest', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 6 });
    const phones = await phonesOf(seeded);
    await stop(seeded, phones.slice(0, 2));
    expect(await contactsOf(test, seeded)).toEqual({ ready: 4, 'cancelled:stop_list': 2 });
    await plannedRun(deps, seeded.runId);
    expect(await stop(seeded, phones.slice(1, 4))).toEqual({ ended: 2, inFlight: 0, over: 1, notInCampaign: [] });
    expect(await contactsOf(test, seeded)).toEqual({ waiting: 2, 'cancelled:stop_list': 4 });
    expect(await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId}`)).toHaveLength(2);
  });

  it('finds a contact by any of its numbers', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3, morePhones: 2 });
    await plannedRun(deps, seeded.runId);
    const further = await rows<{ phone: number }>(
      test.db,
      sql`select phone from contact_phones where contact_id = ${seeded.contactIds[1] ?? 0}`,
    );
    // Both of one contact: it is one contact.
    const stopped = await stop(
      seeded,
      further.map(({ phone }) => phone),
    );
    expect(stopped).toEqual({ ended: 1, inFlight: 0, over: 0, notInCampaign: [] });
  });

  it('tells the numbers that the campaign does not have, those of other campaigns too', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2 });
    const other = await seedCampaign(deps, test, { contacts: 2 });
    const theirs = await phonesOf(other);
    const asked = [...theirs, 4_930_000_001, 4_930_000_001, ...(await phonesOf(seeded))];
    const stopped = await stop(seeded, asked);
    expect(stopped).toEqual({ ended: 2, inFlight: 0, over: 0, notInCampaign: [4_930_000_001, ...theirs] });
    expect(await contactsOf(test, other)).toEqual({ ready: 2 });
  });

  it('lets the attempt under way take its course, and no other follow', async () => {
    const settings = { maxAttempts: 5, waitSeconds: { busy: 1 } };
    const seeded = await seedCampaign(deps, test, { contacts: 4, settings });
    const { ids } = await acceptAll(deps, seeded.runId);
    const stopped = await stop(seeded, await phonesOf(seeded));
    expect(stopped).toMatchObject({ ended: 0, inFlight: 4 });
    await writeFacts(
      deps.db,
      ids.map((id, place) => {
        const outcome = place < 2 ? ('busy' as const) : ('answered' as const);
        return newFact(seeded.accountId, { kind: 'ended', providerRef: refOf(id), outcome, providerReason: outcome });
      }),
    );
    await foldAll(deps);
    const states = await contactsOf(test, seeded);
    expect(states['cancelled:stop_list']).toBe(2);
    expect(Object.entries(states).filter(([state]) => state.startsWith('waiting'))).toEqual([]);
    expect(await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId}`)).toEqual([]);
    const made = await rows(
      test.db,
      sql`select attempts_made as made, last_outcome as outcome from contact_states
          where run_id = ${seeded.runId} and state = 'cancelled'`,
    );
    expect(made).toEqual([
      { made: 1, outcome: 'busy' },
      { made: 1, outcome: 'busy' },
    ]);
  });

  it('counts in its import whom it stopped', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3 });
    const before = await firstRow<{ n: number }>(
      test.db,
      sql`select stopped_contacts as n from imports where id = ${importId}`,
    );
    await stop(seeded, await phonesOf(seeded));
    await stop(seeded, await phonesOf(seeded));
    const after = await firstRow<{ n: number }>(
      test.db,
      sql`select stopped_contacts as n from imports where id = ${importId}`,
    );
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(3);
  });

  it('wins or loses against a claim, but never halfway: who is not in flight when it is over is never dialled', async () => {
    for (let round = 0; round < 25; round++) {
      const seeded = await seedCampaign(deps, test, {
        contacts: 60,
        settings: { maxAttempts: 9, waitSeconds: { busy: 1 } },
      });
      const phones = await phonesOf(seeded);
      if (round % 2 === 0) await plannedRun(deps, seeded.runId);
      const run = await loadRun(deps, seeded.runId);
      const [step] = run?.steps ?? [];
      if (!run || !step) throw new Error('no run');
      let over = false;
      // Claims some, and gives half of these back at once, which plans them again.
      const claimer = async (): Promise<void> => {
        while (!over) {
          const { attempts } = await claim(deps, { run, step, sender: randomUUID(), batch: 4 });
          await giveBack(
            deps,
            attempts.slice(0, 2).map(({ attemptId }) => ({ attemptId, reason: 'sent_late' as const })),
            { state: 'INTENT' },
          );
          await planReady(deps, run, 6);
        }
      };
      const stopping = (async () => {
        for (let at = 0; at < phones.length; at += 12) await stop(seeded, phones.slice(at, at + 12));
      })();
      await Promise.all([claimer(), claimer(), stopping.finally(() => (over = true))]);
      const states = await contactsOf(test, seeded);
      const inFlight = states['in_flight:stop_list'] ?? 0;
      expect(states).toEqual({
        ...(inFlight > 0 ? { 'in_flight:stop_list': inFlight } : {}),
        'cancelled:stop_list': 60 - inFlight,
      });
      expect(await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId}`)).toEqual([]);
      expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
      // What is still in flight comes back, and ends.
      const open = (await attemptsOf(test, seeded.runId)).filter(({ state }) => state === 'INTENT');
      await giveBack(
        deps,
        open.map(({ id }) => ({ attemptId: id, reason: 'lease_over' as const })),
        { state: 'INTENT' },
      );
      expect(await contactsOf(test, seeded)).toEqual({ 'cancelled:stop_list': 60 });
    }
  });
});
