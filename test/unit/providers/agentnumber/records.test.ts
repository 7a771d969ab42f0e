import { describe, expect, it } from 'vitest';
import { callRecordOf, numberRecordOf, smsRecordOf } from '../../../../providers/agentnumber/records.ts';

const call = {
  id: 'call_1',
  from: '+15550001111',
  to: '+15551234567',
  direction: 'outbound',
  status: 'initiated',
  duration: null,
  cost_cents: null,
  metadata: { attempt_id: 'a1' },
  created_at: '2026-03-01T10:00:00Z',
};

describe('a call of AgentNumber', () => {
  it('that goes on has no end', () => {
    expect(callRecordOf(call)).toEqual({
      providerRef: 'call_1',
      channel: 'call',
      attemptId: 'a1',
      toPhone: 15551234567,
      createdAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('shows its end in the status alone, as lists give it', () => {
    expect(callRecordOf({ ...call, status: 'customer-ended-call', duration: 61, cost_cents: 10 })?.ended).toEqual({
      outcome: 'answered',
      providerReason: 'customer-ended-call',
      talkSeconds: 61,
      costMicros: 100_000,
      transcriptExpected: true,
    });
  });

  it('keeps a reason that nobody knows', () => {
    expect(callRecordOf({ ...call, status: 'ended', ended_reason: 'abducted-by-aliens' })?.ended).toEqual({
      outcome: 'unknown_end',
      providerReason: 'abducted-by-aliens',
      transcriptExpected: false,
    });
  });

  it('has no cost until the provider tells one', () => {
    expect(callRecordOf({ ...call, status: 'customer-busy' })?.ended).toEqual({
      outcome: 'busy',
      providerReason: 'customer-busy',
      transcriptExpected: false,
    });
  });

  it('is still a call with nothing but its id', () => {
    expect(callRecordOf({ id: 'call_1' })).toEqual({ providerRef: 'call_1', channel: 'call' });
  });

  it('is not ours when it came in, and is nothing without an id', () => {
    expect(callRecordOf({ ...call, direction: 'inbound' })).toBeUndefined();
    expect(callRecordOf({ ...call, id: 7 })).toBeUndefined();
  });
});

describe('a text of AgentNumber', () => {
  it('is over as soon as it exists, because there are no receipts', () => {
    expect(smsRecordOf({ ...call, id: 'msg_1', status: 'queued', cost_cents: 2 })).toMatchObject({
      channel: 'sms',
      attemptId: 'a1',
      ended: { outcome: 'sms_sent', providerReason: 'queued', costMicros: 20_000 },
    });
  });

  it('is not ours when it came in', () => {
    expect(smsRecordOf({ ...call, direction: 'inbound', status: 'received' })).toBeUndefined();
  });
});

describe('a number of AgentNumber', () => {
  it('is read with its state', () => {
    const number = { id: 'num_1', phone_number: '+14155551234', status: 'active', metadata: { label: 'Sales' } };
    expect(numberRecordOf(number)).toEqual({
      providerRef: 'num_1',
      phone: '+14155551234',
      label: 'Sales',
      active: true,
    });
    expect(numberRecordOf({ ...number, status: 'released' })?.active).toBe(false);
    expect(numberRecordOf({ id: 'num_1' })).toBeUndefined();
  });
});
