import type { Simulation } from '../world/simulation.ts';
import { ControlError, read } from './control-error.ts';
import { clockRequest } from './requests.ts';

export interface Pending {
  callsInProgress: number;
  /** Being sent, held back by a fault, or due after a call (transcript, analysis). */
  webhooksPending: number;
  repliesPending: number;
  /** Real milliseconds; null = nothing is due. */
  nextDueMs: number | null;
  nowMs: number;
}

export const readPending = (sim: Simulation): Pending => ({
  callsInProgress: sim.life.inProgress(),
  webhooksPending: sim.sender.pending() + sim.timers.count('webhook'),
  repliesPending: sim.timers.count('reply'),
  nextDueMs: sim.timers.nextDueInMs(),
  nowMs: sim.clock.nowMs(),
});

/** Moves the clock; @throws ControlError 409 while anything is due, which real time must bring first. */
export const moveClock = (sim: Simulation, body: unknown): { nowMs: number; offsetMs: number } => {
  const request = read(clockRequest, body);
  const pending = readPending(sim);
  if (pending.callsInProgress > 0 || pending.webhooksPending > 0 || pending.repliesPending > 0) {
    throw new ControlError(409, 'Something is due: the clock is not moved.', { pending });
  }
  sim.clock.jump('jumpMs' in request ? request.jumpMs : request.nowMs - sim.clock.nowMs());
  return { nowMs: sim.clock.nowMs(), offsetMs: sim.clock.offsetMs() };
};
