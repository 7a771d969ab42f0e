import { describe, expect, it } from 'vitest';
import { EMPTY_RULE } from '../../../../dashboard/pages/reminders/book/rule-form.ts';
import {
  emptySchedule,
  isScheduleAskable,
  scheduleBodyOf,
  scheduleCli,
} from '../../../../dashboard/pages/reminders/recurring/schedule-form.ts';

const FORM = {
  ...emptySchedule('c-1', 'America/Chicago'),
  name: ' Recall ',
  rule: { ...EMPTY_RULE, every: 2, date: '2026-10-13', time: '09:30' },
};

describe('the form of a recurring campaign', () => {
  it('is sent as the API takes it, with the weekday of its first date', () => {
    expect(scheduleBodyOf({ ...FORM, exclusions: '2026-12-24, 2026-12-25  2026-12-31,' })).toEqual({
      name: 'Recall',
      campaignId: 'c-1',
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      first: '2026-10-13 09:30',
      zone: 'America/Chicago',
      overlap: 'skip',
      catchUpMinutes: 10,
      jitterSeconds: 0,
      exclusions: ['2026-12-24', '2026-12-25', '2026-12-31'],
    });
  });

  it('can be asked about before it has a name, not before campaign, date and time are said', () => {
    expect(isScheduleAskable({ ...FORM, name: '' })).toBe(true);
    expect(isScheduleAskable({ ...FORM, campaignId: undefined })).toBe(false);
    expect(isScheduleAskable({ ...FORM, rule: EMPTY_RULE })).toBe(false);
  });

  it('says the command that does the same, for a new one and for a change', () => {
    expect(scheduleCli({ ...FORM, exclusions: '2026-12-25' }, undefined)).toBe(
      'outdial schedules create c-1 --name "Recall" --rule "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" --first 2026-10-13T09:30 --zone America/Chicago --overlap skip --catch-up 10 --jitter 0 --except 2026-12-25',
    );
    expect(scheduleCli(FORM, 's-1')).toMatch(/^outdial schedules change s-1 --name "Recall" --campaign c-1 --rule /);
  });
});
