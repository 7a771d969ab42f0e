import { describe, expect, it } from 'vitest';
import { outcomeOfCall } from '../../../../providers/cartesia/outcomes.ts';
import { callRecordOf, numberRecordOf, transcriptOf } from '../../../../providers/cartesia/records.ts';

describe('the state of a Cartesia call', () => {
  const rows = [
    ['created', undefined, null],
    ['started', undefined, null],
    ['active', undefined, null],
    [undefined, undefined, null],
    ['completed', 'agent_hangup', 'answered'],
    ['completed', 'client_hangup', 'answered'],
    ['completed', 'max_duration', 'answered'],
    ['completed', 'inactivity', 'answered'],
    ['completed', 'client_disconnected', 'answered'],
    ['completed', undefined, 'answered'],
    ['failed', 'dial_busy', 'busy'],
    ['failed', 'dial_no_answer', 'no_answer'],
    ['failed', 'dial_failed', 'not_connected'],
    ['completed', 'dial_busy', 'busy'],
    ['failed', 'api_cancelled', 'cancelled'],
    ['completed', 'api_cancelled', 'cancelled'],
    ['cancelled', undefined, 'cancelled'],
    ['failed', 'error', 'provider_failure'],
    ['failed', undefined, 'provider_failure'],
    ['failed', 'something_new', 'unknown_end'],
    ['completed', 'something_new', 'unknown_end'],
    ['completed', 'error', 'unknown_end'],
    ['failed', 'client_hangup', 'unknown_end'],
  ] as const;
  it.each(rows)('%s with reason %s is %s', (status, endReason, outcome) => {
    expect(outcomeOfCall({ status, endReason, hasEnded: false })).toBe(outcome);
  });

  it('of a status that nobody knows is over only when an end is recorded', () => {
    expect(outcomeOfCall({ status: 'paused', endReason: undefined, hasEnded: false })).toBeNull();
    expect(outcomeOfCall({ status: 'paused', endReason: undefined, hasEnded: true })).toBe('unknown_end');
    expect(outcomeOfCall({ status: 'paused', endReason: 'error', hasEnded: false })).toBe('unknown_end');
  });

  it('that goes on is not ended by a time in it', () => {
    expect(outcomeOfCall({ status: 'started', endReason: undefined, hasEnded: true })).toBeNull();
  });
});

const call = {
  id: 'ac_1',
  status: 'completed',
  end_reason: 'client_hangup',
  start_time: '2026-03-01T10:00:00Z',
  end_time: '2026-03-01T10:00:41.600Z',
  metadata: { attempt_id: 'a1', name: 'Ada' },
  telephony_params: { to: '+15551234567', from: '+14155550000', direction: 'outbound' },
  transcript: [
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text_chunks: ['Stop ', { text: 'calling' }] },
    { role: 'system', text: 'tool' },
    { role: 'user', text: '' },
  ],
};

describe('a Cartesia call', () => {
  it('ends with its talk time and without a cost, which Cartesia does not tell', () => {
    expect(callRecordOf(call)).toEqual({
      providerRef: 'ac_1',
      channel: 'call',
      attemptId: 'a1',
      toPhone: 15551234567,
      createdAt: '2026-03-01T10:00:00.000Z',
      ended: {
        outcome: 'answered',
        providerReason: 'client_hangup',
        at: '2026-03-01T10:00:41.600Z',
        talkSeconds: 42,
        transcriptExpected: true,
      },
    });
  });

  it('that was only created has neither times nor an end', () => {
    expect(callRecordOf({ id: 'ac_1', status: 'created', start_time: null, metadata: null })).toEqual({
      providerRef: 'ac_1',
      channel: 'call',
    });
  });

  it('returns our correlator also among the dynamic variables of the newer version', () => {
    expect(callRecordOf({ id: 'ac_1', dynamic_variables: { attempt_id: 'a2' } })?.attemptId).toBe('a2');
  });

  it('is not ours when it came in', () => {
    expect(callRecordOf({ ...call, telephony_params: { direction: 'inbound' } })).toBeUndefined();
  });

  it('gives what was said, also in the pieces of older versions', () => {
    expect(transcriptOf(call)).toEqual([
      { role: 'agent', text: 'Hello' },
      { role: 'person', text: 'Stop calling' },
      { role: 'other', text: 'tool' },
    ]);
  });

  it.each([
    ['while it goes on', { status: 'started' }, 'not_ready'],
    ['right after its end', { transcript: null }, 'not_ready'],
    ['when nobody answered', { status: 'failed', end_reason: 'dial_no_answer', transcript: null }, 'none'],
    ['when nothing was said', { transcript: [] }, 'none'],
    ['when it was erased', { transcript: null, redacted_at: '2026-03-02T00:00:00Z' }, 'none'],
    ['when nothing is kept', { transcript: null, zdr_enabled: true }, 'none'],
  ])('has no transcript %s', (_name, change, expected) => {
    expect(transcriptOf({ ...call, ...change })).toBe(expected);
  });
});

describe('a Cartesia number', () => {
  it('is read with its agent', () => {
    const number = { id: 'pn_1', number: '+14155551234', label: null, agent: { id: 'agent_1', name: 'Support' } };
    expect(numberRecordOf(number)).toEqual({
      providerRef: 'pn_1',
      phone: '+14155551234',
      agentRef: 'agent_1',
      agentName: 'Support',
      active: true,
    });
    expect(numberRecordOf({ ...number, agent: null, label: 'Line' })).toEqual({
      providerRef: 'pn_1',
      phone: '+14155551234',
      label: 'Line',
      active: true,
    });
  });
});
