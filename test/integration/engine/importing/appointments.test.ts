import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { mergeRejects } from '../../../../engine/importing/drafting/merge-rejects.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { writeRejectFile } from '../../../../engine/importing/drafting/write-reject-file.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { cancelImport } from '../../../../engine/importing/receiving/cancel-import.ts';
import { receiveUpload } from '../../../../engine/importing/receiving/receive-upload.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { undoImport } from '../../../../engine/importing/undoing/undo-import.ts';
import { getImport } from '../../../../engine/reading/imports.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { endLease, holdAt, startImport } from '../../../support/killable-import.ts';
import { jump, offences } from '../../../support/ledger-steps.ts';
import { listWorld, type ListWorld } from '../../../support/list-world.ts';
import { seedProgramme, type SeedProgramme } from '../../../support/seed-programme.ts';
import { inPieces } from '../../../unit/engine/importing/memory-files.ts';

let world: ListWorld;
beforeAll(async () => {
  world = await listWorld();
});
afterAll(() => world.close());

/** Days that are to come, whenever this runs. */
const YEAR = new Date().getUTCFullYear() + 1;
const sunday = (month: number, which: number): string => {
  const first = new Date(Date.UTC(YEAR, month - 1, 1)).getUTCDay();
  const day = 1 + ((7 - first) % 7) + 7 * (which - 1);
  return `${YEAR}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};
const GAP = `${sunday(3, 2)} 02:30`;
const FOLD = sunday(11, 1);

const programme = async (options: SeedProgramme = {}): Promise<string> =>
  (await seedProgramme(world.deps, world.test, { text: 'See you.', ...options })).programmeId;
const upload = async (
  programmeId: string,
  content: string,
  options: ImportOptions = {},
  wanted: 'check' | 'commit' = 'commit',
): Promise<string> => {
  const { importId } = await receiveUpload(world.deps, {
    source: inPieces(content, 4_099),
    fileName: 'day.csv',
    options,
    wanted,
    purpose: 'appointments',
    programmeId,
    maxBytes: 1e8,
    actor: 'test',
  });
  return importId;
};
const imported = async (...list: Parameters<typeof upload>): Promise<string> => {
  const importId = await upload(...list);
  await runImport(world.deps, importId);
  return importId;
};
const view = (importId: string) => getImport({ readDb: world.test.db }, { importId });
const problems = async (importId: string) =>
  await rows<{ row: number; code: string; column: string | null; suggested: string | null }>(
    world.test.db,
    sql`select row_number as "row", code, column_name as "column", suggested from import_problems
        where import_id = ${importId} and severity = 'error' order by row_number, ordinal`,
  );
const booked = async (programmeId: string) =>
  await rows<{
    id: string;
    phone: string;
    at: string;
    zone: string;
    state: string;
    version: number;
    name: string | null;
  }>(
    world.test.db,
    sql`select external_id as id, '+' || phone as phone, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, zone, state,
          version, name
        from appointments where programme_id = ${programmeId} order by external_id`,
  );
const rejects = async (importId: string): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of writeRejectFile(world.deps, importId)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};
const staged = async (importId: string): Promise<number> => {
  const row = await firstRow<{ n: number }>(
    world.test.db,
    sql`select count(*)::int as n from contacts c join imports i on c.id between i.first_contact_id and i.last_contact_id where i.id = ${importId}`,
  );
  return row?.n ?? -1;
};

describe('a list of appointments', () => {
  it('is booked row by row, and what cannot be is set aside with what would do', async () => {
    const programmeId = await programme();
    const importId = await imported(
      programmeId,
      [
        '\uFEFFTermin-ID;Telefon;Name;Termin;Zeitzone;"Notiz ""intern"""',
        `T1;+12125550101;"Lee; Ann";${YEAR}-06-09 09:30;America/Chicago;"two\nlines"`,
        `T2;+12125550101;Lee Ann;${YEAR}-06-10T09:30-05:00;;`,
        `T3;+12125550102;Ben;${GAP};America/New_York;`,
        `T4;+12125550103;Cem;${FOLD} 01:30;America/New_York;`,
        'T5;+12125550104;Dee;2020-01-01 09:30;America/New_York;',
        `T6;+12125550105;Eve;${YEAR}-06-09 09:30;Mars/Base;`,
        `;+12125550106;Flo;${YEAR}-06-09 09:30;America/New_York;`,
        `T1;+12125550107;Gus;${YEAR}-06-09 09:30;America/New_York;`,
        `T8;nobody;Hal;${YEAR}-06-09 09:30;America/New_York;`,
        `T9;+12125550109;Ida;;America/New_York;`,
        `T10;+12125550110;Jim;${YEAR}-06-09;America/New_York;`,
      ].join('\r\n'),
    );
    expect(await view(importId)).toMatchObject({
      state: 'done',
      purpose: 'appointments',
      programmeId,
      rowsRead: 11,
      acceptedRows: 2,
      rejectedRows: 9,
      committedRows: 2,
      failure: null,
    });
    expect(await booked(programmeId)).toEqual([
      {
        id: 'T1',
        phone: '+12125550101',
        at: `${YEAR}-06-09 14:30`,
        zone: 'America/Chicago',
        state: 'booked',
        version: 1,
        name: 'Lee; Ann',
      },
      // Told with an offset and without a zone: in the recipient's, where that has this offset, else as an instant.
      expect.objectContaining({ id: 'T2', phone: '+12125550101', at: `${YEAR}-06-10 14:30`, version: 1 }),
    ]);
    expect((await problems(importId)).map(({ row, code, suggested }) => [row, code, suggested])).toEqual([
      [4, 'time_does_not_exist', `${GAP.slice(0, 10)} 01:59`],
      [5, 'time_ambiguous', `${FOLD}T01:30-04:00`],
      [6, 'time_past', null],
      [7, 'zone_unknown', null],
      [8, 'external_id_missing', null],
      [9, 'duplicate_external_id', null],
      [10, 'phone_invalid', null],
      [11, 'starts_at_missing', null],
      [12, 'time_unreadable', null],
    ]);
    const file = await rejects(importId);
    expect(file).toContain('"Notiz ""intern""";error_code;error_message;suggested_value');
    expect(file).toContain(`Termin: ${FOLD}T01:30-04:00`);
    expect(await staged(importId)).toBe(0);
  });

  it('reads date and time from two columns, in the order that is told, and in the zone of the list', async () => {
    const programmeId = await programme({ settings: { zone: 'Europe/Berlin' } });
    const list = `ref,phone,Day,Time\nA,+4915112345678,04/06/${YEAR},2:15 PM\n`;
    const mapping = { starts_at: ['Day', 'Time'] };
    await imported(programmeId, list, { mapping, dateOrder: 'dmy' });
    expect(await booked(programmeId)).toMatchObject([{ at: `${YEAR}-06-04 12:15`, zone: 'Europe/Berlin' }]);
    const other = await programme({ settings: { zone: 'Europe/Berlin' } });
    await imported(other, list, { mapping, dateOrder: 'mdy', defaultZone: 'America/New_York' });
    expect(await booked(other)).toMatchObject([{ at: `${YEAR}-04-06 18:15`, zone: 'America/New_York' }]);
  });

  it('changes nothing when it comes again, and moves what it says otherwise', async () => {
    const programmeId = await programme();
    const list = (day: string) =>
      `id,phone,name,start,timezone\nA,+12125550101,Ann,${day},America/New_York\nB,+12125550101,Ann,${YEAR}-07-01 10:00,America/New_York\n`;
    await imported(programmeId, list(`${YEAR}-06-09 09:30`));
    await imported(programmeId, list(`${YEAR}-06-09 09:30`));
    expect((await booked(programmeId)).map(({ version }) => version)).toEqual([1, 1]);
    await imported(programmeId, list(`${YEAR}-06-10 09:30`));
    expect((await booked(programmeId)).map(({ id, at, version }) => [id, at, version])).toEqual([
      ['A', `${YEAR}-06-10 13:30`, 2],
      ['B', `${YEAR}-07-01 14:00`, 1],
    ]);
  });

  it.each([
    ['phone,start\n', 'no_external_id_column'],
    // A person may have several appointments.
    ['phone,Patient ID,start\n', 'no_external_id_column'],
    ['phone,id,birthday\n', 'no_start_column'],
    ['phone,id,Appointment date,Start time\n', 'ambiguous_column'],
  ])('is not read by guesswork: %j', async (header, code) => {
    const programmeId = await programme();
    const width = header.split(',').length;
    const row = Array.from({ length: width }, () => '+12125550101').join(',');
    const importId = await imported(programmeId, `${header}${row}\n`);
    expect(await view(importId)).toMatchObject({ state: 'failed', failure: { code } });
  });

  it('sets rows aside that lack what the texts say', async () => {
    const programmeId = await programme({ text: 'Dear {{ name }}, {{ doctor }} sees you.' });
    const importId = await imported(
      programmeId,
      `id,phone,name,doctor,start,timezone\nA,+12125550101,Ann,Dr Okafor,${YEAR}-06-09 09:30,UTC\nB,+12125550102,Ben,,${YEAR}-06-09 09:30,UTC\n`,
    );
    expect(await view(importId)).toMatchObject({ state: 'done', acceptedRows: 1, rejectedRows: 1 });
    expect(await problems(importId)).toMatchObject([{ row: 3, code: 'variable_missing' }]);
  });

  it('sets aside at its booking what time has overtaken since the check, with its cells', async () => {
    const programmeId = await programme();
    const soon = new Date(Date.now() + 3 * 3_600_000).toISOString();
    const importId = await upload(
      programmeId,
      `id,phone,name,start,room\nA,+12125550101,Ann,${soon},"7, left"\nB,+12125550102,Ben,${YEAR + 1}-06-09T09:30Z,8\n`,
      {},
      'check',
    );
    await runImport(world.deps, importId);
    expect(await view(importId)).toMatchObject({ state: 'checked', acceptedRows: 2, rejectedRows: 0 });
    expect(await booked(programmeId)).toEqual([]);
    await jump(world.test, 4 * 3_600_000);
    await commitImport(world.deps, { importId, actor: 'test' });
    await runImport(world.deps, importId);
    expect(await view(importId)).toMatchObject({ state: 'done', rowsRead: 2, acceptedRows: 1, rejectedRows: 1 });
    expect(await problems(importId)).toMatchObject([{ row: 2, code: 'time_past', column: 'start' }]);
    expect(await rejects(importId)).toContain(`A,'+12125550101,Ann,${soon},"7, left",time_past`);
    expect(await booked(programmeId)).toMatchObject([{ id: 'B' }]);
  });

  it('takes corrected rows, and moves nothing back that somebody has moved since', async () => {
    const programmeId = await programme();
    const importId = await imported(
      programmeId,
      `id,phone,name,start\nA,+12125550101,Ann,${YEAR}-06-09T09:30Z\nB,+12125550102,Ben,soon\n`,
    );
    const startsAt = `${YEAR}-08-01T09:30Z`;
    const item = { externalId: 'A', phone: '+12125550101', name: 'Ann', startsAt };
    await bookAppointments(world.deps, { programmeId, items: [item], actor: 'desk' });
    const corrected = (await rejects(importId)).replace('soon', `${YEAR}-06-09T10:30Z`);
    const source = inPieces(corrected);
    await mergeRejects(world.deps, { importId, source, fileName: 'x.csv', maxBytes: 1e6, actor: 'test' });
    await runImport(world.deps, importId);
    expect(await view(importId)).toMatchObject({ state: 'done', acceptedRows: 2, rejectedRows: 0, committedRows: 2 });
    expect((await booked(programmeId)).map(({ id, at }) => [id, at])).toEqual([
      ['A', `${YEAR}-08-01 09:30`],
      ['B', `${YEAR}-06-09 10:30`],
    ]);
  });
});

it('sets a corrected row aside whose id another row of the list has booked', async () => {
  const programmeId = await programme();
  const importId = await imported(
    programmeId,
    `id,phone,start\nA,+12125550101,${YEAR}-06-09T09:30Z\nB B,+12125550102,soon\n`,
  );
  const corrected = (await rejects(importId)).replace('soon', `${YEAR}-06-09T10:30Z`).replace('B B', 'A');
  const source = inPieces(corrected);
  await mergeRejects(world.deps, { importId, source, fileName: 'x.csv', maxBytes: 1e6, actor: 'test' });
  await runImport(world.deps, importId);
  expect(await view(importId)).toMatchObject({ state: 'done', acceptedRows: 1, rejectedRows: 1, committedRows: 1 });
  expect(await problems(importId)).toMatchObject([{ row: 3, code: 'duplicate_external_id', column: 'id' }]);
  expect(await booked(programmeId)).toMatchObject([{ id: 'A', at: `${YEAR}-06-09 09:30`, version: 1 }]);
});

const MANY = 1_200;
const manyRows = (): string =>
  `id,phone,start\n${Array.from({ length: MANY }, (_, i) => `N${i},+1212556${String(i).padStart(4, '0')},${YEAR}-06-09T09:30Z\n`).join('')}`;

describe('a job that is killed while it books', () => {
  it('is gone on with where it was: everybody is booked, nobody twice', async () => {
    const programmeId = await programme();
    const importId = await upload(programmeId, manyRows());
    const held = await holdAt(world.test, { table: 'imports', on: 'update', when: 'new.committed_rows > 500' });
    const { child, ended } = startImport(world.test, world.folder, importId, true);
    await expect.poll(held.waiting, { timeout: 30_000, interval: 10 }).toBe(true);
    child.kill('SIGKILL');
    await held.cut();
    expect(await ended).toBeNull();
    expect(await view(importId)).toMatchObject({ state: 'committing', committedRows: 500 });
    expect(await booked(programmeId)).toHaveLength(500);
    await expect(cancelImport(world.deps, { importId, actor: 'test' })).rejects.toMatchObject({
      code: 'import_committed',
    });
    await endLease(world.test, importId);
    expect(await runImport(world.deps, importId)).toEqual({ outcome: 'done' });
    const all = await booked(programmeId);
    expect(all).toHaveLength(MANY);
    expect(new Set(all.map(({ version }) => version))).toEqual(new Set([1]));
    expect(await view(importId)).toMatchObject({
      state: 'done',
      acceptedRows: MANY,
      committedRows: MANY,
      rejectedRows: 0,
    });
  });
});

describe('taking a list back', () => {
  it('cancels what it booked and is still to come, and leaves what was there before', async () => {
    const programmeId = await programme();
    const before = { externalId: 'old', phone: '+12125550109', startsAt: `${YEAR}-05-01T09:30Z` };
    await bookAppointments(world.deps, { programmeId, items: [before], actor: 'desk' });
    const soon = new Date(Date.now() + 6 * 3_600_000).toISOString();
    const importId = await imported(
      programmeId,
      [
        'id,phone,start',
        `old,+12125550109,${YEAR}-05-02T09:30Z`,
        `new,+12125550101,${YEAR}-06-09T09:30Z`,
        `gone,+12125550102,${YEAR}-06-09T09:30Z`,
        `over,+12125550103,${soon}`,
      ].join('\n'),
    );
    await cancelAppointment(world.deps, { programmeId, externalId: 'gone', actor: 'desk' });
    await jump(world.test, 7 * 3_600_000);
    await undoImport(world.deps, { importId, actor: 'test' });
    expect(await runImport(world.deps, importId)).toEqual({ outcome: 'undone' });
    expect((await booked(programmeId)).map(({ id, state }) => [id, state])).toEqual([
      ['gone', 'cancelled'],
      ['new', 'cancelled'],
      ['old', 'booked'],
      ['over', 'booked'],
    ]);
    expect(await view(importId)).toMatchObject({ state: 'undone', undoneRows: 1 });
    const cause = await firstRow<{ cause: string }>(
      world.test.db,
      sql`select v.cause from appointment_versions v join appointments a on a.id = v.appointment_id and a.version = v.version
          where a.programme_id = ${programmeId} and a.external_id = 'new'`,
    );
    expect(cause).toEqual({ cause: 'import_undone' });
    const waiting = await firstRow<{ n: number }>(
      world.test.db,
      sql`select count(*)::int as n from due d join runs r on r.id = d.run_id join programmes p on p.run_id = r.id
          join contacts c on c.id = d.contact_id where p.id = ${programmeId} and c.phone <> 12125550109`,
    );
    expect(waiting).toEqual({ n: 0 });
  });
});

describe('what a list of appointments needs', () => {
  const source = () => inPieces('id,phone,start\n');
  const list = { fileName: 'x.csv', options: {}, maxBytes: 1e6, actor: 'test' };
  it('is refused without a programme, with a campaign, and for an archived one', async () => {
    const refused = (more: object) => receiveUpload(world.deps, { ...list, source: source(), ...more });
    await expect(refused({ purpose: 'appointments' })).rejects.toMatchObject({ code: 'programme_needed' });
    await expect(refused({ programmeId: 'x' })).rejects.toMatchObject({ code: 'programme_not_expected' });
    await expect(refused({ purpose: 'appointments', programmeId: 'nowhere' })).rejects.toMatchObject({
      code: 'unknown_programme',
    });
    const programmeId = await programme();
    await world.test.db.execute(sql`update programmes set archived_at = outdial_now() where id = ${programmeId}`);
    await expect(refused({ purpose: 'appointments', programmeId })).rejects.toMatchObject({
      code: 'programme_archived',
    });
  });

  it('stops where its programme is archived before the commit, and says so', async () => {
    const programmeId = await programme();
    const importId = await upload(programmeId, `id,phone,start\nA,+12125550101,${YEAR}-06-09T09:30Z\n`, {}, 'check');
    await runImport(world.deps, importId);
    await world.test.db.execute(sql`update programmes set archived_at = outdial_now() where id = ${programmeId}`);
    await commitImport(world.deps, { importId, actor: 'test' });
    await runImport(world.deps, importId);
    expect(await view(importId)).toMatchObject({ state: 'checked', failure: { code: 'programme_archived' } });
    expect(await booked(programmeId)).toEqual([]);
  });
});

it('has broken no law of the ledger', async () => {
  expect(await offences(world.test)).toEqual([]);
});
