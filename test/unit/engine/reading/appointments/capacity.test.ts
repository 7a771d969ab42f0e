import { expect, it } from 'vitest';
import { capacityOf, type LaneLimits } from '../../../../../engine/reading/appointments/capacity.ts';

const open: LaneLimits = {
  channel: 'sms',
  accountPaces: [],
  numberPaces: [],
  programmesPerSecond: [null],
  slots: 10,
  programmeSlots: [5],
  meanCallSeconds: 90,
};
const hourly = (maxCount: number) => ({ maxCount, windowMs: 3_600_000 });

it('bounds texts by nothing where there is no pace, and calls by their slots', () => {
  expect(capacityOf(open)).toEqual({ perHour: null, limitedBy: null });
  expect(capacityOf({ ...open, channel: 'call' })).toEqual({ perHour: 200, limitedBy: 'slots' });
  expect(capacityOf({ ...open, channel: 'call', programmeSlots: [8, 8] })).toEqual({
    perHour: 400,
    limitedBy: 'slots',
  });
});

it('takes the tightest of all limits, at the share that is planned of it', () => {
  const account = [hourly(1_000), { maxCount: 1, windowMs: 1_000 }];
  expect(capacityOf({ ...open, accountPaces: account })).toEqual({ perHour: 950, limitedBy: 'account_pace' });
  // Two numbers carry the sum of theirs; one without a pace of its own leaves them open.
  const numbers = [[hourly(100), hourly(200)], [hourly(300)]];
  expect(capacityOf({ ...open, accountPaces: account, numberPaces: numbers })).toEqual({
    perHour: 380,
    limitedBy: 'number_pace',
  });
  expect(capacityOf({ ...open, numberPaces: [...numbers, []] })).toEqual({ perHour: null, limitedBy: null });
  expect(capacityOf({ ...open, programmesPerSecond: [0.01, 0.01] })).toEqual({
    perHour: 68,
    limitedBy: 'programme_pace',
  });
});
