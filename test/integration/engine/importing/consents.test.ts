import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { decideFixes } from '../../../../engine/importing/drafting/decide-fixes.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { undoBatch } from '../../../../engine/importing/undoing/undo-batch.ts';
import { undoImport } from '../../../../engine/importing/undoing/undo-import.ts';
import { endLease, holdAt, startImport, type Place } from '../../../support/killable-import.ts';
import { plannedRun } from '../../../support/ledger-steps.ts';
import { listWorld, newList, type ListTrial, type ListWorld } from '../../../support/list-world.ts';
import { seedCampaign } from '../../../support/seed.ts';

let world: ListWorld;
beforeAll(async () => {
  world = await listWorld();
});
afterAll(() => world.close());

let exchange = 300;
/** A list of its own numbers: rows with a consent, every tenth without, and one that lost its plus. */
function makeList(count: number): string {
  const base = 12_120_000_000 + 10_000 * exchange++;
  let content = 'phone,mobile,consent date,consent method,consent text,consent purpose,consent expires\n';
  for (let i = 0; i < count; i++) {
    const phone = i === 6 ? `${base + i}` : `+${base + i}`;
    const mobile = i % 4 === 1 ? `+${base + 5_000 + i}` : '';
    content +=
      i % 10 === 3 ? `${phone},${mobile},,,,,\n` : `${phone},${mobile},2020-03-14,web,I agree,marketing,2099-01-01\n`;
  }
  return content;
}
const options = { others: 'ignore' as const, mapping: { phone: ['phone', 'mobile'] } };
const recorded = (importId: string) =>
  rows<{ row: number; phone: number }>(
    world.test.db,
    sql`select row_number as row, phone from consent_events where import_id = ${importId} order by row_number, phone`,
  );
/** What has to be on record: each number of each contact that states a consent, once. */
const wanted = (importId: string) =>
  rows<{ row: number; phone: number }>(
    world.test.db,
    sql`select row_number as row, phone from contacts c where import_id = ${importId} and overrides ? 'consent'
        union all select c.row_number, n.phone from contacts c join contact_phones n on n.contact_id = c.id
          where c.import_id = ${importId} and c.overrides ? 'consent' order by row, phone`,
  );
async function expectOnce(importId: string, least: number): Promise<void> {
  const found = await recorded(importId);
  expect(found.length).toBeGreaterThanOrEqual(least);
  expect(found).toEqual(await wanted(importId));
}

describe('consents of a list', () => {
  it('are on record for each number of a row from the commit on, as the row states them, and not before', async () => {
    const trial = await newList(world, { content: makeList(40), options, wanted: 'check' });
    await runImport(world.deps, trial.importId);
    expect(await recorded(trial.importId)).toEqual([]);
    await commitImport(world.deps, { importId: trial.importId, actor: 'who commits' });
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('done');
    await expectOnce(trial.importId, 35);
    const first = await firstRow(
      world.test.db,
      sql`select kind, purpose, channel, consent_class as class, method, text_shown as text, created_by as by,
            to_ms(happened_at) as at, to_ms(expires_at) as until
          from consent_events where import_id = ${trial.importId} and row_number = 2`,
    );
    expect(first).toEqual({
      kind: 'given',
      purpose: 'marketing',
      channel: '',
      class: 'written',
      method: 'web',
      text: 'I agree',
      by: 'who commits',
      at: Date.parse('2020-03-14T04:00:00Z'),
      until: Date.parse('2099-01-01T05:00:00Z'),
    });
  });

  it('are not written twice when repaired rows are committed after the others', async () => {
    const { importId } = await newList(world, { content: makeList(20), options });
    await runImport(world.deps, importId);
    const before = await recorded(importId);
    await decideFixes(world.deps, { importId, fixes: { lost_plus: 'accept' }, actor: 'test' });
    expect((await runImport(world.deps, importId)).outcome).toBe('done');
    await expectOnce(importId, before.length + 1);
  });

  it('stay when the list is taken back, and that is said', async () => {
    const { importId } = await newList(world, { content: makeList(20), options });
    await runImport(world.deps, importId);
    const before = await recorded(importId);
    const { consentsKept } = await undoImport(world.deps, { importId, actor: 'test' });
    expect(consentsKept).toBe(before.length);
    while ((await undoBatch(world.deps, importId)) > 0);
    expect(await recorded(importId)).toEqual(before);
    expect(await wanted(importId)).toEqual([]);
    expect((await undoImport(world.deps, { importId, actor: 'test' })).consentsKept).toBe(before.length);
  });

  it('count for the first plan: who states one is dialled by a campaign that needs it, and nobody else is', async () => {
    const { deps, test } = world;
    const seeded = await seedCampaign(deps, test, { contacts: 1, settings: { purpose: 'marketing' } });
    const { importId } = await newList(world, { content: makeList(20), options, seeded });
    expect((await runImport(deps, importId)).outcome).toBe('done');
    await plannedRun(deps, seeded.runId);
    const found = await rows<{ stated: boolean; state: string }>(
      test.db,
      sql`select distinct coalesce(c.overrides ? 'consent', false) as stated, s.state
          from contacts c join contact_states s on s.contact_id = c.id where c.import_id = ${importId} order by 1, 2`,
    );
    expect(found).toEqual([
      { stated: false, state: 'no_consent' },
      { stated: true, state: 'waiting' },
    ]);
  });
});

async function killAt({ importId }: ListTrial, place: Place): Promise<void> {
  const { test, folder } = world;
  const held = await holdAt(test, place);
  const { child, ended } = startImport(test, folder, importId);
  try {
    await expect.poll(held.waiting, { timeout: 30_000, interval: 10 }).toBe(true);
    expect(await recorded(importId)).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await held.cut();
  }
  expect(await ended).toBeNull();
  await endLease(test, importId);
}

describe('a commit that is killed', () => {
  it.each<[string, Place]>([
    ['in the middle of the consents', { table: 'consent_events', on: 'insert', when: 'new.row_number = 700' }],
    ['at its last statement', { table: 'imports', on: 'update', when: "new.state = 'done'" }],
    ['while it is committed', { table: 'imports', on: 'update', when: "new.state = 'done'", atCommit: true }],
  ])('%s leaves none, and the next one writes each once', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world, { content: makeList(1_200), options });
    await killAt(trial, place);
    expect(await recorded(trial.importId)).toEqual([]);
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('done');
    await expectOnce(trial.importId, 1_000);
  });
});
