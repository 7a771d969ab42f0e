import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { offences, plannedRun } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let waiting: number;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  const seeded = await seedCampaign(deps, test, { contacts: 3, morePhones: 1 });
  await plannedRun(deps, seeded.runId);
  waiting = seeded.contactIds[0] ?? 0;
});
afterAll(async () => await test.drop());

/** What nothing but the audit refuses any more, since contacts, states and due rows have no foreign keys. */
const STRAYS: readonly [string, (id: number) => SQL, broken: readonly string[]][] = [
  [
    'a contact that lost its state',
    (id) => sql`delete from contact_states where contact_id = ${id}`,
    ['contact_has_one_state', 'due_is_of_a_contact'],
  ],
  [
    'a waiting contact that lost its due row',
    (id) => sql`delete from due where contact_id = ${id}`,
    ['living_contact_is_queued'],
  ],
  [
    'a state, a due row and a further number of a contact that is gone',
    (id) => sql`delete from contacts where id = ${id}`,
    ['due_is_of_a_contact', 'further_number_has_contact', 'import_rows_add_up', 'state_has_contact'],
  ],
  [
    'a due row that dials a number of nobody',
    (id) => sql`update due set phone = 12125559999 where contact_id = ${id}`,
    ['due_is_of_a_contact'],
  ],
  [
    'a contact of another list than its id says',
    (id) => sql`update contacts set row_number = row_number + 1 where id = ${id}`,
    ['contact_is_of_its_list'],
  ],
  [
    'a contact of a list that nobody knows',
    (id) => sql`update contacts set import_id = gen_random_uuid() where id = ${id}`,
    ['contact_is_of_its_list'],
  ],
  [
    'a person under an id that belongs to another',
    (id) =>
      sql`update person_phones set person_id = 12125559999 where phone = (select phone from contacts where id = ${id})`,
    ['person_is_one_of_its_numbers'],
  ],
];

/** Runs the audit over a change that is then taken back. */
async function auditAfter(change: SQL): Promise<string[]> {
  const found: string[] = [];
  const undo = new Error('taken back');
  await test.adminDb
    .transaction(async (tx) => {
      await tx.execute(change);
      const results = await auditLedger({ readDb: tx });
      found.push(...results.filter(({ ok }) => !ok).map(({ name }) => name));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found.toSorted();
}

it.each(STRAYS)('the audit finds %s', async (_, stray, broken) => {
  expect(await offences(test)).toEqual([]);
  expect(await auditAfter(stray(waiting))).toEqual(broken);
});
