import type { CallVoice } from '../calls/call-life.ts';
import { tinyWav } from '../calls/tiny-wav.ts';
import { answerWithFault } from '../faults/answer.ts';
import { rejects } from '../faults/fault-kinds.ts';
import type { RequestFault } from '../faults/fault-kinds.ts';
import { json } from '../http/exchange.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { attemptIdOf } from '../judge/judge.ts';
import type { Account, Call } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { callObject } from './call-view.ts';
import { readCreateCalls } from './create-body.ts';
import type { CreateCalls } from './create-body.ts';
import { readCursorPage } from './cursor-page.ts';
import { pumpQueue } from './dial-queue.ts';
import type { CartesiaErrors } from './envelope.ts';

const US_NUMBER = /^\+1[2-9]\d{9}$/;

const itemError = (number: string, code: string, message: string) => ({
  number,
  error: { error_code: code, title: 'Call could not be placed', message },
});

/** `POST /agents/calls`: 200 even when single destinations fail; the error is in their item. */
export const createCalls = (
  sim: Simulation,
  voice: CallVoice,
  errors: CartesiaErrors,
  account: Account,
  exchange: Exchange,
): Reply => {
  sim.judge.arrivals.push({ atMs: exchange.receivedAtMs, channel: 'call', account });
  const request = readCreateCalls(sim, errors, account, exchange.body);
  if (request.reply !== undefined) return request.reply;
  if (account.balanceMicros !== null && account.balanceMicros <= 0) {
    sim.judge.refused.noCredit += 1;
    return errors.noCredit();
  }
  const isFull = account.dialling + account.waiting.length >= account.concurrency;
  if (sim.options.cartesiaOverConcurrency === 'reject' && isFull) {
    sim.judge.refused.rateLimit += 1;
    return errors.tooMany();
  }

  const firstTo = request.destinations[0]?.to ?? '';
  const first = sim.callees.at(firstTo);
  const fault = sim.faults.drawRequest('cartesia', firstTo, first.requests);
  first.requests += 1;
  if (fault !== null) sim.faults.fired(fault);
  if (rejects(fault)) return answerWithFault(fault, errors.internal(), errors);

  const calls = request.destinations.map(({ to, metadata }) => {
    if (!/^\+[1-9]\d{1,14}$/.test(to)) return itemError(to, 'invalid_number', 'The number is not in E.164 format.');
    if (!US_NUMBER.test(to)) return itemError(to, 'unsupported_destination', 'Only US numbers can be called.');
    const call = queueCall(sim, account, request, exchange, { to, metadata, fault });
    return { number: to, agent_call_id: call.id };
  });
  pumpQueue(sim, voice, account);
  return answerWithFault(fault, json(200, { calls }), errors);
};

const queueCall = (
  sim: Simulation,
  account: Account,
  request: CreateCalls,
  exchange: Exchange,
  { to, metadata, fault }: { to: string; metadata: unknown; fault: RequestFault | null },
): Call => {
  const destination = sim.callees.at(to);
  const { agent, number } = request;
  const call: Call = {
    seq: 0,
    channel: 'call',
    id: sim.ids.next('ac_'),
    attemptId: attemptIdOf(metadata),
    to,
    account,
    number,
    agent,
    metadata,
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
    ringingTimeoutSeconds: request.ringingTimeoutSeconds,
    maxCallSeconds: request.maxCallMinutes * 60,
    ringSeconds: 0,
    talkSeconds: 0,
    endReason: null,
    documentsReady: false,
    listIndex: agent.calls.length,
  };
  destination.calls += 1;
  agent.calls.push(call);
  account.calls.push(call);
  account.callsById.set(call.id, call);
  sim.judge.add(call);
  sim.life.countAccepted();
  account.waiting.push(call);
  return call;
};

/** `GET /agents/calls`: newest first; calls that still wait have no start time and come before all others. */
export const listCalls = (errors: CartesiaErrors, account: Account, { query }: Exchange): Reply => {
  const agentId = query.get('agent_id');
  if (agentId === null) return errors.invalid('agent_id is required.');
  const agent = account.agents.get(agentId);
  if (agent === undefined) return errors.notFound('Agent');
  const page = readCursorPage(agent.calls, query, (id) => account.callsById.get(id)?.listIndex ?? -1);
  if (page === null) return errors.invalid('limit must be 1 to 100 and the cursor a call of this agent.');
  const withTranscript = query.getAll('expand').includes('transcript');
  return json(200, {
    data: page.items.map((call) => callObject(call, withTranscript)),
    next_page: page.hasMore ? (page.items.at(-1)?.id ?? null) : null,
    has_more: page.hasMore,
  });
};

export const readCall = (errors: CartesiaErrors, account: Account, id: string): Reply => {
  const call = account.callsById.get(id);
  return call === undefined ? errors.notFound('Call') : json(200, callObject(call, true));
};

/** `POST /agents/calls/{id}/cancel`: only while it runs. What still waits to be dialled cannot be stopped. */
export const cancelCall = (
  sim: Simulation,
  voice: CallVoice,
  errors: CartesiaErrors,
  account: Account,
  id: string,
): Reply => {
  const call = account.callsById.get(id);
  if (call === undefined) return errors.notFound('Call');
  if (call.phase === 'queued' || call.phase === 'ended') return errors.invalid('Only a started call can be cancelled.');
  sim.life.cancel(call, voice);
  return json(200, { cancelled: true });
};

export const readAudio = (errors: CartesiaErrors, account: Account, id: string): Reply => {
  const call = account.callsById.get(id);
  return call === undefined || !call.documentsReady ? errors.notFound('Recording') : tinyWav();
};
