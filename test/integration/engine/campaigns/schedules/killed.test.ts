import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../../../db/rows.ts';
import { auditLedger } from '../../../../../engine/auditing/audit-ledger.ts';
import { cancelCampaign } from '../../../../../engine/campaigns/cancel.ts';
import { launchCampaign } from '../../../../../engine/campaigns/launch.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { jump } from '../../../../support/ledger-steps.ts';
import { holdAt, type Place } from '../../../../support/killable-import.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';
import { jumpTo, recurring, start, startsOf, type Recurring } from './schedule-steps.ts';

const PROGRAM = fileURLToPath(new URL('../../../../support/start-process.ts', import.meta.url));
const PEOPLE = 20;

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const rowAt = (n: number): string => `(new.id % 16777216) = ${n}`;

/** A process that carries the start out comes to the place, is killed there, and is gone for the server too. */
async function killAt({ scheduleId, times }: Recurring, place: Place, meanwhile: () => Promise<void> = async () => {}) {
  await jumpTo(test, times[0] ?? Number.NaN, 500);
  const held = await holdAt(test, place);
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, test.url, scheduleId, String(times[0])], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; !(await held.waiting()); tries++) {
    if (tries > 400 || child.exitCode !== null) throw new Error('it never came to the place');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await meanwhile();
  child.kill('SIGKILL');
  await gone;
  await held.cut();
}

const copied = async (scheduleId: string): Promise<number> => (await startsOf(test, scheduleId))[0]?.contacts ?? -1;

describe('a start whose process is killed', () => {
  it.each<[string, Place, number]>([
    ['in the first batch', { table: 'contacts', on: 'insert', when: `new.name is not null and ${rowAt(3)}` }, 0],
    [
      'in the middle of the list',
      { table: 'contacts', on: 'insert', when: `new.name is not null and ${rowAt(13)}` },
      9,
    ],
    ['at the end of the copying', { table: 'imports', on: 'update', when: `new.state = 'done'` }, 18],
  ])('%s is gone on with, and everybody is copied once', { timeout: 60_000 }, async (_, place, before) => {
    const made = await recurring(deps, test, { seed: { contacts: PEOPLE } });
    const { scheduleId, times } = made;
    await killAt(made, place);
    expect(await startsOf(test, scheduleId)).toMatchObject([{ state: 'starting', run: 'draft' }]);
    expect(await copied(scheduleId)).toBe(before);
    const campaignId = (await startsOf(test, scheduleId))[0]?.campaignId ?? '';
    // Half a list is launched by nobody.
    await expect(launchCampaign(deps, { campaignId, actor: 'test' })).rejects.toMatchObject({
      code: 'import_not_done',
    });
    expect(await start(deps, scheduleId, times[0] ?? 0)).toBe('done');
    expect(await startsOf(test, scheduleId)).toMatchObject([
      { state: 'started', run: 'running', contacts: PEOPLE, campaignId },
    ]);
    expect((await auditLedger(test)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('in its very first transaction leaves nothing behind', { timeout: 60_000 }, async () => {
    const made = await recurring(deps, test, { seed: { contacts: PEOPLE } });
    await killAt(made, { table: 'imports', on: 'insert', when: 'true', atCommit: true });
    expect(await startsOf(test, made.scheduleId)).toEqual([]);
    expect(await start(deps, made.scheduleId, made.times[0] ?? 0)).toBe('done');
    expect(await startsOf(test, made.scheduleId)).toMatchObject([{ state: 'started', contacts: PEOPLE }]);
  });

  it('is missed when nobody goes on for too long, and what was copied is taken back', { timeout: 60_000 }, async () => {
    const made = await recurring(deps, test, { seed: { contacts: PEOPLE } });
    await killAt(made, { table: 'contacts', on: 'insert', when: `new.name is not null and ${rowAt(13)}` });
    await jump(test, 2 * 3_600_000);
    expect(await start(deps, made.scheduleId, made.times[0] ?? 0)).toBe('done');
    expect(await startsOf(test, made.scheduleId)).toMatchObject([
      { state: 'missed', reason: 'interrupted', run: 'cancelled', contacts: 0 },
    ]);
    expect((await auditLedger(test)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('ends when somebody cancels its campaign meanwhile', { timeout: 60_000 }, async () => {
    const made = await recurring(deps, test, { seed: { contacts: PEOPLE } });
    await killAt(made, { table: 'contacts', on: 'insert', when: `new.name is not null and ${rowAt(13)}` });
    const campaignId = (await startsOf(test, made.scheduleId))[0]?.campaignId ?? '';
    await cancelCampaign(deps, { campaignId, actor: 'test' });
    expect(await start(deps, made.scheduleId, made.times[0] ?? 0)).toBe('done');
    expect(await startsOf(test, made.scheduleId)).toMatchObject([
      { state: 'skipped', reason: 'campaign_cancelled', run: 'cancelled', contacts: 0 },
    ]);
    const lists = await firstRow(
      test.db,
      sql`select array_agg(state) as states, sum(accepted_rows)::int as rows from imports where campaign_id = ${campaignId}`,
    );
    expect(lists).toEqual({ states: ['cancelled'], rows: 0 });
  });
});
