import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from './errors/problem-error.ts';

/** Where the build puts it (npm run dashboard:build). */
export const DASHBOARD_FOLDER = join(import.meta.dirname, '..', 'dashboard', 'dist');

/** Addresses of machines: what does not exist there is a problem, never a page. */
const NOT_PAGES = /^\/(v1|docs|healthz|readyz|metrics|webhooks|assets)(\/|$)/;
const NONCE_MARK = '__CSP_NONCE__';
const ONE_YEAR_SECONDS = 31_536_000;
const config = { scope: 'public', rateLimit: false, quiet: true } as const;

/**
 * The dashboard at /: its hashed assets for ever, its page never from a cache, and that page for every address that a
 * browser asks for as a page and that is not the API's, since the pages have their addresses in the browser alone.
 */
export async function serveDashboard(app: FastifyInstance, folder: string = DASHBOARD_FOLDER): Promise<void> {
  await app.register(async (dashboard) => {
    await dashboard.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, suppressWarning: true });
    const options = { config, schema: { hide: true } };

    dashboard.get<{ Params: { '*': string } }>('/assets/*', options, (request, reply) => {
      const caching = { cacheControl: true, maxAge: ONE_YEAR_SECONDS * 1_000, immutable: true, index: false } as const;
      return protect(reply).sendFile(`assets/${request.params['*']}`, { ...caching, dotfiles: 'ignore' });
    });
    for (const name of ['theme.js', 'favicon.svg']) {
      // Their names never change, so each time is asked whether they did.
      dashboard.get(`/${name}`, options, (_request, reply) =>
        protect(reply).sendFile(name, { cacheControl: true, maxAge: 0 }),
      );
    }
    dashboard.get('/*', options, async (request, reply) => {
      const path = request.url.split('?')[0] ?? '';
      const asksForPage = request.headers.accept?.includes('text/html') ?? false;
      // The bare address also answers whoever does not say what they want.
      if (NOT_PAGES.test(path) || (!asksForPage && path !== '/')) return reply.callNotFound();
      return await sendPage(reply, folder);
    });
  });
}

async function sendPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  const page = await readPage(folder);
  return protect(reply, nonce)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE_MARK, nonce));
}

async function readPage(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (cause) {
    throw new ProblemError(503, 'dashboard_not_built', 'The dashboard has not been built here.', {
      repair: 'Run: npm run dashboard:build. The API and the command line work without it.',
      cause,
    });
  }
}

/** Nothing from elsewhere, nothing inline. The nonce is for the one style element that dialogs need to lock scrolling. */
function protect(reply: FastifyReply, nonce?: string): FastifyReply {
  const styles = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ];
  return reply
    .header('content-security-policy', policy.join('; '))
    .header('x-frame-options', 'DENY')
    .header('referrer-policy', 'no-referrer');
}
