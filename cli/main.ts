import { once } from 'node:events';
import { clientConfig } from '../config/env.ts';
import { packageVersion } from '../config/package-version.ts';
import type { Io } from './io.ts';
import { pause } from './pause.ts';
import { runCli } from './program.ts';
import { INTERRUPTED } from './remote/api-client.ts';

const DEFAULT_COLUMNS = 100;

/** The process as the world of a command. */
function processIo(): Io {
  const controller = new AbortController();
  let listening = false;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    write: async (bytes) => {
      if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
    },
    stdin: process.stdin,
    outIsTty: process.stdout.isTTY,
    errIsTty: process.stderr.isTTY,
    mayAsk: process.stdin.isTTY && process.stderr.isTTY,
    // Some terminals say 0.
    columns: process.stderr.columns || DEFAULT_COLUMNS,
    pause,
    interrupted: () => {
      if (!listening) {
        listening = true;
        // The first Ctrl-C detaches; a second one ends the process as usual.
        process.once('SIGINT', () => controller.abort(INTERRUPTED));
      }
      return controller.signal;
    },
  };
}

// `outdial ... | head` closes our output early: that is an end, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
  io: processIo(),
  client: () => clientConfig(),
  version: packageVersion(),
});
