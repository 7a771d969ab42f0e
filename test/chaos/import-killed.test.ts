import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../db/rows.ts';
import { endLease, startImport } from '../support/killable-import.ts';
import { claimAll, offences, plannedRun } from '../support/ledger-steps.ts';
import { expectWhole, listWorld, newList, standing, type ListWorld } from '../support/list-world.ts';

const ROWS = 45_000;
const KILLS = 9;
let world: ListWorld;
beforeAll(async () => {
  world = await listWorld();
});
afterAll(() => world.close());

/** One of 50 is bad, one of 50 without its plus, one of 50 a double, one of 50 has a second number. */
function content(): string {
  let text = 'phone,mobile,name\n';
  const phoneAt = (i: number): string => `+1646${230 + Math.floor(i / 10_000)}${String(i % 10_000).padStart(4, '0')}`;
  for (let i = 0; i < ROWS; i++) {
    const kind = i % 50;
    if (kind === 3) text += `bad ${i},,x\n`;
    else if (kind === 4) text += `${phoneAt(i).slice(1)},,x\n`;
    else if (kind === 5) text += `${phoneAt(i - 4)},,again\n`;
    else if (kind === 6) text += `${phoneAt(i)},${phoneAt(i + 100_000)},"Zoë ${i}"\n`;
    else text += `${phoneAt(i)},,Name ${i}\n`;
  }
  return text;
}

it('an import whose process is killed again and again ends with every row once, while its campaign dials', async () => {
  const options = { others: 'ignore' as const, mapping: { phone: ['phone', 'mobile'] } };
  const trial = await newList(world, { content: content(), options });
  const { importId, seeded } = trial;
  const progress = async (): Promise<string> =>
    JSON.stringify(
      await firstRow(
        world.test.adminDb,
        sql`select state, last_row, committed_rows from imports where id = ${importId}`,
      ),
    );
  const seen = new Set<string>();
  for (let tries = 0; ; tries++) {
    const before = await progress();
    const { child, ended } = startImport(world.test, world.folder, importId);
    if (tries < KILLS) {
      // Once it has done something, it dies wherever it happens to be a moment later.
      await expect.poll(progress, { timeout: 60_000, interval: 5 }).not.toBe(before);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
      child.kill('SIGKILL');
    }
    const said = await ended;
    const { state } = await expectWhole(trial);
    seen.add(state);
    await plannedRun(world.deps, seeded.runId);
    const dialled = await claimAll(world.deps, seeded.runId, 0, 5);
    // The campaign's own contact, and nobody of a list that is on its way.
    if (state !== 'done' && tries > 0) expect(dialled.ids).toEqual([]);
    if (said === 'done' || state === 'done') break;
    await endLease(world.test, importId);
  }
  const now = await expectWhole(trial);
  expect(now).toMatchObject({
    state: 'done',
    rowsRead: ROWS,
    accepted: (ROWS / 50) * 47,
    rejected: (ROWS / 50) * 2,
    duplicates: ROWS / 50,
    phones: ROWS / 50,
    states: (ROWS / 50) * 47,
  });
  await plannedRun(world.deps, seeded.runId);
  const { waiting, due, astray } = await standing(trial);
  const flying = await firstRow<{ n: number }>(
    world.test.db,
    sql`select count(*)::int as n from attempts a join contacts c on c.id = a.contact_id where c.import_id = ${importId}`,
  );
  expect({ waiting, due, astray }).toEqual({ waiting: now.states - (flying?.n ?? 0), due: waiting, astray: 0 });
  expect(seen.size).toBeGreaterThan(1);
  expect(await offences(world.test)).toEqual([]);
});
