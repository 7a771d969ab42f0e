import type { CallVoice, Ending } from '../calls/call-life.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import type { Call } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { tellEvent } from './events.ts';

const CENTS_PER_MINUTE = 5;

/** AgentNumber shows the voice platform's own ended reason, also as the call's status. */
const ENDED_REASONS: Record<Ending, string> = {
  person_hung_up: 'customer-ended-call',
  agent_hung_up: 'assistant-ended-call',
  max_duration: 'exceeded-max-duration',
  voicemail: 'voicemail',
  busy: 'customer-busy',
  no_answer: 'customer-did-not-answer',
  not_connected: 'twilio-failed-to-connect-call',
  bad_number: 'twilio-reported-customer-misdialed',
  provider_error: 'pipeline-error-openai-llm-failed',
  cancelled: 'manually-canceled',
};

export const costCentsOf = (call: Call): number => Math.ceil(call.talkSeconds / 60) * CENTS_PER_MINUTE;

/** Life of an AgentNumber call. One that was never stored is neither charged nor told about: nothing knows of it. */
export const createAgentNumberVoice = (sim: Simulation): CallVoice => ({
  answered: (call) => {
    if (!sim.options.emitCallStarted || call.listIndex === -1) return;
    tellEvent(sim, call, 'call.started', { call_id: call.id, direction: 'outbound', customer_number: call.to }, true);
  },
  ended: (call, ending) => {
    call.endReason = ENDED_REASONS[ending];
    if (call.listIndex === -1) return;
    const costCents = costCentsOf(call);
    call.costMicros = costCents * MICROS_PER_CENT;
    sim.judge.charge('call', call.costMicros);
    if (call.account.balanceMicros !== null) call.account.balanceMicros -= call.costMicros;
    const data = {
      call_id: call.id,
      direction: 'outbound',
      duration: call.talkSeconds,
      cost_cents: costCents,
      status: call.endReason,
      ended_reason: call.endReason,
      customer_number: call.to,
    };
    tellEvent(sim, call, 'call.ended', data, call.talkSeconds > 0);
  },
  documented: (call) => {
    if (call.listIndex === -1) return;
    tellEvent(sim, call, 'call.transcript.ready', { call_id: call.id }, true);
    tellEvent(sim, call, 'call.recording.ready', { call_id: call.id }, false);
  },
});
