import { summaryOf, transcriptOf } from '../callees/transcript.ts';
import { isoOf } from '../world/clock.ts';
import type { Call } from '../world/records.ts';

/**
 * When the call ended by its own account: start + ringing + talk, whatever the simulator's speed. The price is
 * computed from the same figures, so a client that knows only start and end finds what is charged.
 */
const saidEndMs = (call: Call): number => (call.dialledAtMs ?? 0) + (call.ringSeconds + call.talkSeconds) * 1000;

const statusOf = (call: Call): string => {
  if (call.phase === 'queued') return 'created';
  if (call.phase !== 'ended') return 'started';
  return call.talkSeconds > 0 ? 'completed' : 'failed';
};

/** The call object of version 2026-03-01. Nothing in it tells a voicemail box from a person. */
export const callObject = (call: Call, withTranscript: boolean): Record<string, unknown> => ({
  id: call.id,
  agent_id: call.agent?.id ?? null,
  agent_name: call.agent?.name ?? null,
  deployment_id: `dep_${call.agent?.id.slice(6) ?? ''}`,
  deployment_version_id: null,
  status: statusOf(call),
  start_time: call.dialledAtMs === null ? null : isoOf(call.dialledAtMs),
  end_time: call.phase === 'ended' ? isoOf(saidEndMs(call)) : null,
  end_reason: call.endReason,
  error_message: call.endReason === 'error' ? 'The call could not be set up.' : null,
  summary: call.documentsReady ? summaryOf(call) : null,
  metadata: call.metadata,
  telephony_params: {
    to: call.to,
    from: call.number.phone,
    call_sid: `CA${call.id.slice(3)}`,
    direction: 'outbound',
    parameters: {},
    headers: {},
    connection_type: 'phone',
  },
  telephony_account_type: 'cartesia',
  zdr_enabled: false,
  redacted_at: null,
  region: 'US',
  ...(withTranscript ? { transcript: callTurns(call) } : {}),
});

/** Turns are there as soon as the call is over; while it runs the list is empty. */
const callTurns = (call: Call): Record<string, unknown>[] =>
  call.phase === 'ended'
    ? transcriptOf(call).map(({ speaker, text, startSeconds, endSeconds }) => ({
        role: speaker === 'agent' ? 'assistant' : 'user',
        text,
        start_timestamp: startSeconds,
        end_timestamp: endSeconds,
        tool_calls: [],
      }))
    : [];
