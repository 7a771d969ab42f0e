import { answerWithFault } from '../faults/answer.ts';
import { rejects } from '../faults/fault-kinds.ts';
import { isObject, text } from '../http/exchange.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { attemptIdOf } from '../judge/judge.ts';
import type { CallVoice } from '../calls/call-life.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import type { Account, Call } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { callDetail, callItem, callSegments } from './call-views.ts';
import type { Envelope } from './envelope.ts';
import { newestFirst, readPaging } from './paging.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
const NUMBER_ID = /^num_[0-9a-f]{32}$/;
const LEAST_BALANCE_MICROS = 100 * MICROS_PER_CENT;
/** Neither can be set by the documented API. */
const RINGING_TIMEOUT_SECONDS = 30;
const DEFAULT_MAX_SECONDS = 600;

/** What call and text have in common: `from` and `to`, checked in the order of the public source. */
export const readParties = (account: Account, envelope: Envelope, body: unknown) => {
  if (!isObject(body)) return { reply: envelope.invalid('Request body must be a JSON object.') };
  const { from, to } = body;
  if (typeof from !== 'string' || typeof to !== 'string')
    return { reply: envelope.invalid('from and to are required.') };
  if (!E164.test(to)) return { reply: envelope.invalid('to must be in E.164 format.') };
  // The source looks a malformed id up as it is and fails: not its error body, but the framework's.
  if (!NUMBER_ID.test(from)) return { reply: text(500, 'Internal Server Error') };
  const number = account.numbers.get(from);
  if (number === undefined || number.status !== 'active') return { reply: envelope.notFound('Number') };
  return { number, to, body };
};

export const hasCredit = (account: Account): boolean =>
  account.balanceMicros === null || account.balanceMicros >= LEAST_BALANCE_MICROS;

export const createCall = (
  sim: Simulation,
  voice: CallVoice,
  envelope: Envelope,
  account: Account,
  exchange: Exchange,
): Reply => {
  sim.judge.arrivals.push({ atMs: exchange.receivedAtMs, channel: 'call', account });
  if (!account.callWindow.tryTake(exchange.receivedAtMs)) {
    sim.judge.refused.rateLimit += 1;
    return envelope.tooMany();
  }
  const parties = readParties(account, envelope, exchange.body);
  if (parties.reply !== undefined) return parties.reply;
  if (!hasCredit(account)) {
    sim.judge.refused.noCredit += 1;
    return envelope.noCredit();
  }
  const { number, to, body } = parties;

  const destination = sim.callees.at(to);
  const fault = sim.faults.drawRequest('agentnumber', to, destination.requests);
  destination.requests += 1;
  if (fault !== null) sim.faults.fired(fault);
  if (rejects(fault)) return answerWithFault(fault, envelope.internal(), envelope);

  const call: Call = {
    seq: 0,
    channel: 'call',
    id: sim.ids.next('call_'),
    attemptId: attemptIdOf(body['metadata']),
    to,
    account,
    number,
    agent: null,
    metadata: body['metadata'] ?? {},
    receivedAtMs: exchange.receivedAtMs,
    bodyAtMs: exchange.bodyAtMs,
    createdAtMs: sim.clock.nowMs(),
    dialledAtMs: null,
    endedAtMs: null,
    costMicros: 0,
    fault,
    index: destination.calls,
    heldNotice: null,
    phase: 'queued',
    behaviour: sim.callees.nextCall(to),
    ringingTimeoutSeconds: RINGING_TIMEOUT_SECONDS,
    maxCallSeconds: typeof body['max_duration'] === 'number' ? body['max_duration'] : DEFAULT_MAX_SECONDS,
    ringSeconds: 0,
    talkSeconds: 0,
    endReason: null,
    documentsReady: false,
    listIndex: -1,
  };
  destination.calls += 1;
  sim.judge.add(call);
  if (fault !== 'never_listed') {
    call.listIndex = account.calls.length;
    account.calls.push(call);
    number.calls.push(call);
    account.callsById.set(call.id, call);
  }
  sim.life.countAccepted();
  sim.life.dial(call, voice);
  return answerWithFault(fault, envelope.data(201, callItem(call)), envelope);
};

export const listCalls = (envelope: Envelope, account: Account, { query }: Exchange): Reply => {
  const paging = readPaging(query);
  if (paging === null) return envelope.invalid('limit and offset must be whole numbers.');
  const numberId = query.get('number_id');
  const calls = numberId === null ? account.calls : (account.numbers.get(numberId)?.calls ?? []);
  return envelope.page(newestFirst(calls, paging).map(callItem), calls.length, paging.offset, paging.limit);
};

/** `GET /calls/:id`, `/calls/:id/transcript` and `/calls/:id/recording`. */
export const readCall = (sim: Simulation, envelope: Envelope, account: Account, id: string, part?: string): Reply => {
  const call = account.callsById.get(id);
  if (call === undefined) return envelope.notFound('Call');
  if (part === undefined) return envelope.data(200, callDetail(call));
  if (part !== 'transcript' && part !== 'recording') return envelope.notFound('Route');
  if (!call.documentsReady) return envelope.error(404, 'not_ready', `The ${part} is not ready.`);
  if (part === 'transcript') return envelope.data(200, { segments: callSegments(call) });
  return envelope.data(200, { url: `${sim.baseUrl()}/agentnumber/recordings/${call.id}.wav` });
};
