import { sql } from 'drizzle-orm';
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadZones } from '../data/load-zones.ts';
import { openDb, type Db } from '../db/client.ts';
import { migrateDb } from '../db/migrate.ts';
import { firstRow } from '../db/rows.ts';
import { postgresServer } from '../dev/servers/postgres.ts';
import { createDiskFileStore } from '../engine/files/disk-file-store.ts';
import type { FileLayout } from '../engine/importing/mapping/file-layout.ts';
import { receiveUpload } from '../engine/importing/receiving/receive-upload.ts';
import { groupProblems } from '../engine/reading/import-groups.ts';
import { scriptedTelephony } from '../test/support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../test/support/seed.ts';
import { copyBaseline } from './import/copy-baseline.ts';
import { makeList, type MadeList } from './import/make-list.ts';
import { measureStages } from './import/stages.ts';
import { figuresOf } from './process-figures.ts';

const DEFAULT_ROWS = 1_000_000;
const STAGE_ROWS = 300_000;
const IMPORTER = fileURLToPath(new URL('./import/import-process.ts', import.meta.url));

interface Measured {
  outcome: string;
  wallMs: number;
  cpuMs: number;
  peakRssMb: number;
}

/**
 * A list of 8 columns, from a file on disk to committed contacts with due rows in a running campaign, with all checks
 * on, by a process of its own; beside COPY of the very same rows into the same indexed tables of a fresh database.
 */
export async function benchImport(args: readonly string[], say: (line: string) => void): Promise<object> {
  const rows = Number(args[args.indexOf('--rows') + 1] ?? Number.NaN) || DEFAULT_ROWS;
  const folder = await mkdtemp(join(tmpdir(), 'outdial-bench-'));
  const server = await postgresServer({ folder, owned: true });
  await server.start();
  try {
    const file = join(folder, 'list.csv');
    const made = await makeList(file, rows);
    say(`a list of ${rows} rows, ${Math.round((await stat(file)).size / 1e6)} MB`);
    await migrateDb(server.url(), { markAsTest: true });
    const db = openDb({ url: server.url(), maxConnections: 4 });
    try {
      return await measure({
        db,
        postgresPid: server.pid ?? 0,
        url: server.url(),
        folder,
        file,
        made,
        say,
        freshUrl: await freshDatabase(server.url),
      });
    } finally {
      await db.$client.end();
    }
  } finally {
    await server.stop();
    // The data may lie elsewhere: a server that does not run as root must reach them.
    for (const made of [server.dataFolder, folder]) await rm(made, { recursive: true, force: true });
  }
}

async function freshDatabase(url: (database?: string) => string): Promise<string> {
  const client = new pg.Client({ connectionString: url() });
  await client.connect();
  await client.query('create database baseline');
  await client.end();
  await migrateDb(url('baseline'), { markAsTest: true });
  return url('baseline');
}

async function measure(input: {
  db: Db;
  postgresPid: number;
  url: string;
  freshUrl: string;
  folder: string;
  file: string;
  made: MadeList;
  say: (line: string) => void;
}): Promise<object> {
  const { db, made, say } = input;
  const test = { url: input.url, db, readDb: db, adminDb: db, drop: async () => {} };
  const files = createDiskFileStore(join(input.folder, 'files'));
  const deps = { ...engineOver(test, scriptedTelephony()), files, zones: loadZones() };
  const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
  const { importId } = await receiveUpload(deps, {
    source: createReadStream(input.file),
    fileName: 'list.csv',
    options: { defaultCountry: 'US' },
    actor: 'bench',
    maxBytes: 1e10,
    campaignId,
  });
  let startedAtMs = Number.NaN;
  let firstProgressMs: number | undefined;
  let checkedMs: number | undefined;
  const watching = setInterval(() => {
    progressOf(db, importId).then(
      (now) => {
        if (now.rowsRead > 0) firstProgressMs ??= Math.round(performance.now() - startedAtMs);
        if (now.state === 'committing') checkedMs ??= Math.round(performance.now() - startedAtMs);
      },
      () => {},
    );
  }, 50);
  const postgresCpuMs = figuresOf(input.postgresPid, true).cpuMs;
  const measured = await importIn(input, importId, () => (startedAtMs = performance.now()));
  clearInterval(watching);
  say(`imported: ${measured.outcome} in ${Math.round(measured.wallMs)} ms`);

  const importCpuMs = figuresOf(input.postgresPid, true).cpuMs - postgresCpuMs;
  const ended = await endOf(db, importId);
  const groupsAtMs = performance.now();
  const groups = await groupProblems(deps, { importId });
  const groupsMs = performance.now() - groupsAtMs;
  const baseline = await copyBaseline({
    fromUrl: input.url,
    toUrl: input.freshUrl,
    folder: input.folder,
    contacts: ended.contacts,
  });
  say(`COPY alone: ${JSON.stringify(baseline.msByTable)}`);
  const stages = await measureStages(input.file, ended.layout, STAGE_ROWS);
  const rowsPerSecond = (made.rows / measured.wallMs) * 1_000;
  return {
    rows: made.rows,
    rowsPerSecond: Math.round(rowsPerSecond),
    copyRowsPerSecond: Math.round(baseline.rowsPerSecond),
    ratioToCopy: Number((rowsPerSecond / baseline.rowsPerSecond).toFixed(2)),
    peakRssMb: measured.peakRssMb,
    groupsMs: Math.round(groupsMs),
    rowsLost: made.rows - ended.accepted - ended.rejected - ended.duplicates + (ended.accepted - ended.contacts),
    unlikeTheList: Math.abs(ended.rejected - made.bad) + Math.abs(ended.duplicates - made.duplicates),
    dueRows: ended.due,
    firstProgressMs,
    checkMs: checkedMs,
    commitMs: Math.round(measured.wallMs) - (checkedMs ?? 0),
    importerCpuMs: measured.cpuMs,
    postgresCpuMs: importCpuMs,
    groups: Array.isArray(groups) ? groups.length : undefined,
    ...stages,
  };
}

async function progressOf(db: Db, importId: string): Promise<{ rowsRead: number; state: string }> {
  const row = await firstRow<{ rowsRead: number; state: string }>(
    db,
    sql`select rows_read as "rowsRead", state from imports where id = ${importId}`,
  );
  return row ?? { rowsRead: 0, state: '' };
}

async function importIn(
  input: { url: string; folder: string },
  importId: string,
  onReady: () => void,
): Promise<Measured> {
  const child = spawn(
    process.execPath,
    [
      '--max-old-space-size=192',
      '--max-semi-space-size=8',
      '--import',
      'tsx',
      IMPORTER,
      input.url,
      join(input.folder, 'files'),
      importId,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    if (out === '') onReady();
    out += part.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the importing process ended with ${String(code)}`);
  const measured: Measured = JSON.parse(out.trim().split('\n').at(-1) ?? '{}');
  return measured;
}

interface Ended {
  accepted: number;
  rejected: number;
  duplicates: number;
  contacts: number;
  due: number;
  layout: FileLayout;
}

async function endOf(db: Db, importId: string): Promise<Ended> {
  const row = await firstRow<Ended>(
    db,
    sql`select accepted_rows as accepted, rejected_rows as rejected, duplicate_rows as duplicates, detected -> 'layout' as layout,
          (select count(*) from contacts c join contact_states s on s.contact_id = c.id where c.id between i.first_contact_id and i.last_contact_id) as contacts,
          (select count(*) from due d where d.contact_id between i.first_contact_id and i.last_contact_id) as due
        from imports i where id = ${importId}`,
  );
  if (!row) throw new Error('the import is gone');
  return row;
}
