import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { OnceHandler, type OnceAnswer } from '../../../../providers/http/once-handler.ts';
import { openHttp, type Http, type HttpLimits } from '../../../../providers/http/http.ts';
import { sendOnce } from '../../../../providers/http/send-once.ts';
import { httpAnswer, startRawServer, type RawServer } from './raw-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const serve = async (answer: (socket: Socket, head: string) => void): Promise<RawServer> => {
  const server = await startRawServer(answer);
  closers.push(server.close);
  return server;
};

const open = (baseUrl: string, limits: Partial<HttpLimits> = {}): Http => {
  const http = openHttp({ name: 'test', baseUrl, headers: { authorization: 'Bearer k' }, limits });
  closers.unshift(() => http.agent.destroy());
  return http;
};

const ok = (socket: Socket): void => void socket.write(httpAnswer(201, '{"id":"c1"}'));

const post = (http: Http, path: string, mayStart: () => boolean = () => true): ReturnType<typeof sendOnce> =>
  sendOnce(http, { method: 'POST', path, body: { to: path }, mayStart });

/** Resolves when the server has taken in everything that this client had written before. */
const settle = async (http: Http): Promise<void> => {
  expect((await post(http, '/settle')).kind).toBe('answered');
};

describe('a create with a deadline', () => {
  it('asks on a connected socket, and a no leaves no byte of the request', async () => {
    const server = await serve(ok);
    const http = open(server.baseUrl);
    let connectionsWhenAsked = -1;
    const answer = await post(http, '/late', () => {
      connectionsWhenAsked = server.connections();
      return false;
    });
    expect(answer).toEqual({ kind: 'not_sent', message: 'its deadline had passed' });
    expect(connectionsWhenAsked).toBe(1);
    await settle(http);
    expect(server.received()).not.toContain('/late');
    expect(server.received().startsWith('POST /base/settle ')).toBe(true);
  });

  it('leaves no byte on a socket that was used before', async () => {
    const server = await serve(ok);
    const http = open(server.baseUrl, { connections: 1 });
    await settle(http);
    const before = server.received().length;
    expect((await post(http, '/late', () => false)).kind).toBe('not_sent');
    await settle(http);
    expect(server.received().slice(before)).not.toContain('/late');
    expect(server.received().slice(before).startsWith('POST /base/settle ')).toBe(true);
  });

  it('asks only when a busy socket is free again, and a no then leaves no byte', async () => {
    const waiting: Socket[] = [];
    const server = await serve((socket, head) => (head.includes('/slow') ? void waiting.push(socket) : ok(socket)));
    const http = open(server.baseUrl, { connections: 1 });
    const slow = post(http, '/slow', () => true);
    let asked = 0;
    const queued = Array.from({ length: 3 }, (_, index) =>
      post(http, `/queued-${index}`, () => {
        asked += 1;
        return false;
      }),
    );
    await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(1);
    expect(asked).toBe(0);
    for (const socket of waiting) ok(socket);
    expect((await slow).kind).toBe('answered');
    expect((await Promise.all(queued)).map((answer) => answer.kind)).toEqual(['not_sent', 'not_sent', 'not_sent']);
    expect(asked).toBe(3);
    await settle(http);
    expect(server.received()).not.toContain('/queued');
  });

  it('gives up unsent what finds no free socket in time, and never sends it afterwards', async () => {
    const waiting: Socket[] = [];
    const server = await serve((socket, head) => (head.includes('/slow') ? void waiting.push(socket) : ok(socket)));
    const http = open(server.baseUrl, { connections: 1, startTimeoutMs: 50 });
    const slow = post(http, '/slow');
    await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(1);
    let asked = 0;
    const queued = await post(http, '/queued', () => {
      asked += 1;
      return true;
    });
    expect(queued).toEqual({ kind: 'not_sent', message: 'no free socket in time' });
    for (const socket of waiting) ok(socket);
    await slow;
    await settle(http);
    expect(server.received()).not.toContain('/queued');
    expect(asked).toBe(0);
  });

  it('counts a deadline that throws as a no', async () => {
    const server = await serve(ok);
    const http = open(server.baseUrl);
    const answer = await post(http, '/late', () => {
      throw new Error('clock broke');
    });
    expect(answer.kind).toBe('not_sent');
    await settle(http);
    expect(server.received()).not.toContain('/late');
  });
});

describe('a create that left', () => {
  it('is stamped when it starts and answered with status and body', async () => {
    const server = await serve(ok);
    const before = Date.now();
    const answer = await post(open(server.baseUrl), '/calls');
    expect(answer).toMatchObject({ kind: 'answered', status: 201 });
    if (answer.kind !== 'answered') throw new Error('unreachable');
    expect(answer.startedAtMs).toBeGreaterThanOrEqual(before);
    expect(answer.startedAtMs).toBeLessThanOrEqual(Date.now());
    expect(answer.body.toString()).toBe('{"id":"c1"}');
  });

  const broken: [string, (socket: Socket) => void][] = [
    ['the connection is reset', (socket) => socket.resetAndDestroy()],
    ['the connection is closed without an answer', (socket) => void socket.end()],
    ['the body is cut', (socket) => void socket.end('HTTP/1.1 201 X\r\ncontent-length: 99\r\n\r\n{"id":')],
    ['the answer is no HTTP', (socket) => void socket.end('what?\r\n\r\n')],
    ['the answer never comes', () => undefined],
    [
      'the body trickles past the time-out',
      (socket) => void socket.write('HTTP/1.1 201 X\r\ncontent-length: 9\r\n\r\n{'),
    ],
    ['the body is too long', (socket) => void socket.write(httpAnswer(201, 'x'.repeat(5_000)))],
  ];
  it.each(broken)('is broken, and not sent again, when %s', async (_name, act) => {
    const server = await serve((socket, head) => (head.includes('/settle') ? ok(socket) : act(socket)));
    const http = open(server.baseUrl, { answerTimeoutMs: 300, maxAnswerBytes: 1_000 });
    const answer = await post(http, '/calls');
    expect(answer).toMatchObject({ kind: 'broken', startedAtMs: expect.any(Number) });
    await settle(http);
    expect(server.received().match(/POST \/base\/calls /g)).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const server = await serve((socket) => void socket.write(httpAnswer(307, '', 'location: /base/elsewhere\r\n')));
    expect(await post(open(server.baseUrl), '/calls')).toMatchObject({ kind: 'answered', status: 307 });
    expect(server.received()).not.toContain('POST /base/elsewhere');
  });

  it('waits past an interim answer', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
      ok(socket);
    });
    expect(await post(open(server.baseUrl), '/calls')).toMatchObject({ kind: 'answered', status: 201 });
  });
});

describe('a create that could not leave', () => {
  it('is not sent when nobody listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    probe.close();
    await once(probe, 'close');
    const answer = await post(open(`http://127.0.0.1:${address.port}`), '/calls');
    expect(answer).toMatchObject({ kind: 'not_sent', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('is not sent when the connection is not made in time', async () => {
    // A server that never answers the TLS greeting.
    const server = await serve(() => undefined);
    const http = open(server.baseUrl.replace('http:', 'https:'), { connectTimeoutMs: 100, startTimeoutMs: 60_000 });
    const answer = await post(http, '/calls');
    expect(answer).toMatchObject({ kind: 'not_sent', message: expect.stringContaining('UND_ERR_CONNECT_TIMEOUT') });
    expect(server.received()).not.toContain('POST');
  });

  it('is not sent when its path is no path, and nothing is thrown', async () => {
    const server = await serve(ok);
    expect((await post(open(server.baseUrl), '/ca lls')).kind).toBe('not_sent');
    expect(server.received()).toBe('');
  });

  it('is not sent once the sockets were closed for good', async () => {
    const server = await serve(ok);
    const http = open(server.baseUrl);
    await http.agent.close();
    expect((await post(http, '/calls')).kind).toBe('not_sent');
  });
});

describe('a library below that would repeat a request', () => {
  it('is stopped before the second time, and the first stays unknown', () => {
    const answers: OnceAnswer[] = [];
    let asked = 0;
    const handler = new OnceHandler(
      () => {
        asked += 1;
        return true;
      },
      { startTimeoutMs: 1_000, answerTimeoutMs: 1_000, maxAnswerBytes: 10 },
      (answer) => answers.push(answer),
    );
    const aborted: number[] = [];
    const controller = (id: number) => ({
      aborted: false,
      paused: false,
      reason: null,
      abort: () => void aborted.push(id),
      pause: () => undefined,
      resume: () => undefined,
    });
    handler.onRequestStart(controller(1));
    handler.onRequestStart(controller(2));
    expect(aborted).toEqual([2]);
    expect(answers).toMatchObject([{ kind: 'broken', startedAtMs: expect.any(Number) }]);
    expect(asked).toBe(1);
  });
});
