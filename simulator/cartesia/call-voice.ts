import { summaryOf, transcriptOf } from '../callees/transcript.ts';
import type { CallVoice, Ending } from '../calls/call-life.ts';
import { isoOf } from '../world/clock.ts';
import type { Call } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { callObject } from './call-view.ts';
import { pumpQueue } from './dial-queue.ts';
import { reportKeys } from './report-keys.ts';

/** Agent time 0.06 and telephony 0.014 USD a minute. */
const MICROS_PER_MINUTE = 74_000;

const END_REASONS: Record<Ending, string> = {
  person_hung_up: 'client_hangup',
  agent_hung_up: 'agent_hangup',
  max_duration: 'max_duration',
  // There is no verdict: the agent talks to the box and hangs up.
  voicemail: 'agent_hangup',
  busy: 'dial_busy',
  no_answer: 'dial_no_answer',
  not_connected: 'dial_failed',
  bad_number: 'dial_failed',
  provider_error: 'error',
  cancelled: 'api_cancelled',
};

/** Whole seconds from start to end, of calls that talked; the rest costs nothing. */
export const cartesiaCostMicros = (call: Call, rounding: 'second' | 'minute'): number => {
  if (call.talkSeconds === 0) return 0;
  const seconds = Math.ceil(call.ringSeconds + call.talkSeconds);
  return rounding === 'minute'
    ? Math.ceil(seconds / 60) * MICROS_PER_MINUTE
    : Math.round((seconds * MICROS_PER_MINUTE) / 60);
};

/** Life of a Cartesia call; events go to the one webhook of its agent, with the secret itself as proof. */
export const createCartesiaVoice = (sim: Simulation): CallVoice => {
  const tell = (call: Call, type: string, detail: () => Record<string, unknown>, hasNext: boolean): void => {
    const webhook = call.account.webhooks.get(call.agent?.webhookId ?? '');
    if (webhook === undefined) return;
    const atMs = sim.clock.nowMs();
    sim.notices.tell(call, type, hasNext, () =>
      sim.sender.send({
        url: webhook.url,
        headers: { 'content-type': 'application/json', 'x-webhook-secret': webhook.secret },
        body: JSON.stringify({
          type,
          request_id: sim.ids.uuid(),
          agent_id: call.agent?.id,
          webhook_id: webhook.id,
          call_id: call.id,
          timestamp: isoOf(atMs),
          ...detail(),
        }),
      }),
    );
  };

  const voice: CallVoice = {
    answered: (call) => {
      tell(call, 'call_started', () => ({ call: callObject(call, false) }), true);
      reportKeys(sim, call);
    },
    ended: (call, ending) => {
      call.endReason = END_REASONS[ending];
      call.account.dialling -= 1;
      call.costMicros = cartesiaCostMicros(call, sim.options.cartesiaRounding);
      sim.judge.charge('call', call.costMicros);
      if (call.account.balanceMicros !== null) call.account.balanceMicros -= call.costMicros;
      if (sim.options.emitCallTurns) {
        for (const { speaker, text, startSeconds, endSeconds } of transcriptOf(call)) {
          const turn = {
            role: speaker === 'agent' ? 'assistant' : 'user',
            text,
            start_timestamp: startSeconds,
            end_timestamp: endSeconds,
            was_interrupted: false,
            tool_calls: [],
          };
          tell(call, 'call_turn', () => ({ turn }), true);
        }
      }
      const talked = call.talkSeconds > 0;
      tell(call, talked ? 'call_completed' : 'call_failed', () => ({ call: callObject(call, true) }), talked);
      pumpQueue(sim, voice, call.account);
    },
    documented: (call) => tell(call, 'post_call_analysis', () => ({ analysis: { summary: summaryOf(call) } }), false),
  };
  return voice;
};
