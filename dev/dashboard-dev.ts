import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

/** The dashboard with its sources reloaded as they change, over an api that runs: `npm run dashboard:dev -- --api URL`. */
const { values } = parseArgs({
  options: { api: { type: 'string', default: 'http://127.0.0.1:3000' }, port: { type: 'string', default: '5173' } },
});
const server = await createServer({
  configFile: join(import.meta.dirname, '..', 'dashboard', 'vite.config.ts'),
  server: { host: '127.0.0.1', port: Number(values.port), proxy: { '/v1': values.api, '/docs': values.api } },
});
await server.listen();
server.printUrls();
