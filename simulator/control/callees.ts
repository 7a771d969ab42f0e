import { behave } from '../callees/behaviour.ts';
import type { CallBehaviour } from '../callees/behaviour.ts';
import { EVERYBODY_ANSWERS, MIXED_POPULATION } from '../callees/distribution.ts';
import type { DistributionSettings } from '../callees/distribution.ts';
import { receiveText } from '../agentnumber/sms-replies.ts';
import type { Simulation } from '../world/simulation.ts';
import { ControlError, read } from './control-error.ts';
import { calleesRequest, distributionRequest, textRequest } from './requests.ts';

/** Fields of `given` that are there: an absent one must not overwrite a default. */
const present = <T extends object>(given: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> => {
  const kept: Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> = {};
  Object.assign(kept, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  return kept;
};

export const setCallees = (sim: Simulation, body: unknown): { scripted: number } => {
  const { callees } = read(calleesRequest, body);
  for (const { to, calls, sms } of callees) {
    const destination = sim.callees.at(to);
    if (calls !== undefined) {
      const steps: CallBehaviour[] = (calls ?? []).map(({ outcome, ...change }) => behave(outcome, present(change)));
      destination.callScript = steps.length === 0 ? null : steps;
    }
    if (sms !== undefined) destination.smsScript = sms;
  }
  return { scripted: callees.length };
};

export const setDistribution = (sim: Simulation, body: unknown): DistributionSettings => {
  const { preset, patterns, ...change } = read(distributionRequest, body);
  const settings = { ...(preset === 'mixed' ? MIXED_POPULATION : EVERYBODY_ANSWERS), ...present(change) };
  sim.callees.setDistribution(settings, patterns);
  return settings;
};

/** A text that nobody asked for: it comes in at the AgentNumber number `to`, of whichever account. */
export const sendInboundText = (sim: Simulation, body: unknown): { id: string } => {
  const request = read(textRequest, body);
  for (const account of sim.accounts.all()) {
    if (account.provider !== 'agentnumber') continue;
    for (const number of account.numbers.values()) {
      if (number.phone !== request.to || number.status !== 'active') continue;
      const nowMs = sim.clock.nowMs();
      const from = {
        seq: -1,
        channel: 'sms',
        attemptId: null,
        to: request.from,
        account,
        receivedAtMs: nowMs,
        bodyAtMs: nowMs,
        dialledAtMs: nowMs,
        endedAtMs: nowMs,
        costMicros: 0,
        fault: null,
        index: -1,
        heldNotice: null,
      } as const;
      return { id: receiveText(sim, { ...from }, account, number, request.body).id };
    }
  }
  throw new ControlError(404, `No AgentNumber account has the number ${request.to}.`);
};
