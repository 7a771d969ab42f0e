import { createServer } from 'node:http';
import { Agent, request } from 'undici';

/**
 * The baseline of `bench -- dial`: a process that only POSTs calls and answers callbacks, with no ledger at all.
 * Arguments: simulator url, key, number id, count. Prints one JSON line when the last call's end was reported.
 */
async function main(): Promise<void> {
  const [url = '', key = '', from = '', countText = '0'] = process.argv.slice(2);
  const count = Number(countText);
  const root = `${url}/agentnumber/api/v0`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const dispatcher = new Agent({ connections: 128, pipelining: 1 });

  let ended = 0;
  let allEnded = (): void => {};
  const done = new Promise<void>((resolve) => (allEnded = resolve));
  const server = createServer((incoming, answer) => {
    incoming.resume();
    incoming.on('end', () => {
      answer.end('ok');
      if (incoming.headers['x-agentnumber-event'] === 'call.ended' && ++ended === count) allEnded();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await post('webhooks', { url: `http://127.0.0.1:${port}/`, events: [] });

  async function post(path: string, body: object): Promise<void> {
    const answer = await request(`${root}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      dispatcher,
    });
    await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${path} answered ${answer.statusCode}`);
  }

  const startedMs = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: 128 }, async () => {
      for (let n = next++; n < count; n = next++) {
        await post('calls', { from, to: `+1212${String(4_000_000 + n)}`, metadata: { attempt_id: `bare-${n}` } });
      }
    }),
  );
  const postedMs = performance.now() - startedMs;
  await done;
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(JSON.stringify({ seconds, perSecond: count / seconds, postsPerSecond: count / (postedMs / 1000) }));
  server.close();
  server.closeAllConnections();
  await dispatcher.close();
}

await main();
