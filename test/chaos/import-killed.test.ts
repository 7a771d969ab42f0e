import { sql } from 'drizzle-orm';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadZones } from '../../../../data/load-zones.ts';
import { firstRow } from '../../../../db/rows.ts';
import { receiveUpload } from '../../../../engine/importing/receive-upload.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { inPieces, memoryFiles } from '../../../unit/engine/importing/memory-files.ts';

const PROGRAM = fileURLToPath(new URL('./import-process.ts', import.meta.url));
const ROWS = 30_000;
let database: TestDb;
let folder: string;

beforeAll(async () => {
  database = await testDb();
  folder = await mkdtemp(join(tmpdir(), 'outdial-import-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

it('an import whose process is killed again and again ends with every row once', { timeout: 60_000 }, async () => {
  let content = 'phone,name\n';
  for (let i = 0; i < ROWS; i++) {
    content +=
      i % 50 === 0
        ? `bad ${i},x\n`
        : `+1212${200 + Math.floor(i / 10_000)}${String(i % 10_000).padStart(4, '0')},Name ${i}\n`;
  }
  const file = join(folder, 'list.csv');
  await writeFile(file, content);
  const { importId } = await receiveUpload(
    { db: database.db, files: memoryFiles(), zones: loadZones() },
    { source: inPieces(content, 100_000), fileName: 'list.csv', options: {}, actor: 'test', maxBytes: 1e9 },
  );
  const standing = () =>
    firstRow<{
      state: string;
      rowsRead: number;
      accepted: number;
      rejected: number;
      contacts: number;
      states: number;
      problems: number;
    }>(
      database.db,
      sql`select state, rows_read as "rowsRead", accepted_rows as accepted, rejected_rows as rejected,
            (select count(*) from contacts where import_id = ${importId}) as contacts,
            (select count(*) from contacts c join contact_states s on s.contact_id = c.id where import_id = ${importId}) as states,
            (select count(*) from import_problems where import_id = ${importId}) as problems
          from imports where id = ${importId}`,
    );

  const stoppedAt: number[] = [];
  for (let tries = 0; ; tries++) {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, database.url, file, importId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const before = (await standing())?.rowsRead ?? 0;
    const closed = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    if (tries < 4) {
      // Once it has written something more, it dies wherever it happens to be.
      await expect
        .poll(async () => (await standing())?.rowsRead ?? 0, { timeout: 20_000, interval: 3 })
        .toBeGreaterThan(before);
      child.kill('SIGKILL');
    }
    const code = await closed;
    const now = await standing();
    // What is committed is whole: counts and rows agree after every death.
    expect(now?.contacts).toBe(now?.accepted);
    if (now?.state === 'checking') expect(now.states).toBe(0);
    expect(now?.problems).toBe(now?.rejected);
    stoppedAt.push(now?.rowsRead ?? 0);
    if (code === 0) break;
    await database.adminDb.execute(sql`update imports set working_until = outdial_now() where id = ${importId}`);
  }
  expect(stoppedAt.filter((rows) => rows < ROWS).length).toBeGreaterThanOrEqual(2);
  expect(await standing()).toEqual({
    state: 'done',
    rowsRead: ROWS,
    accepted: ROWS - 600,
    rejected: 600,
    contacts: ROWS - 600,
    states: ROWS - 600,
    problems: 600,
  });
});
