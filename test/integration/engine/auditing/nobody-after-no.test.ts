import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let phone: number;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  const { runId } = await seedCampaign(deps, test, { contacts: 1 });
  const run = await loadRun(deps, runId);
  const [step] = run?.steps ?? [];
  if (!run || !step) throw new Error('no run');
  await planReady(deps, run);
  await claim(deps, { run, step, sender: randomUUID(), batch: 1 });
  const gated = await firstRow<{ phone: number }>(
    test.adminDb,
    sql`update attempts set gated_at = now() returning phone`,
  );
  phone = gated?.phone ?? 0;
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.adminDb.execute(sql`delete from suppressions`);
});

const said = (secondsBefore: number, channel: string, listId = 0) =>
  test.adminDb.execute(sql`
    insert into suppressions (phone, channel, list_id, source, created_by, created_at)
    values (${phone}, ${channel}, ${listId}, 'api', 'test', now() - ${secondsBefore} * interval '1 second')`);
const offenders = async (): Promise<number | undefined> =>
  (await auditLedger(test)).find(({ name }) => name === 'nobody_after_no')?.count;

it('finds an attempt that passed the gate more than a second after a no that holds for it', async () => {
  await said(-5, 'call');
  expect(await offenders()).toBe(0);
  await test.adminDb.execute(sql`delete from suppressions`);
  await said(60, 'call');
  expect(await offenders()).toBe(1);
});

it('does not mind a no to another channel', async () => {
  await said(60, 'sms');
  expect(await offenders()).toBe(0);
});

it('counts a number on a list from the moment at which the whole list is in', async () => {
  const list = await firstRow<{ id: number }>(
    test.adminDb,
    sql`insert into suppression_lists (name, source, file_name, sha256, state, created_by, done_at)
        values ('dnc', 'registry', 'f', '', 'done', 'test', now() + interval '1 minute') returning id`,
  );
  await said(60, 'call', list?.id);
  expect(await offenders()).toBe(0);
  await test.adminDb.execute(sql`update suppression_lists set done_at = now() - interval '1 minute'`);
  expect(await offenders()).toBe(1);
});
