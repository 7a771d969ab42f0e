import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../dev/demo/reminders/clinic-record.ts';
import { instantOf, saidOf } from '../../../dev/demo/reminders/clock-of-clinic.ts';
import { judgeDay, type Breaches, type JudgeInput } from '../../../dev/demo/reminders/judge.ts';
import type { AttemptFact, StepOutcome } from '../../../dev/demo/reminders/read-outcomes.ts';
import { timesIn, type SentMessage } from '../../../dev/demo/reminders/what-went-out.ts';

const ZONE = 'America/New_York';
const STARTS = instantOf(ZONE, 'wed', '14:00');
const BOOKED = instantOf(ZONE, 'tue', '08:30');
const DAY_BEFORE = instantOf(ZONE, 'tue', '14:00');
const SAME_DAY = instantOf(ZONE, 'wed', '11:00');
const PHONE = '+12125552000';

const fact = (change: Partial<Fact> = {}): Fact => ({
  externalId: 'visit-1',
  phone: PHONE,
  zone: ZONE,
  startsAtMs: STARTS,
  state: 'booked',
  fromMs: BOOKED,
  sureMs: BOOKED + 50,
  ...change,
});
const attempt = (step: string, dueAtMs: number, change: Partial<AttemptFact> = {}): AttemptFact => ({
  attemptId: step,
  kind: 'programme',
  step,
  slot: 0,
  firstSlot: 0,
  dueAtMs,
  contactId: dueAtMs,
  externalIds: ['visit-1'],
  outcome: 'sms_sent',
  state: 'ENDED',
  ...change,
});
const message = (step: string, receivedAtMs: number, change: Partial<SentMessage> = {}): SentMessage => ({
  attemptId: step,
  channel: step === 'same-day' ? 'call' : 'sms',
  to: PHONE,
  receivedAtMs,
  costMicros: 0,
  told: [saidOf(ZONE, STARTS)],
  ...change,
});
const outcome = (step: string, change: Partial<StepOutcome> = {}): StepOutcome => ({
  externalId: 'visit-1',
  appointmentState: 'booked',
  step,
  status: 'sent',
  reason: null,
  messageState: 'reached',
  messageReason: null,
  dueAtMs: DAY_BEFORE,
  ...change,
});

/** One appointment of which everything went well. */
const good = (): JudgeInput => ({
  sent: [
    message('booking', BOOKED + 900),
    message('day-before', DAY_BEFORE + 900),
    message('same-day', SAME_DAY + 900),
  ],
  attempts: [attempt('booking', BOOKED), attempt('day-before', DAY_BEFORE), attempt('same-day', SAME_DAY)],
  outcomes: [outcome('booking'), outcome('day-before'), outcome('same-day')],
  histories: new Map([['visit-1', [fact()]]]),
  touched: new Set(),
  stops: new Map(),
  edit: { fromMs: BOOKED + 1_000, sureMs: BOOKED + 2_000 },
  restart: { fromMs: 0, toMs: 0 },
  endMs: STARTS + 86_400_000,
});
const broken = (change: Partial<JudgeInput>): (keyof Breaches)[] => {
  const { breaches } = judgeDay({ ...good(), ...change });
  const kinds: (keyof Breaches)[] = [
    'oldPlan',
    'afterConfirm',
    'afterStop',
    'afterCutoff',
    'early',
    'late',
    'wrongHour',
    'twice',
    'withoutOutcome',
    'missing',
  ];
  return kinds.filter((kind) => breaches[kind].length > 0);
};
/** The call of the day alone, at another moment or with another history. */
const call = (receivedAtMs: number, later: readonly Fact[] = []): Partial<JudgeInput> => ({
  sent: [message('same-day', receivedAtMs)],
  histories: new Map([['visit-1', [fact(), ...later]]]),
  touched: new Set(['visit-1']),
});

describe('the judge of the reminders demo', () => {
  it('finds nothing where everything went well, and measures how late it was', () => {
    expect(broken({})).toEqual([]);
    expect(judgeDay(good()).lateness).toEqual({ p50Ms: 900, p99Ms: 900, maxMs: 900 });
  });

  const cancelled = fact({ state: 'cancelled', fromMs: SAME_DAY - 60_000, sureMs: SAME_DAY });
  it.each([
    ['cancelled a second before the request', SAME_DAY + 1_000, cancelled, []],
    ['cancelled longer before', SAME_DAY + 1_001, cancelled, ['oldPlan']],
    [
      'moved before',
      SAME_DAY + 1_001,
      { ...cancelled, state: 'booked' as const, startsAtMs: STARTS + 7_200_000 },
      ['oldPlan'],
    ],
    [
      'given another number before',
      SAME_DAY + 1_001,
      { ...cancelled, state: 'booked' as const, phone: '+12125552001' },
      ['oldPlan'],
    ],
    ['confirmed before', SAME_DAY + 1_001, { ...cancelled, state: 'confirmed' as const }, ['afterConfirm']],
  ])('reads a call about an appointment that was %s', (_what, atMs, later, wanted) => {
    expect(broken(call(atMs, [later]))).toEqual(wanted);
  });

  it.each([
    ['before its moment', SAME_DAY - 60_000, ['early']],
    ['at the cut-off', STARTS - 1_800_000, ['afterCutoff', 'late']],
    ['more than half an hour late', SAME_DAY + 1_801_000, ['late']],
    ['in the evening of a closed clinic', instantOf(ZONE, 'tue', '20:00'), ['early', 'wrongHour']],
  ])('sees a call that comes %s', (_what, atMs, wanted) => {
    expect(broken(call(atMs))).toEqual(wanted);
  });

  it('sees a message of which nobody at the clinic knows', () => {
    expect(broken({ ...call(SAME_DAY), sent: [message('same-day', SAME_DAY, { told: [] })] })).toEqual(['oldPlan']);
  });

  it('sees a message after a STOP, and not the answer to it', () => {
    const stops = new Map([[PHONE, DAY_BEFORE]]);
    expect(broken({ stops })).toEqual(['afterStop']);
    const notice = attempt('notice', 0, { kind: 'service', step: null });
    const sent = [message('notice', DAY_BEFORE + 60_000, { told: [] })];
    expect(broken({ stops, sent, attempts: [notice] })).toEqual([]);
  });

  it('sees one attempt that was dialled twice, and one step that was told twice', () => {
    const { sent, attempts } = good();
    expect(broken({ sent: [...sent, message('day-before', DAY_BEFORE + 1_000)] })).toEqual(['twice']);
    const again = attempt('day-before', DAY_BEFORE, { attemptId: 'again', contactId: 7 });
    const told = message('day-before', DAY_BEFORE + 1_000, { attemptId: 'again' });
    expect(broken({ sent: [...sent, told], attempts: [...attempts, again] })).toEqual(['twice']);
  });

  it('sees steps without an outcome, without a row, and messages that never came', () => {
    const { outcomes, sent } = good();
    const waiting = outcome('same-day', { status: 'planned', messageState: 'waiting' });
    expect(broken({ outcomes: [...outcomes.slice(0, 2), waiting] })).toEqual(['withoutOutcome']);
    expect(broken({ outcomes: [...outcomes.slice(0, 2), { ...waiting, dueAtMs: Infinity }] })).toEqual([]);
    expect(broken({ outcomes: outcomes.slice(0, 2) })).toEqual(['withoutOutcome']);
    expect(broken({ sent: sent.slice(0, 2) })).toEqual(['missing']);
  });
});

it('reads the times that a message tells of', () => {
  expect(timesIn('Your visit is on June 10 at 9:30 AM and 2:00 PM (New York). Reply YES.')).toEqual([
    'June 10 9:30 AM',
    'June 10 2:00 PM',
  ]);
  expect(timesIn('You will get no more messages.')).toEqual([]);
});
