import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface RawServer {
  baseUrl: string;
  /** Everything that came in, over all connections, as text. */
  received: () => string;
  connections: () => number;
  close: () => Promise<void>;
}

/** A TCP server that records every byte and answers each request head with what `answer` writes. */
export const startRawServer = async (answer: (socket: Socket, head: string) => void): Promise<RawServer> => {
  const bytes: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      bytes.push(text);
      if (/^(GET|POST|PATCH|DELETE) /.test(text)) answer(socket, text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}/base`,
    received: () => bytes.join(''),
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const addressOf = (address: AddressInfo | string | null): AddressInfo => {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address;
};

/** One whole HTTP answer. */
export const httpAnswer = (status: number, body: string, headers = ''): string =>
  `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
