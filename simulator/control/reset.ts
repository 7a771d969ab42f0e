import type { Simulation } from '../world/simulation.ts';
import { read } from './control-error.ts';
import { resetRequest } from './requests.ts';

/** Forgets calls, texts, counts, scripts and faults; the clock keeps its place, since others go by it. */
export const reset = (sim: Simulation, body: unknown): { seed: number } => {
  const { keepAccounts, seed = sim.options.seed } = read(resetRequest, body);
  sim.options.seed = seed;
  sim.timers.clear('all_but_answers');
  sim.life.reset();
  sim.judge.reset();
  sim.callees.reset(seed);
  sim.callees.setDistribution(sim.options.distribution, true);
  sim.faults.clear();
  sim.faults.reset(seed);
  sim.sender.resetCounts();
  if (!keepAccounts) sim.accounts.reset();
  for (const account of sim.accounts.all()) {
    for (const holder of [...account.numbers.values(), ...account.agents.values()]) holder.calls.length = 0;
    for (const number of account.numbers.values()) number.messages.length = 0;
    account.calls.length = 0;
    account.messages.length = 0;
    account.waiting.length = 0;
    account.callsById.clear();
    account.messagesById.clear();
    account.carrierBlocks.clear();
    account.unreplied.clear();
    account.dialling = 0;
    account.lastDialAtMs = -Infinity;
    account.queueArmed = false;
  }
  return { seed };
};
