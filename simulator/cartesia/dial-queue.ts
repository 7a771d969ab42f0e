import type { CallVoice } from '../calls/call-life.ts';
import type { Account } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';

/** Documented for Cartesia-managed numbers: one dial a second, faster requests wait in order. */
const SPACING_MS = 1000;

/**
 * Dials what waits, as far as rate and concurrency allow, and comes back when the rate allows the next one.
 * A call that ends comes here too, for the place that it leaves.
 */
export const pumpQueue = (sim: Simulation, voice: CallVoice, account: Account): void => {
  const spacingMs = sim.options.plan === 'faithful' ? SPACING_MS : 0;
  while (account.waiting.length > 0 && account.dialling < account.concurrency) {
    const waitMs = account.lastDialAtMs + spacingMs - performance.now();
    if (waitMs > 0) {
      if (account.queueArmed) return;
      account.queueArmed = true;
      sim.timers.schedule('call', waitMs, () => {
        account.queueArmed = false;
        pumpQueue(sim, voice, account);
      });
      return;
    }
    const call = account.waiting.shift();
    if (call === undefined) return;
    // Spacing is kept in real time, since a jump of the clock does not make a provider faster.
    account.lastDialAtMs = performance.now();
    account.dialling += 1;
    sim.life.dial(call, voice);
  }
};
