import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expandSteps } from '../../../../domain/reminders/expand-steps.ts';
import { completeProgramme, DEFAULT_PROGRAMME } from '../../../../domain/reminders/programme-draft.ts';
import { readStepShort } from '../../../../domain/reminders/read-step-short.ts';
import { keyOfStep, sayStep } from '../../../../domain/reminders/step-key.ts';

const keyOf = (short: string): string => {
  const read = readStepShort(short);
  return read.ok ? keyOfStep(read.step.when, read.step.actions[0]?.channel) : read.message;
};

it.each([
  ['24h:sms', { kind: 'before', seconds: 86_400 }, '24h-sms'],
  ['1d:sms', { kind: 'before', seconds: 86_400 }, '24h-sms'],
  ['2d12h:call', { kind: 'before', seconds: 216_000 }, '60h-call'],
  ['-1h:sms', { kind: 'before', seconds: -3_600 }, 'after-1h-sms'],
  ['booking:sms', { kind: 'booking', afterSeconds: 0 }, 'booking-sms'],
  ['booking+10m:call', { kind: 'booking', afterSeconds: 600 }, 'booking-10m-call'],
  ['1d@18:00:sms', { kind: 'local', daysBefore: 1, at: '18:00' }, '1d-1800-sms'],
  ['0d@7:30:call', { kind: 'local', daysBefore: 0, at: '07:30' }, '0d-0730-call'],
])('reads %s', (short, when, key) => {
  expect(readStepShort(short)).toMatchObject({ ok: true, step: { when } });
  expect(keyOf(short)).toBe(key);
});

it('reads what follows a step: at once when it failed, after a wait, and after no reply', () => {
  const read = readStepShort('2h:call > 10m:sms > failed:call > noreply30m:sms');
  expect(read.ok && read.step.actions).toEqual([
    { channel: 'call' },
    { channel: 'sms', follows: { when: 'not_reached', afterSeconds: 600 } },
    { channel: 'call', follows: { when: 'not_reached', afterSeconds: 0 } },
    { channel: 'sms', follows: { when: 'no_reply', afterSeconds: 1_800 } },
  ]);
});

it.each([
  ['sms', '"sms" should be a time and a channel'],
  ['tomorrow:sms', '"tomorrow" should be a time such as 24h'],
  ['24h:fax', '"fax" should be call or sms'],
  ['1d@25:00:sms', '"1d@25:00" should be a time'],
  ['2h:call>soon:sms', '"soon" should be failed, a wait such as 10m'],
  ['2h:call>10m:pigeon', '"pigeon" should be call or sms'],
  ['2h:call>', '"" should be failed'],
  ['', '"" should be a time and a channel'],
])('says of "%s" which part is wrong and what is expected', (short, words) => {
  const read = readStepShort(short);
  expect(read.ok ? '' : read.message).toContain(words);
});

const wait = fc.integer({ min: 1, max: 400 * 86_400 });
const timing = fc.oneof(
  fc.record({
    kind: fc.constant('before' as const),
    seconds: fc.oneof(
      wait,
      wait.map((seconds) => -seconds),
    ),
  }),
  fc.record({ kind: fc.constant('booking' as const), afterSeconds: fc.oneof(fc.constant(0), wait) }),
  fc.record({
    kind: fc.constant('local' as const),
    daysBefore: fc.integer({ min: 0, max: 400 }),
    at: fc.integer({ min: 0, max: 1_439 }).map((minute) => {
      const two = (value: number): string => String(value).padStart(2, '0');
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    }),
  }),
);
const channel = fc.constantFrom('call' as const, 'sms' as const);
const fallback = fc.record({
  channel,
  follows: fc.record({
    when: fc.constantFrom('not_reached' as const, 'no_reply' as const),
    afterSeconds: fc.oneof(fc.constant(0), wait),
  }),
});

it('says every step in a short form that reads as the same step', () => {
  fc.assert(
    fc.property(timing, channel, fc.array(fallback, { maxLength: 3 }), (when, first, rest) => {
      const actions = [{ channel: first }, ...rest].map((action, slot) => ({
        ...action,
        accountId: 'a',
        numberId: 'n',
        slot,
      }));
      const read = readStepShort(sayStep({ when, actions }));
      expect(read).toEqual({ ok: true, step: { when, actions: [{ channel: first }, ...rest] } });
    }),
  );
});

it('gives every action of a short step what is said for its channel, and names all that cannot be read', () => {
  const by = { accountId: 'a', numberId: 'n' };
  const { steps, problems } = expandSteps([
    { short: '24h:sms>failed:call', sms: { ...by, text: 'Hi' }, call: { ...by, agentRef: 'g' }, afterConfirm: 'send' },
    { short: '2h:call', sms: { ...by, text: 'Hi' } },
    { short: 'soon:sms', sms: { ...by, text: 'Hi' } },
  ]);
  expect(steps[0]).toEqual({
    key: undefined,
    afterConfirm: 'send',
    when: { kind: 'before', seconds: 86_400 },
    actions: [
      { ...by, channel: 'sms', text: 'Hi' },
      { ...by, channel: 'call', agentRef: 'g', follows: { when: 'not_reached', afterSeconds: 0 } },
    ],
  });
  expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/steps/1/call', 'channel_missing'],
    ['/steps/2/short', 'step_short_invalid'],
  ]);
});

it('fills in what a draft leaves out, keeps what null chooses, and gives steps that look alike keys of their own', () => {
  const action = { channel: 'sms' as const, accountId: 'a', numberId: 'n', text: 'Hi' };
  const when = { kind: 'before' as const, seconds: 86_400 };
  const complete = completeProgramme({
    purpose: 'informational',
    steps: [
      { when, actions: [action] },
      { when, actions: [action] },
      { key: '24h-sms', when, actions: [action], afterConfirm: 'send' },
    ],
    answers: { onConfirm: 'continue' },
  });
  expect(complete.steps.map(({ key, afterConfirm }) => [key, afterConfirm])).toEqual([
    ['24h-sms-2', 'stop'],
    ['24h-sms-3', 'stop'],
    ['24h-sms', 'send'],
  ]);
  expect(complete.answers).toEqual({ ...DEFAULT_PROGRAMME.answers, onConfirm: 'continue' });
  const base = { ...complete, budgetMicros: 5, zone: 'America/Chicago', cutoffSeconds: 60 };
  const change = { purpose: complete.purpose, steps: [], budgetMicros: null };
  expect(completeProgramme(change, base)).toMatchObject({ budgetMicros: null, zone: base.zone, cutoffSeconds: 60 });
});
