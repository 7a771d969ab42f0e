import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { processIdentity, readPidFiles, writePidFile } from '../../../dev/servers/pid-file.mjs';
import { FolderInUseError } from '../../../dev/servers/server-errors.ts';
import { startServers, type Servers } from '../../../dev/servers/start-servers.ts';

const LEAVE_TIME = { timeout: 15_000, interval: 50 };
const Pids = z.array(z.number());
let parent: string;
const holders: ChildProcess[] = [];

beforeAll(() => {
  mkdirSync('.outdial', { recursive: true });
  parent = mkdtempSync('.outdial/servers-test-');
  chmodSync(parent, 0o755);
});
afterEach(() => holders.splice(0).forEach((holder) => holder.kill('SIGKILL')));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Another process that owns servers in `folder`. */
async function hold(folder: string, ...rest: string[]): Promise<{ holder: ChildProcess; pids: number[] }> {
  const holder = spawn(process.execPath, ['--import', 'tsx', 'test/support/hold-servers.ts', folder, ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(holder);
  const line = await new Promise<string>((resolve, reject) => {
    holder.stdout?.once('data', (chunk) => resolve(String(chunk)));
    holder.once('exit', () => reject(new Error('the holder ended')));
  });
  return { holder, pids: Pids.parse(JSON.parse(line)) };
}

describe('servers', () => {
  test('stop and leave nothing when their owner is killed', async () => {
    const folder = join(parent, 'killed');
    const { holder, pids } = await hold(folder, 'throwaway');
    expect(pids.map((pid) => processIdentity(pid) !== undefined)).toEqual([true, true]);
    holder.kill('SIGKILL');
    await vi.waitFor(() => expect(pids.map(processIdentity)).toEqual([undefined, undefined]), LEAVE_TIME);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), LEAVE_TIME);
  });

  test('of a living owner are not taken over', async () => {
    const folder = join(parent, 'in-use');
    const { pids } = await hold(folder, 'throwaway');
    await expect(startServers({ folder, temporal: false, log: () => {} })).rejects.toThrow(FolderInUseError);
    expect(pids.map((pid) => processIdentity(pid) !== undefined)).toEqual([true, true]);
  });

  test('that a killed owner and its guard left are stopped at the next start, and the data stay', async () => {
    const folder = join(parent, 'left');
    const first = await hold(folder);
    // As if the owner had died with its guard: the pid files name an owner that is gone.
    for (const entry of readPidFiles(folder)) writePidFile(folder, { ...entry, ownerIdentity: 'an earlier process' });
    const lines: string[] = [];
    const next = await startServers({ folder, temporal: false, log: (line) => lines.push(line) });
    expect(lines.filter((line) => line.includes('stopping a stale one'))).toHaveLength(2);
    expect(first.pids.map(processIdentity)).toEqual([undefined, undefined]);
    const dataFolder = next.servers.postgres?.dataFolder ?? '';
    await next.stop();
    expect(existsSync(join(dataFolder, 'data', 'PG_VERSION'))).toBe(true);
    rmSync(dataFolder, { recursive: true });
  });

  test('a pid that meanwhile belongs to somebody else is left alone', async () => {
    const folder = join(parent, 'foreign');
    const stranger = spawn('sleep', ['60']);
    holders.push(stranger);
    mkdirSync(folder);
    writePidFile(folder, {
      name: 'redis',
      pid: stranger.pid ?? 0,
      identity: 'an earlier process',
      port: 1,
      stopSignal: 'SIGTERM',
      ownerPid: 0,
      ownerIdentity: '',
      details: {},
    });
    const next = await startServers({ folder, temporal: false, postgres: false, log: () => {} });
    await next.stop();
    expect(processIdentity(stranger.pid ?? 0)).toBeDefined();
  });

  test('under a closed folder, as a home of mode 0700, Postgres starts all the same and leaves nothing', async () => {
    const closed = join(parent, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const own = await startServers({
      folder: join(closed, 'project'),
      temporal: false,
      redis: false,
      throwaway: true,
      log: () => {},
    });
    const dataFolder = own.servers.postgres?.dataFolder ?? '';
    expect(existsSync(join(dataFolder, 'data'))).toBe(true);
    // Only root has to move: it runs Postgres as another user.
    expect(dataFolder.startsWith(tmpdir())).toBe(process.getuid?.() === 0);
    await own.stop();
    expect(existsSync(dataFolder)).toBe(false);
  });

  test('half a pid file, as a crash leaves it, does not hinder a start', async () => {
    const folder = join(parent, 'half');
    mkdirSync(folder);
    writeFileSync(join(folder, 'redis.pid'), '{"name":"red');
    const next = await startServers({ folder, temporal: false, postgres: false, log: () => {} });
    expect(next.redisUrl).toMatch(/^redis:\/\/:.+@127\.0\.0\.1:\d+$/);
    await next.stop();
    expect(readPidFiles(folder)).toEqual([]);
  });
});

describe('a server that crashes', () => {
  let own: Servers;
  beforeAll(async () => {
    own = await startServers({ folder: join(parent, 'crash'), throwaway: true, log: () => {} });
  });
  afterAll(() => own.stop());

  test.each(['postgres', 'temporal', 'redis'] as const)('comes back on its port: %s', async (name) => {
    const server = own.servers[name];
    const before = { port: server?.port, pid: server?.pid };
    await server?.kill();
    expect(processIdentity(before.pid ?? 0)).toBeUndefined();
    await server?.start();
    expect(server?.port).toBe(before.port);
    expect(server?.pid).not.toBe(before.pid);
  });

  test('loses no committed row: fsync is on', async () => {
    const client = new pg.Client({ connectionString: own.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    expect((await client.query('show fsync')).rows).toEqual([{ fsync: 'on' }]);
    await client.query('create table kept (id int)');
    await client.query('insert into kept values (7)');
    await own.servers.postgres?.kill();
    await own.servers.postgres?.start();
    const again = new pg.Client({ connectionString: own.databaseUrl });
    await again.connect();
    expect((await again.query('select id from kept')).rows).toEqual([{ id: 7 }]);
    await again.end();
  });
});
