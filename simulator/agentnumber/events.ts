import { createHmac } from 'node:crypto';
import { isoOf } from '../world/clock.ts';
import type { Account, Dial } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';

export const AGENTNUMBER_EVENTS = [
  'call.started',
  'call.ended',
  'call.transcript.ready',
  'call.recording.ready',
  'sms.sent',
  'sms.received',
] as const;
export type AgentNumberEvent = (typeof AGENTNUMBER_EVENTS)[number];

/** Sends one event to every active webhook of the account that wants it, signed over the raw body. */
const sendEvent = (sim: Simulation, account: Account, event: AgentNumberEvent, data: unknown, atMs: number): void => {
  const body = JSON.stringify({ event, data, timestamp: isoOf(atMs) });
  for (const webhook of account.webhooks.values()) {
    if (!webhook.active || (webhook.events.length > 0 && !webhook.events.includes(event))) continue;
    sim.sender.send({
      url: webhook.url,
      body,
      headers: {
        'content-type': 'application/json',
        'x-agentnumber-event': event,
        'x-agentnumber-signature': createHmac('sha256', webhook.secret).update(body).digest('hex'),
      },
    });
  }
};

/** As sendEvent, through the fault book. `hasNext`: the same call will tell more. */
export const tellEvent = (
  sim: Simulation,
  dial: Dial,
  event: AgentNumberEvent,
  data: unknown,
  hasNext: boolean,
): void => {
  const { account } = dial;
  if (account.webhooks.size === 0) return;
  const atMs = sim.clock.nowMs();
  sim.notices.tell(dial, event, hasNext, () => sendEvent(sim, account, event, data, atMs));
};
