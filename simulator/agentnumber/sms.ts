import { answerWithFault } from '../faults/answer.ts';
import { rejects } from '../faults/fault-kinds.ts';
import type { Exchange, JsonObject, Reply } from '../http/exchange.ts';
import { attemptIdOf } from '../judge/judge.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, Dial, Message } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { hasCredit, readParties } from './calls.ts';
import type { Envelope } from './envelope.ts';
import { tellEvent } from './events.ts';
import { newestFirst, readPaging } from './paging.ts';
import { scheduleReply } from './sms-replies.ts';
import { markReplied, storeMessage } from './store-message.ts';

const OUTBOUND_CENTS = 2;
const MAX_BODY = 1600;

const view = (message: Message): JsonObject => ({
  id: message.id,
  from: message.direction === 'outbound' ? message.number.phone : message.peer,
  to: message.direction === 'outbound' ? message.peer : message.number.phone,
  direction: message.direction,
  body: message.body,
  status: message.status,
  cost_cents: message.costCents,
  metadata: message.metadata,
  created_at: isoOf(message.createdAtMs),
});

export const sendText = (sim: Simulation, envelope: Envelope, account: Account, exchange: Exchange): Reply => {
  sim.judge.arrivals.push({ atMs: exchange.receivedAtMs, channel: 'sms', account });
  if (!account.smsWindow.tryTake(exchange.receivedAtMs)) {
    sim.judge.refused.rateLimit += 1;
    return envelope.tooMany();
  }
  const parties = readParties(account, envelope, exchange.body);
  if (parties.reply !== undefined) return parties.reply;
  const { number, to, body } = parties;
  const words = body['body'];
  if (typeof words !== 'string' || words.length < 1 || words.length > MAX_BODY) {
    return envelope.invalid('body must have 1 to 1600 characters.');
  }
  if (!hasCredit(account)) {
    sim.judge.refused.noCredit += 1;
    return envelope.noCredit();
  }

  const behaviour = sim.callees.nextText(to);
  if (behaviour.blocked || account.carrierBlocks.has(`${number.id}>${to}`)) {
    return envelope.error(500, 'sms_error', 'Attempt to send to unsubscribed recipient');
  }

  const destination = sim.callees.at(to);
  const fault = sim.faults.drawRequest('agentnumber', to, destination.requests);
  destination.requests += 1;
  if (fault !== null) sim.faults.fired(fault);
  if (rejects(fault)) return answerWithFault(fault, envelope.internal(), envelope);

  const nowMs = sim.clock.nowMs();
  const dial: Dial = {
    seq: 0,
    channel: 'sms',
    attemptId: attemptIdOf(body['metadata']),
    to,
    account,
    receivedAtMs: exchange.receivedAtMs,
    bodyAtMs: exchange.bodyAtMs,
    dialledAtMs: nowMs,
    endedAtMs: nowMs,
    costMicros: 0,
    fault,
    index: destination.texts,
    heldNotice: null,
  };
  destination.texts += 1;
  sim.judge.add(dial);
  const message: Message = {
    id: sim.ids.next('msg_'),
    number,
    peer: to,
    direction: 'outbound',
    body: words,
    status: 'queued',
    costCents: OUTBOUND_CENTS,
    metadata: body['metadata'] ?? {},
    createdAtMs: nowMs,
  };
  // A write that fails after the text went out leaves no record, no price and no event.
  if (fault !== 'never_listed') {
    dial.costMicros = OUTBOUND_CENTS * MICROS_PER_CENT;
    sim.judge.charge('smsOut', dial.costMicros);
    if (account.balanceMicros !== null) account.balanceMicros -= dial.costMicros;
    markReplied(account, number, to);
    storeMessage(account, message);
    const data = { message_id: message.id, from: number.phone, to, body: words };
    tellEvent(sim, dial, 'sms.sent', data, behaviour.reply !== null);
  }
  scheduleReply(sim, dial, number, behaviour);
  return answerWithFault(fault, envelope.data(201, view(message)), envelope);
};

export const listTexts = (envelope: Envelope, account: Account, { query }: Exchange): Reply => {
  const paging = readPaging(query);
  if (paging === null) return envelope.invalid('limit and offset must be whole numbers.');
  const since = query.get('since');
  const sinceMs = since === null ? -Infinity : Date.parse(since);
  if (Number.isNaN(sinceMs)) return envelope.invalid('since must be an ISO time.');
  const [direction, status, numberId] = [query.get('direction'), query.get('status'), query.get('number_id')];
  const all = numberId === null ? account.messages : (account.numbers.get(numberId)?.messages ?? []);
  const found = all.filter(
    (message) =>
      message.createdAtMs >= sinceMs &&
      (direction === null || message.direction === direction) &&
      (status === null || message.status === status),
  );
  return envelope.page(newestFirst(found, paging).map(view), found.length, paging.offset, paging.limit);
};

export const readText = (envelope: Envelope, account: Account, id: string): Reply => {
  const message = account.messagesById.get(id);
  if (message === undefined) return envelope.notFound('Message');
  return envelope.data(200, { ...view(message), twilio_sid: `SM${message.id.slice(4)}` });
};
