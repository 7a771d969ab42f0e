import { parseArgs } from 'node:util';
import { createSay } from '../demo/say.ts';
import { startStack } from '../demo/start-stack.ts';
import { fillWorld, openWorld } from './world.ts';

/** Starts a stack, fills it with a busy day and keeps it open: for whoever works on the dashboard. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7400' },
      seed: { type: 'string', default: '1' },
      contacts: { type: 'string', default: '600' },
    },
  });
  const say = createSay(process.stderr);
  const stack = await startStack({
    seed: Number(values.seed),
    speed: 60,
    ownServersOnly: true,
    apiPort: Number(values.port),
    log: (line) => say.line(`  ${line}`),
  });
  // Nothing else holds this process: its servers are processes of their own.
  const holding = setInterval(() => {}, 60_000);
  const stop = (): void => {
    clearInterval(holding);
    void stack.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // New code in, the data stays: what changed in api/ or engine/ can be looked at without filling the world again.
  process.on('SIGUSR2', () => {
    const { api, worker } = stack.processes;
    void Promise.all([api, worker].map((app) => app.stop().then(() => app.start()))).catch((error: unknown) => {
      say.line(`not restarted: ${String(error)}`);
    });
  });
  const open = await openWorld(stack, Number(values.seed));
  const {
    api: _api,
    simulator: _simulator,
    ...world
  } = await fillWorld(open, { contacts: Number(values.contacts) }, say);
  say.step('The world is open; Ctrl-C ends it');
  console.log(JSON.stringify({ ...world, simulatorUrl: stack.simulatorUrl, databaseUrl: stack.databaseUrl }, null, 2));
}

await main();
