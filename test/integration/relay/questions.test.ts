import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineDeps } from '../../../engine/deps.ts';
import { writeFacts } from '../../../engine/folding/inbox.ts';
import { accountsToFetchFrom, accountsToReconcile, importsToWork, runsToTurn } from '../../../relay/questions.ts';
import { acceptAll, foldAll, jump, newFact } from '../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../support/seed.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const set = async (statement: SQL): Promise<void> => void (await test.adminDb.execute(statement));

describe('the question of the relay for runs', () => {
  it('names a run from its launch until a turn is at work, and again when its time has come', async () => {
    const { runId } = await seedCampaign(deps, test, { contacts: 1, launch: false });
    expect(await runsToTurn(test.db)).not.toContain(runId);
    await set(sql`update runs set state = 'running', next_turn_at = '-infinity' where id = ${runId}`);
    expect(await runsToTurn(test.db)).toContain(runId);
    await set(sql`update runs set turning_until = outdial_now() + interval '10 seconds' where id = ${runId}`);
    expect(await runsToTurn(test.db)).not.toContain(runId);
    // A turn that died without a word loses its lease.
    await jump(test, 11_000);
    expect(await runsToTurn(test.db)).toContain(runId);
    await set(sql`update runs set next_turn_at = outdial_now() + interval '1 hour' where id = ${runId}`);
    expect(await runsToTurn(test.db)).not.toContain(runId);
    await jump(test, 3_601_000);
    expect(await runsToTurn(test.db)).toContain(runId);
    await set(sql`update runs set next_turn_at = 'infinity' where id = ${runId}`);
    await jump(test, 86_400_000);
    expect(await runsToTurn(test.db)).not.toContain(runId);
  });
});

describe('the question of the relay for accounts to reconcile', () => {
  it('names an account when an open attempt is to be asked about, and not while somebody asks', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const { accountId } = seeded;
    await acceptAll(deps, seeded.runId);
    expect(await accountsToReconcile(test.db)).not.toContain(accountId);
    await jump(test, 31_000);
    expect(await accountsToReconcile(test.db)).toContain(accountId);
    await set(
      sql`update provider_accounts set reconciling_until = outdial_now() + interval '1 minute' where id = ${accountId}`,
    );
    expect(await accountsToReconcile(test.db)).not.toContain(accountId);
    await jump(test, 61_000);
    expect(await accountsToReconcile(test.db)).toContain(accountId);
    await set(sql`delete from open_attempts where account_id = ${accountId}`);
    expect(await accountsToReconcile(test.db)).not.toContain(accountId);
  });

  it('names an account whose callbacks speak of a call that nobody knows', async () => {
    const { accountId } = await seedCampaign(deps, test, { contacts: 1 });
    await writeFacts(test.db, [newFact(accountId, { kind: 'accepted', providerRef: 'call_unknown' })]);
    await foldAll(deps);
    expect(await accountsToReconcile(test.db)).not.toContain(accountId);
    await jump(test, 5_100);
    await foldAll(deps);
    await jump(test, 5_100);
    expect(await accountsToReconcile(test.db)).toContain(accountId);
  });
});

describe('the question of the relay for transcripts', () => {
  it('names an account from the end of a call until what was said is known', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    const { accountId } = seeded;
    const [attemptId] = (await acceptAll(deps, seeded.runId)).ids;
    if (!attemptId) throw new Error('nobody was claimed');
    const tell = async (fact: Parameters<typeof newFact>[1]): Promise<void> => {
      await writeFacts(test.db, [newFact(accountId, fact)]);
      await foldAll(deps);
    };
    await tell({
      kind: 'ended',
      attemptId,
      outcome: 'answered',
      providerReason: 'ok',
      talkSeconds: 9,
      transcriptExpected: true,
    });
    expect(await accountsToFetchFrom(test.db)).not.toContain(accountId);
    await jump(test, 3_100);
    expect(await accountsToFetchFrom(test.db)).toContain(accountId);
    await tell({ kind: 'transcript', attemptId, turns: [] });
    expect(await accountsToFetchFrom(test.db)).not.toContain(accountId);
  });
});

describe('the question of the relay for imports', () => {
  it('names a list without a living job, until it is done', async () => {
    await set(
      sql`insert into imports (id, file_name, file_sha256, file_bytes, stored_path, state, created_by)
          values ('01890000-0000-7000-8000-00000000000a', 'a.csv', 'none', 1, 'none', 'uploaded', 'test')`,
    );
    const id = '01890000-0000-7000-8000-00000000000a';
    expect(await importsToWork(test.db)).toContain(id);
    await set(
      sql`update imports set state = 'checking', working_until = outdial_now() + interval '1 minute' where id = ${id}`,
    );
    expect(await importsToWork(test.db)).not.toContain(id);
    await jump(test, 61_000);
    expect(await importsToWork(test.db)).toContain(id);
    await set(sql`update imports set state = 'done', rows_read = 0, accepted_rows = 0 where id = ${id}`);
    expect(await importsToWork(test.db)).not.toContain(id);
  });

  it.each([
    ['receiving', 'commit', false],
    ['uploaded', 'upload', false],
    ['uploaded', 'check', true],
    ['uploaded', 'commit', true],
    ['checking', 'check', true],
    ['checked', 'check', false],
    ['checked', 'commit', true],
    ['committing', 'commit', true],
    ['undoing', 'commit', true],
    ['done', 'commit', false],
    ['undone', 'commit', false],
    ['failed', 'commit', false],
    ['cancelled', 'commit', false],
  ])('names one that is %s and wanted to %s: %s; others wait for a person', async (state, wanted, named) => {
    const id = '01890000-0000-7000-8000-00000000000b';
    await set(sql`delete from imports where id = ${id}`);
    await set(
      sql`insert into imports (id, file_name, file_sha256, file_bytes, stored_path, state, wanted, created_by)
          values (${id}, 'b.csv', 'none', 1, 'none', ${state}, ${wanted}, 'test')`,
    );
    expect((await importsToWork(test.db)).includes(id)).toBe(named);
    if (state !== 'checked') return;
    // A repair was decided, or a cell corrected.
    await set(
      sql`insert into import_rows (import_id, row_number, verdict, cells, pending) values (${id}, 2, 'rejected', '[]', true)`,
    );
    expect(await importsToWork(test.db)).toContain(id);
  });
});
