import { describe, expect, it } from 'vitest';
import {
  isLiveStatus,
  microsOfCents,
  outcomeOfReason,
  outcomeOfSmsStatus,
} from '../../../../providers/agentnumber/outcomes.ts';
import { expectsTranscript } from '../../../../providers/transcript-expected.ts';

const TABLE = {
  answered: [
    'customer-ended-call',
    'assistant-ended-call',
    'assistant-said-end-call-phrase',
    'assistant-ended-call-after-message-spoken',
    'assistant-forwarded-call',
    'silence-timed-out',
    'exceeded-max-duration',
    'completed',
  ],
  voicemail: ['voicemail'],
  no_answer: ['customer-did-not-answer'],
  busy: ['customer-busy'],
  not_connected: ['twilio-failed-to-connect-call', 'vonage-failed-to-connect-call', 'vonage-rejected'],
  bad_number: ['twilio-reported-customer-misdialed'],
  cancelled: ['manually-canceled'],
  provider_failure: [
    'call.start.error-get-assistant',
    'call.start.error-vapi-number-outbound-daily-limit',
    'call.in-progress.error-vapifault-worker-died',
    'call.in-progress.error-providerfault-transport-never-connected',
    'call.ringing.error-sip-inbound-call-failed-to-connect',
    'call.forwarding.operator-error',
    'pipeline-error-openai-llm-failed',
    'pipeline-error-eleven-labs-voice-not-found',
    'pipeline-no-available-llm-model',
    'assistant-request-failed',
    'assistant-request-returned-error',
    'unknown-error',
    'database-error',
  ],
  unknown_end: ['something-new', 'worker-shutdown', 'assistant-not-found', 'terror-level', '', 'CUSTOMER-BUSY'],
} as const;

describe('ended reasons of AgentNumber', () => {
  const rows = Object.entries(TABLE).flatMap(([outcome, reasons]) =>
    reasons.map((reason) => [reason, outcome] as const),
  );
  it.each(rows)('%s is %s', (reason, outcome) => {
    expect(outcomeOfReason(reason)).toBe(outcome);
  });

  it('never belong to a call that is still going on', () => {
    expect(rows.filter(([reason]) => isLiveStatus(reason))).toEqual([]);
    expect(isLiveStatus('initiated')).toBe(true);
  });
});

describe('texts and money of AgentNumber', () => {
  it.each([
    ['queued', 'sms_sent'],
    ['accepted', 'sms_sent'],
    ['sent', 'sms_sent'],
    ['delivered', 'sms_sent'],
    ['undelivered', 'sms_failed'],
    ['failed', 'sms_failed'],
  ])('a text of status %s is %s', (status, outcome) => {
    expect(outcomeOfSmsStatus(status)).toBe(outcome);
  });

  it('counts a cent as 10,000 micro-units', () => {
    expect([microsOfCents(1), microsOfCents(15), microsOfCents(0.5), microsOfCents(0)]).toEqual([
      10_000, 150_000, 5_000, 0,
    ]);
  });
});

describe('a transcript', () => {
  it.each([
    ['answered', 12, true],
    ['answered', undefined, true],
    ['answered', 0, false],
    ['voicemail', 9, true],
    ['provider_failure', 40, true],
    ['provider_failure', undefined, false],
    ['unknown_end', 1, true],
    ['no_answer', 30, false],
    ['busy', 3, false],
    ['not_connected', 3, false],
    ['bad_number', 3, false],
  ] as const)('of a call that ended %s after %s s is expected: %s', (outcome, talkSeconds, expected) => {
    expect(expectsTranscript(outcome, talkSeconds)).toBe(expected);
  });
});
