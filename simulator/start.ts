import { createAgentNumberRoutes } from './agentnumber/routes.ts';
import { createCallees } from './callees/callees.ts';
import { createCallLife } from './calls/call-life.ts';
import { createCartesiaRoutes } from './cartesia/routes.ts';
import { createControlRoutes } from './control/routes.ts';
import { createNotices } from './deliveries/notices.ts';
import { createWebhookSender } from './deliveries/webhook-sender.ts';
import { createFaultBook } from './faults/fault-book.ts';
import { createSimulatorServer } from './http/serve.ts';
import { createJudge } from './judge/judge.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import type { SimulatorOptions } from './options.ts';
import { createAccounts } from './world/accounts.ts';
import { createClock } from './world/clock.ts';
import { createIds } from './world/ids.ts';
import type { Simulation } from './world/simulation.ts';
import { createTimerHeap } from './world/timer-heap.ts';

export interface RunningSimulator {
  port: number;
  /** Without a slash at the end; the roots are /agentnumber/api/v0, /cartesia and /control. */
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts the simulator in this process.
 *
 * @throws when the port is in use.
 */
export const startSimulator = async (given: Partial<SimulatorOptions> = {}): Promise<RunningSimulator> => {
  const options: SimulatorOptions = { ...DEFAULT_OPTIONS, ...given };
  let url = '';
  const clock = createClock();
  const timers = createTimerHeap();
  const ids = createIds();
  const callees = createCallees(options.seed, options.distribution);
  const faults = createFaultBook(options.seed, callees);
  const sim: Simulation = {
    options,
    clock,
    timers,
    ids,
    accounts: createAccounts(options, clock, ids),
    callees,
    faults,
    judge: createJudge(),
    notices: createNotices(faults, timers),
    sender: createWebhookSender(),
    life: createCallLife(clock, timers, options.speed),
    baseUrl: () => url,
  };
  const server = createSimulatorServer({
    clock,
    timers,
    slowAnswerMs: () => faults.settings.slowAnswerMs,
    roots: {
      agentnumber: createAgentNumberRoutes(sim),
      cartesia: createCartesiaRoutes(sim),
      control: createControlRoutes(sim),
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  url = `http://${options.host}:${port}`;
  return {
    port,
    url,
    stop: async () => {
      timers.clear('all');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sim.sender.stop();
    },
  };
};
