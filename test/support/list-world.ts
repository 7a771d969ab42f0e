import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { createDiskFileStore } from '../../engine/files/disk-file-store.ts';
import type { ImportOptions } from '../../engine/importing/import-options.ts';
import type { Wanted } from '../../engine/importing/drafting/lock-draft.ts';
import { receiveUpload } from '../../engine/importing/receiving/receive-upload.ts';
import { claimAll, plannedRun } from './ledger-steps.ts';
import { scriptedTelephony, type ScriptedTelephony } from './scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from './seed.ts';
import { testDb, type TestDb } from './test-db.ts';
import { inPieces } from '../unit/engine/importing/memory-files.ts';

/** Rows of a list, of which the first 1,000 make one chunk and the others another. */
export const ROWS = 2_400;
/** Of these: numbers without their plus. */
export const REPAIRABLE = 48;

export interface ListWorld {
  test: TestDb;
  deps: EngineDeps;
  telephony: ScriptedTelephony;
  /** Where the files of lists lie, for other processes. */
  folder: string;
  close: () => Promise<void>;
}

export async function listWorld(): Promise<ListWorld> {
  const test = await testDb({ maxConnections: 16 });
  const telephony = scriptedTelephony();
  const folder = await mkdtemp(join(tmpdir(), 'outdial-import-'));
  const deps = {
    ...engineOver(test, telephony),
    files: createDiskFileStore(folder),
    zonesOfPhone: loadPhoneZones(),
  };
  return {
    test,
    deps,
    telephony,
    folder,
    close: async () => {
      await test.drop();
      await rm(folder, { recursive: true });
    },
  };
}

let area = 0;
/** A list with numbers of its own: damage, doubles, further numbers and times of single rows among its rows. */
export function makeList(): { content: string; phoneAt: (i: number) => string } {
  const prefix = 2_120_000_000 + 10_000 * (230 + area++);
  const phoneAt = (i: number): string => `+1${prefix + i}`;
  let content = 'phone,mobile,send_at,name\n';
  for (let i = 0; i < ROWS; i++) {
    const name = `Name ${i}`;
    if (i % 50 === 7) content += `${phoneAt(i).slice(1)},,,${name}\n`;
    else if (i % 90 === 8) content += `nonsense,,,${name}\n`;
    else if (i % 70 === 9) content += `${phoneAt(i - 8)},,,again\n`;
    else if (i % 60 === 11) content += `${phoneAt(i)},${phoneAt(i + 5_000)},,${name}\n`;
    else if (i % 80 === 13) content += `${phoneAt(i)},,2030-01-01T10:00Z,${name}\n`;
    else content += `${phoneAt(i)},,,${name}\n`;
  }
  return { content, phoneAt };
}

export interface ListTrial {
  world: ListWorld;
  seeded: Seeded;
  importId: string;
  phoneAt: (i: number) => string;
}

/** A list on its way into a campaign that has one contact of its own. */
export async function newList(
  world: ListWorld,
  more: { launch?: boolean; wanted?: Wanted; content?: string; options?: ImportOptions; seeded?: Seeded } = {},
): Promise<ListTrial> {
  const { test, deps: engine } = world;
  const made = makeList();
  const seeded = more.seeded ?? (await seedCampaign(engine, test, { contacts: 1, launch: more.launch ?? true }));
  const { importId } = await receiveUpload(engine, {
    source: inPieces(more.content ?? made.content, 100_000),
    fileName: 'list.csv',
    options: more.options ?? { others: 'ignore', mapping: { phone: ['phone', 'mobile'] } },
    wanted: more.wanted ?? 'commit',
    campaignId: seeded.campaignId,
    actor: 'test',
    maxBytes: 1e9,
  });
  return { world, seeded, importId, phoneAt: made.phoneAt };
}

export interface Standing {
  state: string;
  rowsRead: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  contacts: number;
  states: number;
  phones: number;
  due: number;
  waiting: number;
  /** Waiting contacts without exactly one due row, and due rows of others. */
  astray: number;
  rejectedRows: number;
  duplicateRows: number;
  numbers: number;
}
export async function standing({ world: { test }, importId }: ListTrial): Promise<Standing> {
  const found = await firstRow<Standing>(
    test.adminDb,
    sql`with mine as (select * from imports where id = ${importId}),
          c as (select c.* from contacts c, mine i where c.id between i.first_contact_id and i.last_contact_id),
          s as (select s.* from contact_states s, mine i where s.contact_id between i.first_contact_id and i.last_contact_id),
          d as (select d.* from due d, mine i where d.contact_id between i.first_contact_id and i.last_contact_id),
          n as (select n.* from contact_phones n, mine i where n.contact_id between i.first_contact_id and i.last_contact_id)
        select i.state, i.rows_read as "rowsRead", i.accepted_rows as accepted, i.rejected_rows as rejected, i.duplicate_rows as duplicates,
          (select count(*) from c) as contacts, (select count(*) from s) as states, (select count(*) from n) as phones,
          (select count(*) from d) as due, (select count(*) from s where state = 'waiting') as waiting,
          (select count(*) from (select contact_id from s where state = 'waiting') w
            full join (select contact_id, count(*) as n from d group by 1) q on q.contact_id = w.contact_id
            where w.contact_id is distinct from q.contact_id or q.n <> 1) as astray,
          (select count(*) from import_rows r where r.import_id = i.id and r.verdict = 'rejected') as "rejectedRows",
          (select count(distinct p.row_number) from import_problems p where p.import_id = i.id and p.severity = 'duplicate') as "duplicateRows",
          (select count(distinct phone) from c) as numbers
        from mine i`,
  );
  if (!found) throw new Error('no such import');
  return found;
}

/** What holds after every death: rows and counters are of one moment, and nobody can be dialled before the list is done. */
export async function expectWhole(trial: ListTrial): Promise<Standing> {
  const now = await standing(trial);
  expect(now.rowsRead).toBe(now.accepted + now.rejected + now.duplicates);
  expect(now.contacts).toBe(now.accepted);
  expect(now.rejectedRows).toBe(now.rejected);
  expect(now.duplicateRows).toBe(now.duplicates);
  if (now.state !== 'done' && now.state !== 'undoing') expect(now.due).toBe(0);
  return now;
}
/** Nobody of the list is planned, claimed or in flight. */
export async function expectNotDialled({ world: { test, deps: engine }, seeded, importId }: ListTrial): Promise<void> {
  await plannedRun(engine, seeded.runId);
  await claimAll(engine, seeded.runId);
  const found = await firstRow<{ due: number; attempts: number }>(
    test.adminDb,
    sql`select (select count(*) from due d where d.contact_id between i.first_contact_id and i.last_contact_id) as due,
          (select count(*) from attempts a where a.contact_id between i.first_contact_id and i.last_contact_id) as attempts
        from imports i where i.id = ${importId}`,
  );
  expect(found).toEqual({ due: 0, attempts: 0 });
}
