import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-dashboard-'));
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, '.vite'));
  const page = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><div id="root"></div>';
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'theme.js'), '// theme');
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'index-Ab12.js'), 'console.log(1)');
  await writeFile(join(folder, 'assets', 'index-Ab12.js.gz'), gzipSync('console.log(1)'));
  await writeFile(join(folder, '.vite', 'manifest.json'), '{}');
  world = await openApi({ api: { dashboardFolder: folder } });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (url: string, accept = 'text/html,*/*;q=0.8', headers: Record<string, string> = {}) =>
  world.ask('GET', url, { key: null, headers: { accept, ...headers } });

describe('the page', () => {
  it.each(['/', '/campaigns', '/campaigns/0198/contacts?state=failed', '/setup', '/login?to=%2Fv1'])(
    'is what a browser gets at %s, without a key and from no cache',
    async (url) => {
      const { status, headers, text } = await ask(url);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-store');
      expect(text).toContain('<div id="root">');
    },
  );

  it('lets nothing run or load from elsewhere, and frames it nowhere', async () => {
    const { headers, text } = await ask('/');
    const nonce = /content="([A-Za-z0-9+/]{22}==)"/.exec(text)?.[1];
    expect(String(headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ]);
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('has another nonce each time', async () => {
    expect((await ask('/')).text).not.toBe((await ask('/')).text);
  });
});

describe('what is no page', () => {
  it.each(['/v1/nonsense', '/v1', '/docs/nonsense', '/assets/gone.js', '/webhooks/x', '/metrics', '/healthz/x'])(
    'stays a problem at %s, also for a browser',
    async (url) => {
      const { status, headers, body } = await ask(url);
      expect([status, body.code]).toEqual([404, 'no_such_route']);
      expect(headers['content-type']).toContain('application/problem+json');
    },
  );

  it('stays a problem for whoever does not ask for a page', async () => {
    expect((await ask('/campaigns', 'application/json')).body.code).toBe('no_such_route');
    expect((await world.ask('POST', '/campaigns', { key: null })).body.code).toBe('no_such_route');
  });

  it('leaves the addresses of the API alone', async () => {
    expect((await ask('/healthz')).body.status).toBe('ok');
    expect((await ask('/v1/campaigns')).status).toBe(401);
  });
});

describe('its files', () => {
  it('are kept for ever where their name has their hash', async () => {
    const { status, headers, text } = await ask('/assets/index-Ab12.js', '*/*');
    expect([status, text]).toEqual([200, 'console.log(1)']);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toContain('javascript');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('are asked for anew where it has not', async () => {
    for (const url of ['/theme.js', '/favicon.svg']) {
      const { status, headers } = await ask(url, '*/*');
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=0']);
    }
  });

  it('are sent compressed to who takes them so', async () => {
    const { headers } = await ask('/assets/index-Ab12.js', '*/*', { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBe('gzip');
  });

  it('are not listed, and nothing beside them is served', async () => {
    const urls = [
      '/assets/',
      '/assets',
      '/assets/../index.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%2findex.html',
    ];
    for (const url of [...urls, '/assets/%2e%2e/.vite/manifest.json', '/.vite/manifest.json', '/.sources']) {
      const { status, text } = await ask(url, '*/*');
      expect([url, status >= 400]).toEqual([url, true]);
      expect(text).not.toContain('index-Ab12');
    }
  });
});

it('says how to build it where it was not built, and the API works all the same', async () => {
  await rm(join(folder, 'index.html'));
  const { status, body } = await ask('/campaigns');
  expect([status, body.code]).toEqual([503, 'dashboard_not_built']);
  expect((await ask('/healthz')).status).toBe(200);
});
