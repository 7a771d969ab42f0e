import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let folder: string;
let line: BrokenLine;
beforeAll(async () => {
  world = await openApi();
  folder = await mkdtemp(join(tmpdir(), 'outdial-line-'));
  await world.app.listen({ port: 0, host: '127.0.0.1' });
  const address = world.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  line = await brokenLine(address.port);
});
afterAll(async () => {
  await line.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

interface BrokenLine {
  port: number;
  /** Connections that it cut. */
  cuts: () => number;
  close: () => Promise<void>;
}

/** A line to the api that cuts its connections after this many bytes, three times; afterwards it holds. */
async function brokenLine(to: number): Promise<BrokenLine> {
  const limits = [3_000_000, 500_000, 2_000_000];
  let cuts = 0;
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let passed = 0;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      passed += bytes.length;
      const limit = limits[0];
      if (limit !== undefined && passed > limit) {
        limits.shift();
        cuts++;
        near.destroy();
        far.destroy();
        return;
      }
      if (!far.write(bytes)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cuts: () => cuts,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('an upload over a line that breaks three times arrives whole, each byte once', async () => {
  const rows = Array.from({ length: 900_000 }, (_, i) => `+1212${String(5_000_000 + i)}`);
  const content = `phone\n${rows.join('\n')}\n`;
  const file = join(folder, 'people.csv');
  await writeFile(file, content);
  const outcome = await run(['import', file, '--draft', '--json'], {
    apiUrl: `http://127.0.0.1:${line.port}`,
    apiKey: world.adminKey,
  });
  expect([outcome.code, line.cuts()]).toEqual([0, 3]);
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(documentOf(outcome)).toMatchObject({
    upload: { bytes: content.length, sha256 },
    import: { state: 'uploaded', fileSha256: sha256 },
  });
});
