import type { SmsBehaviour } from '../callees/behaviour.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import type { Account, Dial, Message, PhoneNumber } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { tellEvent } from './events.ts';
import { storeMessage } from './store-message.ts';

const INBOUND_CENTS = 1;
/** Words on which the carrier itself blocks the sender, as Twilio's defaults do for long codes. */
const BLOCKING = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL']);
const UNBLOCKING = new Set(['START', 'UNSTOP']);

/** A person texts one of the account's numbers: stored, charged, told. */
export const receiveText = (
  sim: Simulation,
  dial: Dial,
  account: Account,
  number: PhoneNumber,
  body: string,
): Message => {
  const word = body.trim().toUpperCase();
  const block = `${number.id}>${dial.to}`;
  if (BLOCKING.has(word)) account.carrierBlocks.add(block);
  if (UNBLOCKING.has(word)) account.carrierBlocks.delete(block);
  const message: Message = {
    id: sim.ids.next('msg_'),
    number,
    peer: dial.to,
    direction: 'inbound',
    body,
    status: 'received',
    costCents: INBOUND_CENTS,
    metadata: {},
    createdAtMs: sim.clock.nowMs(),
  };
  storeMessage(account, message);
  sim.judge.charge('smsIn', INBOUND_CENTS * MICROS_PER_CENT);
  if (account.balanceMicros !== null) account.balanceMicros -= INBOUND_CENTS * MICROS_PER_CENT;
  const data = { message_id: message.id, from: dial.to, to: number.phone, body };
  tellEvent(sim, dial, 'sms.received', data, false);
  return message;
};

export const scheduleReply = (sim: Simulation, dial: Dial, number: PhoneNumber, behaviour: SmsBehaviour): void => {
  const { reply, replyAfterSeconds } = behaviour;
  if (reply === null) return;
  sim.timers.schedule('reply', (replyAfterSeconds * 1000) / sim.options.speed, () => {
    receiveText(sim, dial, dial.account, number, reply);
  });
};
