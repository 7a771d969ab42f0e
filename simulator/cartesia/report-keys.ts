import { isObject } from '../http/exchange.ts';
import type { Call } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';

/**
 * What an agent with a tool does when keys are pressed: it posts them to the address that came with the call's
 * metadata, with the token that came beside it. A call without them has an agent without a tool.
 */
export const reportKeys = (sim: Simulation, call: Call): void => {
  const { presses } = call.behaviour;
  if (presses === undefined || !isObject(call.metadata)) return;
  const { outdial_answer_url: url, outdial_answer_token: token } = call.metadata;
  if (typeof url !== 'string' || typeof token !== 'string') return;
  sim.sender.send({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, digits: presses }),
  });
};
