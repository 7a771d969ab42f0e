import { summaryOf, transcriptOf } from '../callees/transcript.ts';
import { isoOf } from '../world/clock.ts';
import type { Call } from '../world/records.ts';
import { costCentsOf } from './call-voice.ts';

/** A call in lists and in the answer to its create. */
export const callItem = (call: Call): Record<string, unknown> => ({
  id: call.id,
  from: call.number.phone,
  to: call.to,
  direction: 'outbound',
  status: call.endReason ?? 'initiated',
  duration: call.phase === 'ended' ? call.talkSeconds : null,
  cost_cents: call.phase === 'ended' ? costCentsOf(call) : null,
  metadata: call.metadata,
  created_at: isoOf(call.createdAtMs),
});

export const callSegments = (call: Call): { role: string; content: string }[] =>
  transcriptOf(call).map(({ speaker, text }) => ({ role: speaker === 'agent' ? 'assistant' : 'user', content: text }));

/** A call read by its id: with what was said, once that is known. */
export const callDetail = (call: Call): Record<string, unknown> => ({
  ...callItem(call),
  transcript: call.documentsReady
    ? transcriptOf(call)
        .map(({ speaker, text }) => `${speaker === 'agent' ? 'AI' : 'User'}: ${text}`)
        .join('\n')
    : null,
  summary: call.documentsReady ? summaryOf(call) : null,
  ended_reason: call.endReason,
});
