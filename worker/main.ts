import { Runtime } from '@temporalio/worker';
import { exitOnBadEnvironment, workerConfig } from '../config/env.ts';
import { createLogger } from '../config/logger.ts';
import { startWorker } from './start-worker.ts';

/** The worker process: dialing, folding, reconciling, jobs and the relay. */
async function main(): Promise<void> {
  const config = exitOnBadEnvironment(workerConfig);
  const log = createLogger({ name: 'worker', level: config.logLevel });
  // Temporal's runtime takes these signals for itself otherwise: it stops its own worker, and the process lives on.
  Runtime.install({ shutdownSignals: [] });
  const starting = startWorker(config, log);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: begun calls are recorded first');
    await (await starting).stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  await starting;
}

await main();
