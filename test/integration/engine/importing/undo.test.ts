import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { EngineError } from '../../../../engine/error.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { undoBatch } from '../../../../engine/importing/undoing/undo-batch.ts';
import { undoImport } from '../../../../engine/importing/undoing/undo-import.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { roll } from '../../../../engine/planning/roll.ts';
import { listKeptContacts } from '../../../../engine/reading/kept-contacts.ts';
import {
  acceptAll,
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
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());
afterEach(async () => {
  const broken = await offences(test);
  if (broken.length > 0) throw new Error(`laws broken: ${JSON.stringify(broken)}`);
});

async function listOf({ campaignId }: Pick<Seeded, 'campaignId'>): Promise<string> {
  const list = await firstRow<{ id: string }>(test.db, sql`select id from imports where campaign_id = ${campaignId}`);
  if (!list) throw new Error('no list');
  return list.id;
}

async function undo(importId: string, batch?: number): Promise<number> {
  await undoImport(deps, { importId, actor: 'test' });
  return await finishUndo(importId, batch);
}

async function finishUndo(importId: string, batch?: number): Promise<number> {
  let batches = 0;
  while ((await undoBatch(deps, importId, batch)) > 0) batches++;
  return batches;
}

interface ListRow {
  state: string;
  undone: number;
  accepted: number;
  left: number;
  states: number;
  phones: number;
  due: number;
  ended: boolean;
}

async function look(importId: string): Promise<ListRow> {
  const row = await firstRow<ListRow>(
    test.db,
    sql`select i.state, i.undone_rows as undone, i.accepted_rows as accepted, i.ended_at is not null as ended,
          (select count(*)::int from contacts where import_id = i.id) as left,
          (select count(*)::int from contact_states where contact_id between i.first_contact_id and i.last_contact_id) as states,
          (select count(*)::int from contact_phones where contact_id between i.first_contact_id and i.last_contact_id) as phones,
          (select count(*)::int from due where contact_id between i.first_contact_id and i.last_contact_id) as due
        from imports i where i.id = ${importId}`,
  );
  if (!row) throw new Error('no list');
  return row;
}

/** Ends the connection of a batch that has deleted due rows and waits for a state. */
async function killInside(importId: string): Promise<void> {
  await test.adminDb.transaction(async (holder) => {
    await holder.execute(
      sql`select from contact_states s join contacts c on c.id = s.contact_id where c.import_id = ${importId} limit 1 for update of s`,
    );
    const dies = undoBatch(deps, importId, 100).then(
      () => 'lived',
      () => 'died',
    );
    await vi.waitUntil(
      async () =>
        (
          await rows(
            test.adminDb,
            sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
                and wait_event_type = 'Lock' and query like '%from contact_states%'`,
          )
        ).length > 0,
      { timeout: 5_000, interval: 20 },
    );
    expect(await dies).toBe('died');
  });
}

const claimSome = async (runId: string, batch: number): Promise<number[]> => {
  const run = await loadRun(deps, runId);
  const [step] = run?.steps ?? [];
  if (!run || !step) throw new Error('no run');
  const { attempts } = await claim(deps, { run, step, sender: randomUUID(), batch });
  return attempts.map(({ contactId }) => contactId);
};

describe('undoing a list', () => {
  it('removes everybody of a list that no campaign has, further numbers included', async () => {
    const importId = await seedContacts(test, { contacts: 25, morePhones: 2 });
    expect(await undo(importId, 10)).toBe(3);
    expect(await look(importId)).toEqual({
      state: 'undone',
      undone: 25,
      accepted: 25,
      left: 0,
      states: 0,
      phones: 0,
      due: 0,
      ended: true,
    });
    expect(await undoBatch(deps, importId)).toBe(0);
  });

  it.each(['draft', 'running', 'paused', 'completed'])('works while the campaign is %s', async (state) => {
    const seeded = await seedCampaign(deps, test, { contacts: 20, launch: state !== 'draft' });
    if (state !== 'draft') await plannedRun(deps, seeded.runId);
    if (state === 'completed') {
      await test.adminDb.execute(sql`delete from due where run_id = ${seeded.runId}`);
      await test.adminDb.execute(
        sql`update contact_states set state = 'expired', reason = 'expired' where run_id = ${seeded.runId}`,
      );
    }
    await test.adminDb.execute(sql`update runs set state = ${state} where id = ${seeded.runId}`);
    const importId = await listOf(seeded);
    await undo(importId);
    expect(await look(importId)).toMatchObject({ state: 'undone', undone: 20, left: 0, states: 0, due: 0 });
  });

  it('leaves the lists beside it alone', async () => {
    const before = await seedContacts(test, { contacts: 5 });
    const importId = await seedContacts(test, { contacts: 5 });
    const after = await seedContacts(test, { contacts: 5 });
    await undo(importId, 2);
    expect((await look(before)).left + (await look(after)).left).toBe(10);
  });

  it('keeps who was dialled, dials them no more, and lists them', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 10,
      settings: { maxAttempts: 3, waitSeconds: { busy: 60 } },
    });
    const importId = await listOf(seeded);
    await plannedRun(deps, seeded.runId);
    await test.adminDb.execute(
      sql`update due set try_at = 'infinity' where contact_id > ${seeded.contactIds[2] ?? 0} and run_id = ${seeded.runId}`,
    );
    const { ids } = await acceptAll(deps, seeded.runId);
    expect(ids).toHaveLength(3);
    const [busy = '', answered = ''] = ids;
    await writeFacts(deps.db, [
      newFact(seeded.accountId, { kind: 'ended', providerRef: refOf(busy), outcome: 'busy', providerReason: 'busy' }),
      newFact(seeded.accountId, {
        kind: 'ended',
        providerRef: refOf(answered),
        outcome: 'answered',
        providerReason: 'done',
      }),
    ]);
    await foldAll(deps);
    const before = await contactsOf(test, seeded);
    await undo(importId, 4);
    expect(before['in_flight']).toBeGreaterThan(0);
    expect(await look(importId)).toMatchObject({ state: 'undone', undone: 7, left: 3, states: 3, due: 0 });
    const kept = await listKeptContacts(deps, { importId });
    expect(kept.items.map(({ contactId }) => contactId)).toEqual(seeded.contactIds.slice(0, 3));
    expect(kept.items.map(({ attemptsMade }) => attemptsMade)).toEqual([1, 1, 1]);
    const first = await listKeptContacts(deps, { importId, limit: 2 });
    const second = await listKeptContacts(deps, { importId, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items]).toEqual(kept.items);
    expect(second.nextCursor).toBeNull();
  });

  it('does not try again whose attempt was under way', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 2,
      settings: { maxAttempts: 3, waitSeconds: { busy: 60 } },
    });
    const claimed = await claimAll(deps, seeded.runId);
    await undo(await listOf(seeded));
    expect(await contactsOf(test, seeded)).toEqual({ 'in_flight:import_undone': 2 });
    await giveBack(
      deps,
      claimed.ids.map((attemptId) => ({ attemptId, reason: 'lease_over' as const })),
      { state: 'INTENT' },
    );
    expect(await contactsOf(test, seeded)).toEqual({ 'cancelled:import_undone': 2 });
    expect(await rows(test.db, sql`select 1 from due where run_id = ${seeded.runId}`)).toEqual([]);
    const { items } = await listKeptContacts(deps, { importId: await listOf(seeded) });
    expect(items.map(({ attemptsMade }) => attemptsMade)).toEqual([0, 0]);
  });

  it('wakes the run that waits for nobody any more', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 5 });
    await plannedRun(deps, seeded.runId);
    await test.adminDb.execute(sql`update runs set next_turn_at = 'infinity' where id = ${seeded.runId}`);
    await undo(await listOf(seeded));
    const run = await firstRow<{ now: boolean }>(
      test.db,
      sql`select next_turn_at = '-infinity' as now from runs where id = ${seeded.runId}`,
    );
    expect(run?.now).toBe(true);
  });

  it('does not read again whom it kept', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 12 });
    await claimAll(deps, seeded.runId);
    const importId = await listOf(seeded);
    expect(await undo(importId, 5)).toBe(3);
    expect(await look(importId)).toMatchObject({ undone: 0, left: 12 });
  });

  it('is refused with the next step while the list is not done', async () => {
    const importId = await seedContacts(test, { contacts: 1 });
    const refused = async (state: string, purpose = 'contacts'): Promise<EngineError> => {
      await test.db.execute(sql`update imports set state = ${state}, purpose = ${purpose} where id = ${importId}`);
      try {
        await undoImport(deps, { importId, actor: 'test' });
      } catch (error) {
        if (error instanceof EngineError) return error;
        throw error;
      }
      throw new Error(`not refused while ${state}`);
    };
    for (const state of ['receiving', 'uploaded', 'checking', 'checked', 'committing', 'failed', 'cancelled']) {
      const { code, repair } = await refused(state);
      expect([code, typeof repair]).toEqual(['import_not_undoable', 'string']);
    }
    expect((await refused('done', 'stop')).code).toBe('import_not_undoable');
    await test.db.execute(sql`update imports set state = 'done', purpose = 'contacts' where id = ${importId}`);
    await expect(undoImport(deps, { importId: randomUUID(), actor: 'test' })).rejects.toMatchObject({
      code: 'unknown_import',
    });
    await expect(undoImport(deps, { importId: 'no id', actor: 'test' })).rejects.toMatchObject({
      code: 'unknown_import',
    });
  });

  it('is one undo when it is asked for twice', async () => {
    const importId = await seedContacts(test, { contacts: 3 });
    await Promise.all([1, 2, 3].map(() => undoImport(deps, { importId, reason: 'wrong list', actor: 'test' })));
    await finishUndo(importId);
    expect(await undoImport(deps, { importId, actor: 'test' })).toEqual({ importId, state: 'undone', consentsKept: 0 });
    const lines = await rows<{ reason: string }>(
      test.db,
      sql`select reason from audit_entries where subject = ${`import:${importId}`} and action = 'import.undo'`,
    );
    expect(lines).toEqual([{ reason: 'wrong list' }]);
  });

  it('goes on where it was killed, and counts nobody twice', async () => {
    const importId = await seedContacts(test, { contacts: 30 });
    await undoImport(deps, { importId, actor: 'test' });
    await undoBatch(deps, importId, 7);
    await killInside(importId);
    expect(await look(importId)).toMatchObject({ state: 'undoing', undone: 7, left: 23, states: 23 });
    // Two jobs at once, as after a lease that ran out.
    await Promise.all([finishUndo(importId, 4), finishUndo(importId, 3)]);
    expect(await look(importId)).toMatchObject({ state: 'undone', undone: 30, left: 0, states: 0 });
  });
});

describe('an undo and the dialing of the same list', () => {
  it('never both get a contact, whatever claims, plans and rolls meanwhile', async () => {
    for (let round = 0; round < 25; round++) {
      const seeded = await seedCampaign(deps, test, { contacts: 60 });
      const importId = await listOf(seeded);
      // Half of the rounds begin with contacts that are still to be planned.
      if (round % 2 === 0) await plannedRun(deps, seeded.runId);
      await undoImport(deps, { importId, actor: 'test' });
      const run = await loadRun(deps, seeded.runId);
      if (!run) throw new Error('no run');
      let over = false;
      const claimer = async (): Promise<number[]> => {
        const got: number[] = [];
        while (!over) got.push(...(await claimSome(seeded.runId, 3)));
        return got;
      };
      const planner = async (): Promise<void> => {
        while (!over) {
          await planReady(deps, run, 5);
          await roll(deps, { ...run, policyVersion: run.policyVersion }, 5);
        }
      };
      const undoing = finishUndo(importId, 11).finally(() => (over = true));
      const [one, two, ,] = await Promise.all([claimer(), claimer(), planner(), undoing]);
      const claimed = [...one, ...two];
      const list = await look(importId);
      expect(list).toMatchObject({ state: 'undone', due: 0 });
      expect(new Set(claimed).size).toBe(claimed.length);
      expect(list.undone + claimed.length).toBe(60);
      expect([list.left, list.states]).toEqual([claimed.length, claimed.length]);
      const kept = await listKeptContacts(deps, { importId, limit: 500 });
      expect(kept.items.map(({ contactId }) => contactId)).toEqual(claimed.sort((a, b) => a - b));
      expect(await offences(test)).toEqual([]);
      await test.adminDb.execute(sql`delete from open_attempts where run_id = ${seeded.runId}`);
      await test.adminDb.execute(
        sql`update attempts set state = 'VOID', reason = 'trial' where run_id = ${seeded.runId}`,
      );
      await test.adminDb.execute(
        sql`update contact_states set state = 'cancelled', reason = 'trial' where run_id = ${seeded.runId}`,
      );
    }
  });
});
