import type { TranscriptTurn } from '../../domain/fact.ts';
import type { ProviderNumber, ProviderRecord } from '../../engine/ports.ts';
import { given, instantOf, listOf, objectOf, phoneDigitsOf, textOf, type JsonObject } from '../json.ts';
import { expectsTranscript } from '../transcript-expected.ts';
import { outcomeOfCall, type CallState } from './outcomes.ts';
import { attemptIdOf } from './version.ts';

const stateOf = (call: JsonObject): CallState => ({
  status: textOf(call['status']),
  endReason: textOf(call['end_reason']),
  hasEnded: textOf(call['end_time']) !== undefined,
});

const talkSecondsOf = (call: JsonObject): number | undefined => {
  const start = instantOf(call['start_time']);
  const end = instantOf(call['end_time']);
  if (start === undefined || end === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(end) - Date.parse(start)) / 1000));
};

/** The end of a call, or none while it lasts. It tells no cost: the engine computes one from talk time and rate. */
const endedOf = (call: JsonObject): Pick<ProviderRecord, 'ended'> => {
  const state = stateOf(call);
  const outcome = outcomeOfCall(state);
  if (outcome === null) return {};
  const lastedSeconds = talkSecondsOf(call);
  // Start to end holds the ringing too; a call that failed was never talked on, so it costs nothing.
  const talkSeconds = state.status === 'failed' ? 0 : lastedSeconds;
  return {
    ended: {
      outcome,
      providerReason: state.endReason ?? state.status ?? 'unknown',
      ...given('at', instantOf(call['end_time'])),
      ...given('talkSeconds', talkSeconds),
      transcriptExpected: expectsTranscript(outcome, lastedSeconds),
    },
  };
};

/** A call of ours; undefined for an inbound one and for what has no id. */
export const callRecordOf = (call: JsonObject): ProviderRecord | undefined => {
  const providerRef = textOf(call['id']);
  const telephony = objectOf(call['telephony_params']);
  if (providerRef === undefined || telephony?.['direction'] === 'inbound') return undefined;
  return {
    providerRef,
    channel: 'call',
    ...given('attemptId', attemptIdOf(call)),
    ...given('toPhone', phoneDigitsOf(telephony?.['to'])),
    ...given('createdAt', instantOf(call['created_at']) ?? instantOf(call['start_time'])),
    ...endedOf(call),
  };
};

/** A number; undefined without id or phone (the legacy list has no ids). */
export const numberRecordOf = (source: JsonObject): ProviderNumber | undefined => {
  const providerRef = textOf(source['id']);
  const phone = phoneDigitsOf(source['number']);
  if (providerRef === undefined || phone === undefined) return undefined;
  const agent = objectOf(source['agent']);
  return {
    providerRef,
    phone: `+${phone}`,
    ...given('label', textOf(source['label'])),
    ...given('agentRef', textOf(agent?.['id'])),
    ...given('agentName', textOf(agent?.['name'])),
    active: true,
  };
};

const textOfTurn = (turn: JsonObject): string | undefined => {
  // Older versions give a turn in pieces.
  const pieces = listOf(turn['text_chunks']).map((chunk) => textOf(chunk) ?? textOf(objectOf(chunk)?.['text']) ?? '');
  return textOf(turn['text']) ?? textOf(pieces.join(''));
};

/** What was said, or why it is not there: a call without an end or freshly ended may still get its transcript. */
export const transcriptOf = (call: JsonObject): TranscriptTurn[] | 'not_ready' | 'none' => {
  const outcome = outcomeOfCall(stateOf(call));
  if (outcome === null) return 'not_ready';
  if (!Array.isArray(call['transcript'])) {
    const erased = textOf(call['redacted_at']) !== undefined || call['zdr_enabled'] === true;
    return !erased && expectsTranscript(outcome, talkSecondsOf(call)) ? 'not_ready' : 'none';
  }
  const turns = call['transcript'].flatMap((item): TranscriptTurn[] => {
    const turn = objectOf(item);
    const text = turn === undefined ? undefined : textOfTurn(turn);
    const role = turn?.['role'];
    if (text === undefined) return [];
    return [{ role: role === 'assistant' ? 'agent' : role === 'user' ? 'person' : 'other', text }];
  });
  return turns.length === 0 ? 'none' : turns;
};
