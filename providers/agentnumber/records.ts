import type { Outcome } from '../../domain/outcome.ts';
import type { ProviderNumber, ProviderRecord } from '../../engine/ports.ts';
import { given, instantOf, numberOf, objectOf, phoneDigitsOf, textOf, type JsonObject } from '../json.ts';
import { expectsTranscript } from '../transcript-expected.ts';
import { isLiveStatus, microsOfCents, outcomeOfReason, outcomeOfSmsStatus } from './outcomes.ts';

interface Ended {
  outcome: Outcome;
  providerReason: string;
  talkSeconds?: number;
  costMicros?: number;
  transcriptExpected?: boolean;
}

const costOf = (source: JsonObject): { costMicros?: number } => {
  const cents = numberOf(source['cost_cents']);
  return given('costMicros', cents === undefined || cents < 0 ? undefined : microsOfCents(cents));
};

/** The end of a call, from its object or from `call.ended`: both carry the same four fields. */
export const endedOf = (source: JsonObject): Ended => {
  const providerReason = textOf(source['ended_reason']) ?? textOf(source['status']) ?? 'unknown';
  const outcome = outcomeOfReason(providerReason);
  const talkSeconds = numberOf(source['duration']);
  return {
    outcome,
    providerReason,
    ...given('talkSeconds', talkSeconds === undefined ? undefined : Math.max(0, Math.round(talkSeconds))),
    ...costOf(source),
    transcriptExpected: expectsTranscript(outcome, talkSeconds),
  };
};

const baseOf = (source: JsonObject, providerRef: string): Omit<ProviderRecord, 'channel'> => ({
  providerRef,
  ...given('attemptId', textOf(objectOf(source['metadata'])?.['attempt_id'])),
  ...given('toPhone', phoneDigitsOf(source['to'])),
  ...given('createdAt', instantOf(source['created_at'])),
});

/** A call of ours; undefined for an inbound one and for what has no id. */
export const callRecordOf = (source: JsonObject): ProviderRecord | undefined => {
  const providerRef = textOf(source['id']);
  if (providerRef === undefined || source['direction'] === 'inbound') return undefined;
  const live = textOf(source['ended_reason']) === undefined && isLiveStatus(textOf(source['status']) ?? 'initiated');
  return {
    ...baseOf(source, providerRef),
    channel: 'call',
    ...(live ? {} : { ended: endedOf(source) }),
  };
};

/** A text of ours; undefined for an inbound one. A text is over once the provider has it: there are no receipts. */
export const smsRecordOf = (source: JsonObject): ProviderRecord | undefined => {
  const providerRef = textOf(source['id']);
  if (providerRef === undefined || source['direction'] === 'inbound') return undefined;
  const status = textOf(source['status']) ?? 'accepted';
  return {
    ...baseOf(source, providerRef),
    channel: 'sms',
    ended: { outcome: outcomeOfSmsStatus(status), providerReason: status, ...costOf(source) },
  };
};

/** A number; undefined without id or phone. */
export const numberRecordOf = (source: JsonObject): ProviderNumber | undefined => {
  const providerRef = textOf(source['id']);
  const phone = phoneDigitsOf(source['phone_number'] ?? source['number']);
  if (providerRef === undefined || phone === undefined) return undefined;
  return {
    providerRef,
    phone: `+${phone}`,
    ...given('label', textOf(objectOf(source['metadata'])?.['label'])),
    active: (textOf(source['status']) ?? 'active') === 'active',
  };
};
