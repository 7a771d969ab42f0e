import { afterEach, describe, expect, it } from 'vitest';
import type { Socket } from 'node:net';
import { ProviderReadError } from '../../../../engine/ports.ts';
import { openHttp, type HttpLimits } from '../../../../providers/http/http.ts';
import { openStream } from '../../../../providers/http/open-stream.ts';
import { readSafely, type ReadAnswer } from '../../../../providers/http/read-safely.ts';
import { httpAnswer, startRawServer } from './raw-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const setUp = async (answers: ((socket: Socket) => void)[], limits: Partial<HttpLimits> = {}) => {
  let requests = 0;
  const server = await startRawServer((socket) => {
    const answer = answers[Math.min(requests, answers.length - 1)];
    requests += 1;
    answer?.(socket);
  });
  const http = openHttp({ name: 'test', baseUrl: server.baseUrl, headers: {}, limits: { backoffMs: 1, ...limits } });
  closers.push(() => http.agent.destroy(), server.close);
  return { http, server, requests: () => requests };
};

const answer =
  (status: number, body = '{}', headers = '') =>
  (socket: Socket): void =>
    void socket.write(httpAnswer(status, body, headers));

const failureOf = async (reading: Promise<ReadAnswer>): Promise<ProviderReadError> => {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderReadError)) throw new Error(`no ProviderReadError: ${String(error)}`);
  return error;
};

describe('a safe read', () => {
  it.each([408, 429, 500, 502, 503])('is tried again after status %i, and then answers', async (status) => {
    const { http, requests } = await setUp([answer(status), answer(200, '{"a":1}')]);
    expect((await readSafely(http, { path: '/x' })).body.toString()).toBe('{"a":1}');
    expect(requests()).toBe(2);
  });

  it('is tried again after a reset connection', async () => {
    const { http, requests } = await setUp([(socket) => void socket.resetAndDestroy(), answer(200)]);
    expect((await readSafely(http, { path: '/x' })).status).toBe(200);
    expect(requests()).toBe(2);
  });

  it('is tried again after an answer that is cut or never comes', async () => {
    const cut = (socket: Socket): void => void socket.end('HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n{');
    const { http, requests } = await setUp([cut, () => undefined, answer(200)], { readTimeoutMs: 200 });
    expect((await readSafely(http, { path: '/x' })).status).toBe(200);
    expect(requests()).toBe(3);
  });

  it('ends after three tries with an error that says that later may help', async () => {
    const { http, requests } = await setUp([answer(500)]);
    const error = await failureOf(readSafely(http, { path: '/x' }));
    expect(error.details).toEqual({ status: 500, retryable: true });
    expect(requests()).toBe(3);
  });

  it.each([
    [400, 'invalid'],
    [401, 'unauthorised'],
    [402, 'no_credit'],
    [403, 'unauthorised'],
    [404, 'not_found'],
  ])('is tried once after status %i, which means %s', async (status, refusal) => {
    const { http, requests } = await setUp([answer(status)]);
    const error = await failureOf(readSafely(http, { path: '/x' }));
    expect(error.details).toEqual({ status, retryable: false, refusal });
    expect(requests()).toBe(1);
  });

  it('follows no redirect', async () => {
    const { http, server } = await setUp([answer(302, '', 'location: /base/elsewhere\r\n')]);
    expect((await failureOf(readSafely(http, { path: '/x' }))).details).toEqual({ status: 302, retryable: false });
    expect(server.received()).not.toContain('GET /base/elsewhere');
  });

  it('gives up on a body without end', async () => {
    const { http, requests } = await setUp([answer(200, 'x'.repeat(2_000))], { maxReadBytes: 1_000 });
    expect((await failureOf(readSafely(http, { path: '/x' }))).details.retryable).toBe(false);
    expect(requests()).toBe(1);
  });

  it('lets a status through that the caller asked for', async () => {
    const { http } = await setUp([answer(404, '{"error":1}')]);
    expect(await readSafely(http, { path: '/x', alsoAnswers: [404] })).toMatchObject({ status: 404 });
  });

  it('sends the query that it was given and nothing undefined', async () => {
    const { http, server } = await setUp([answer(200)]);
    await readSafely(http, { path: '/x', query: { q: 'a b&c', limit: 5, after: undefined } });
    expect(server.received()).toContain('GET /base/x?q=a+b%26c&limit=5 HTTP/1.1');
  });
});

describe('a body of any length', () => {
  it('is handed on as it comes', async () => {
    const { http } = await setUp([answer(200, 'RIFF....', 'content-type: audio/wav\r\n')]);
    const stream = await openStream(http, '/audio');
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream?.bytes ?? []) chunks.push(chunk);
    expect(stream?.contentType).toBe('audio/wav');
    expect(Buffer.concat(chunks).toString()).toBe('RIFF....');
  });

  it.each([404, 204])('is absent at status %i', async (status) => {
    const { http } = await setUp([answer(status, '')]);
    expect(await openStream(http, '/audio')).toBeNull();
  });

  it('is an error at another status', async () => {
    const { http } = await setUp([answer(503, 'later')]);
    await expect(openStream(http, '/audio')).rejects.toMatchObject({ details: { status: 503, retryable: true } });
  });
});
