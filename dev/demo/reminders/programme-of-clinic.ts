import type { DemoAccount } from '../prepare.ts';

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
const OPEN: [string, string][] = [['08:00', '20:00']];

/** What the clinic told its programme; the judge holds it to this. */
export const RULES = {
  opensMinute: 8 * 60,
  closesMinute: 20 * 60,
  cutoffSeconds: 1_800,
  lateSeconds: 1_800,
  dayBeforeSeconds: DAY_SECONDS,
  /** Of version 1, and after the edit in the middle of the day. */
  sameDaySeconds: [2 * HOUR_SECONDS, 3 * HOUR_SECONDS],
  fallbackSeconds: 600,
  repeatAfterMoveSeconds: 900,
};

export const STEPS = ['booking', 'day-before', 'same-day'] as const;

/** Every message ends with the time in these words, by which the judge reads what it told. */
const TIME = 'on {{ appointment_date }} at {{ appointment_times }} ({{ appointment_zone }})';
const ASK = 'Reply YES, or say that you cancel or need to reschedule.';

export function clinicSettings(accounts: { calls: DemoAccount; texts: DemoAccount }) {
  const { texts } = accounts;
  const text = (words: string, moved?: string): object => ({
    channel: 'sms',
    accountId: texts.accountId,
    numberId: texts.numberId,
    text: words,
    ...(moved === undefined ? {} : { movedText: moved }),
  });
  return {
    purpose: 'informational',
    hours: {
      weekly: { mon: OPEN, tue: OPEN, wed: OPEN, thu: OPEN, fri: OPEN, sat: OPEN, sun: OPEN },
      blackoutDates: [],
      skipFederalHolidays: false,
    },
    languages: ['en'],
    steps: sameDayStep(accounts, 0, [
      {
        key: 'booking',
        when: { kind: 'booking', afterSeconds: 0 },
        actions: [text(`Riverside Clinic: you are booked ${TIME}. ${ASK}`, `Riverside Clinic: you are now ${TIME}.`)],
      },
      {
        key: 'day-before',
        when: { kind: 'before', seconds: RULES.dayBeforeSeconds },
        actions: [
          text(
            `Riverside Clinic: your visit is ${TIME}. ${ASK}`,
            `Riverside Clinic: your visit has moved, it is now ${TIME}. ${ASK}`,
          ),
        ],
      },
    ]),
    cutoffSeconds: RULES.cutoffSeconds,
    lateSeconds: RULES.lateSeconds,
    mergeWithinSeconds: 3 * HOUR_SECONDS,
    repeatAfterMoveSeconds: RULES.repeatAfterMoveSeconds,
    answers: { keys: { '1': 'confirm', '2': 'cancel', '3': 'reschedule' }, onConfirm: 'stop', onCancel: 'cancel' },
    maxAttempts: 1,
    personCaps: [{ count: 10, hours: 24 }],
    maxConcurrent: 80,
  };
}

/** The steps with the call of the day behind them, at the distance of a version. */
export function sameDayStep(
  { calls, texts }: { calls: DemoAccount; texts: DemoAccount },
  version: 0 | 1,
  others: readonly object[],
): object[] {
  return [
    ...others,
    {
      key: 'same-day',
      when: { kind: 'before', seconds: RULES.sameDaySeconds[version] },
      actions: [
        {
          channel: 'call',
          accountId: calls.accountId,
          numberId: calls.numberId,
          agentRef: calls.agentRef ?? '',
          variables: {
            says: `Your visit with {{ doctor }} is ${TIME}. Press 1 to confirm, 2 to cancel, 3 for another time.`,
          },
        },
        {
          channel: 'sms',
          accountId: texts.accountId,
          numberId: texts.numberId,
          text: `Riverside Clinic: we could not reach you. Your visit is ${TIME}. ${ASK}`,
          follows: { when: 'not_reached', afterSeconds: RULES.fallbackSeconds },
        },
      ],
    },
  ];
}
