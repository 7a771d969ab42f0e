import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface StubAnswer {
  status?: number;
  body: unknown;
  type?: string;
}

/** An api that answers what a test says; what nobody foresaw is a 500, so that no test passes by chance. */
export async function apiStub(answer: (request: Request) => StubAnswer | undefined) {
  const requests: Request[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', 'http://stub');
      const request: Request = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: await text(incoming),
      };
      requests.push(request);
      const given = answer(request) ?? { status: 500, body: 'the stub has no answer', type: 'text/plain' };
      response.writeHead(given.status ?? 200, { 'content-type': given.type ?? 'application/json' });
      response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
