import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createPostEvent, type PostEventOptions, type ResolveAll } from '../../../providers/outgoing/post-event.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(answer: RequestListener): Promise<{ port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, seen };
}

function poster(options: Partial<PostEventOptions> = {}) {
  const made = createPostEvent({ allowPrivate: true, timeoutMs: 500, ...options });
  closing.push(made.close);
  return (url: string) => made.postEvent({ url, headers: { 'webhook-id': 'evt_1' }, body: '{"id":1}' });
}

/** Names stand for what the test says. */
const resolveTo =
  (...addresses: string[]): ResolveAll =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('posting an event', () => {
  it('sends body and headers as they are, and reads the status', async () => {
    let body = '';
    const { port, seen } = await serve((request, response) => {
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => response.writeHead(202).end('thanks'));
    });
    expect(await poster()(`http://127.0.0.1:${port}/hooks?team=7`)).toEqual({ status: 202 });
    expect(body).toBe('{"id":1}');
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/hooks?team=7' });
    expect(seen[0]?.headers).toMatchObject({ 'webhook-id': 'evt_1', 'content-type': 'application/json' });
  });

  it('follows no redirect', async () => {
    const target = await serve((_request, response) => response.end());
    const { port } = await serve((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end(),
    );
    expect(await poster()(`http://127.0.0.1:${port}/`)).toEqual({ status: 307 });
    expect(target.seen).toHaveLength(0);
  });

  it('gives up on an endpoint that says nothing, and on one that is not there', async () => {
    const { port } = await serve(() => {});
    expect(await poster()(`http://127.0.0.1:${port}/`)).toEqual({ failure: expect.stringContaining('no answer') });
    const gone = await serve(() => {});
    await closing.pop()?.();
    expect(await poster()(`http://127.0.0.1:${gone.port}/`)).toEqual({
      failure: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('takes the status of an answer whose body never ends', async () => {
    const { port } = await serve((_request, response) => response.writeHead(200).write('a'));
    expect(await poster()(`http://127.0.0.1:${port}/`)).toEqual({ status: 200 });
  });

  it('asks no private address unless it is allowed, neither written as such nor behind a name', async () => {
    const { port, seen } = await serve((_request, response) => response.end());
    const strict = { allowPrivate: false };
    const refused = { failure: expect.stringContaining('refused') };
    expect(await poster(strict)(`http://127.0.0.1:${port}/`)).toEqual(refused);
    expect(await poster({ ...strict, resolve: resolveTo('127.0.0.1') })(`http://a.example:${port}/`)).toEqual(refused);
    // One harmless address among bad ones does not help.
    const mixed = resolveTo('8.8.8.8', '127.0.0.1');
    expect(await poster({ ...strict, resolve: mixed })(`http://a.example:${port}/`)).toEqual(refused);
    expect(seen).toHaveLength(0);
    expect(await poster({ resolve: resolveTo('127.0.0.1') })(`http://a.example:${port}/`)).toEqual({ status: 200 });
    expect(await poster({ resolve: resolveTo('169.254.169.254') })('http://a.example/')).toEqual(refused);
  });

  it('looks at the addresses of a name again for each socket', async () => {
    const { port, seen } = await serve((_request, response) => response.writeHead(200, { connection: 'close' }).end());
    let turns = 0;
    const good = resolveTo('127.0.0.1');
    const bad = resolveTo('169.254.169.254');
    const rebinding: ResolveAll = (...words) => (turns++ === 0 ? good : bad)(...words);
    const post = poster({ resolve: rebinding });
    expect(await post(`http://a.example:${port}/`)).toEqual({ status: 200 });
    expect(await post(`http://a.example:${port}/`)).toEqual({ failure: expect.stringContaining('refused') });
    expect(seen).toHaveLength(1);
  });
});
