import { expect, it } from 'vitest';
import { sayStepOf } from '../../../../domain/reminders/say-step.ts';
import type { StepTiming } from '../../../../domain/reminders/programme.ts';

const said = (when: StepTiming, channel: 'call' | 'sms' = 'sms'): string =>
  sayStepOf([{ key: 'it', when }], { key: 'it', channel });

it('calls a step by its channel and its timing', () => {
  expect(said({ kind: 'before', seconds: 86_400 })).toBe('Text, 24 h before');
  expect(said({ kind: 'before', seconds: 7_200 }, 'call')).toBe('Call, 2 h before');
  expect(said({ kind: 'before', seconds: 172_800 })).toBe('Text, 2 days before');
  expect(said({ kind: 'before', seconds: 5_400 })).toBe('Text, 90 min before');
  expect(said({ kind: 'before', seconds: 90 })).toBe('Text, 90 s before');
  expect(said({ kind: 'before', seconds: 0 })).toBe('Text, at the start');
  expect(said({ kind: 'before', seconds: -3_600 })).toBe('Text, 1 h after the start');
  expect(said({ kind: 'booking', afterSeconds: 0 })).toBe('Text, at the booking');
  expect(said({ kind: 'booking', afterSeconds: 600 })).toBe('Text, 10 min after the booking');
  expect(said({ kind: 'local', daysBefore: 0, at: '08:00' })).toBe('Text, at 08:00 on the day');
  expect(said({ kind: 'local', daysBefore: 1, at: '18:00' })).toBe('Text, at 18:00 the day before');
  expect(said({ kind: 'local', daysBefore: 3, at: '18:00' })).toBe('Text, at 18:00 3 days before');
});

it('by what it is now, whatever its key tells of; and by its key once it is gone', () => {
  const steps = [{ key: '24h-sms', when: { kind: 'before', seconds: 172_800 } }] as const;
  expect(sayStepOf(steps, { key: '24h-sms', channel: 'sms' })).toBe('Text, 2 days before');
  expect(sayStepOf(steps, { key: '2h-call', channel: 'call' })).toBe('Call, 2h-call');
});
