import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { down } from '../../../cli/local/down.ts';
import { PARTS } from '../../../cli/local/servers.ts';
import { status, statusTable } from '../../../cli/local/status.ts';
import { up, UpError } from '../../../cli/local/up.ts';
import { freePort } from '../../../dev/servers/free-port.ts';
import { processIdentity, readPidFiles } from '../../../dev/servers/pid-file.mjs';

const lines: string[] = [];
const log = (line: string): void => void lines.push(line);
let folder: string;
let source: Record<string, string>;

beforeAll(async () => {
  mkdirSync('.outdial', { recursive: true });
  folder = mkdtempSync('.outdial/up-test-');
  chmodSync(folder, 0o755);
  source = { OUTDIAL_API_PORT: String(await freePort()) };
});
afterAll(async () => {
  await down({ folder, log });
  rmSync(folder, { recursive: true, force: true });
});

const states = async (): Promise<string[]> => (await status({ folder, source })).map(({ state }) => state);

test('up starts everything, again only what is missing, and down stops it all', { timeout: 120_000 }, async () => {
  expect(await states()).toEqual(PARTS.map(() => 'stopped'));

  const first = await up({ folder, source, log });
  expect(await states()).toEqual(PARTS.map(() => 'running'));
  expect((await fetch(`${first.apiUrl}/healthz`)).status).toBe(200);
  expect(statusTable(await status({ folder, source }))).not.toContain(new URL(first.databaseUrl).password);

  const linkOf = (url = ''): string => `${first.apiUrl}/v1/invites/${url.split('#')[1] ?? ''}`;
  expect(first.setupUrl).toMatch(new RegExp(`^${first.apiUrl}/setup#[\\w-]{43}$`));
  expect(await (await fetch(linkOf(first.setupUrl))).json()).toMatchObject({ purpose: 'first_admin', role: 'admin' });

  const before = new Map(readPidFiles(folder).map(({ name, pid }) => [name, pid]));
  process.kill(before.get('redis') ?? 0, 'SIGKILL');
  const second = await up({ folder, source, log });
  const after = new Map(readPidFiles(folder).map(({ name, pid }) => [name, pid]));
  expect(second.databaseUrl).toBe(first.databaseUrl);
  // Only the newest link opens anything, and nobody reads it in a log.
  expect((await fetch(linkOf(first.setupUrl))).status).toBe(409);
  expect(lines.join('')).not.toContain(second.setupUrl?.split('#')[1]);
  const person = { name: 'Ana', email: 'ana@example.org', password: 'plough under lantern' };
  const joined = await fetch(linkOf(second.setupUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: first.apiUrl },
    body: JSON.stringify(person),
  });
  expect(await joined.json()).toMatchObject({ temporalUiUrl: first.uiAddress, version: expect.stringMatching(/^\d/) });
  expect((await up({ folder, source, log })).setupUrl).toBeUndefined();
  // The worker and the api are new too, because they must know where Redis is now.
  expect(
    [...after]
      .filter(([name, pid]) => before.get(name) === pid)
      .map(([name]) => name)
      .sort(),
  ).toEqual(['postgres', 'temporal']);
  expect(await states()).toEqual(PARTS.map(() => 'running'));

  expect((await down({ folder, log })).sort()).toEqual([...PARTS].sort());
  expect([...after.values()].map(processIdentity)).toEqual(PARTS.map(() => undefined));
  expect(await states()).toEqual(PARTS.map(() => 'stopped'));
});

test('a port that is in use is named, with what to do, before anything starts', async () => {
  await down({ folder, log });
  const server = createServer().listen(Number(source['OUTDIAL_API_PORT']), '127.0.0.1');
  try {
    const attempt = up({ folder, source, log });
    await expect(attempt).rejects.toThrow(UpError);
    await expect(attempt).rejects.toThrow(/is in use by another program: .*OUTDIAL_API_PORT/);
    expect(await states()).toEqual(PARTS.map(() => 'stopped'));
  } finally {
    server.close();
  }
});
