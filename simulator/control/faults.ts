import type { FaultSettings } from '../faults/fault-book.ts';
import type { Simulation } from '../world/simulation.ts';
import { read } from './control-error.ts';
import { faultsRequest } from './requests.ts';

export const setFaults = (sim: Simulation, body: unknown): FaultSettings => {
  const { clear, rates, slowAnswerMs, lateWebhookMs, next } = read(faultsRequest, body);
  const { settings } = sim.faults;
  if (clear) sim.faults.clear();
  Object.assign(settings.rates, rates);
  if (slowAnswerMs !== undefined) settings.slowAnswerMs = slowAnswerMs;
  if (lateWebhookMs !== undefined) settings.lateWebhookMs = lateWebhookMs;
  for (const { kind, to, count } of next) sim.faults.addNext({ kind, to: to ?? null, count });
  return settings;
};
