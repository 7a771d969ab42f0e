import { describe, expect, it } from 'vitest';
import { agentPath, outboundCallBody, versionOf } from '../../../../providers/cartesia/version.ts';

const request = {
  attemptId: 'a1',
  fromRef: 'pn_1',
  to: '+15551234567',
  agentRef: 'agent_1',
  variables: { name: 'Ada', attempt_id: 'forged' },
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 10,
};

describe('an outbound call at Cartesia', () => {
  it('carries the variables and our correlator, which no variable can replace, in `metadata`', () => {
    expect(outboundCallBody('2026-03-01', request)).toEqual({
      from_number_id: 'pn_1',
      agent_id: 'agent_1',
      outbound_calls: [{ to_number: '+15551234567', metadata: { name: 'Ada', attempt_id: 'a1' } }],
      ringing_timeout_seconds: 30,
      max_call_duration_minutes: 10,
    });
  });

  it('carries them in `dynamic_variables` under the newer version', () => {
    expect(outboundCallBody('2026-08-14', request)).toMatchObject({
      outbound_calls: [{ to_number: '+15551234567', dynamic_variables: { name: 'Ada', attempt_id: 'a1' } }],
    });
  });

  it.each([
    [1, 5, 0, 1],
    [200, 80, 1_000, 480],
    [29.6, 30, 2.4, 2],
  ])('asks for limits that Cartesia takes: %s s -> %s s, %s min -> %s min', (ring, rung, minutes, taken) => {
    const body = outboundCallBody('2026-03-01', { ...request, ringingTimeoutSeconds: ring, maxCallMinutes: minutes });
    expect(body).toMatchObject({ ringing_timeout_seconds: rung, max_call_duration_minutes: taken });
  });
});

describe('the version of an account', () => {
  it('is pinned unless its details name a known one', () => {
    expect(versionOf({})).toBe('2026-03-01');
    expect(versionOf({ cartesiaVersion: '2026-08-14' })).toBe('2026-08-14');
    expect(() => versionOf({ cartesiaVersion: '2031-01-01' })).toThrow(/cartesiaVersion/);
  });

  it('decides where agents are', () => {
    expect(agentPath('2026-03-01', 'agent/1')).toBe('/agents/agent%2F1');
    expect(agentPath('2026-08-14', 'agent_1')).toBe('/v1/agents/agent_1');
  });
});
