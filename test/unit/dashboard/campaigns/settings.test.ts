import { describe, expect, it } from 'vitest';
import { copyName, draftOf } from '../../../../dashboard/pages/campaigns/draft-of.ts';
import type { CampaignDetail, Settings } from '../../../../dashboard/pages/campaigns/queries.ts';
import { linesOfWeek } from '../../../../dashboard/pages/campaigns/week.ts';

const settings: Settings = {
  steps: [{ channel: 'call', accountId: 'a', numberId: 'n' }],
  purpose: 'informational',
  hours: {
    weekly: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']], sat: [['10:00', '12:00']] },
    blackoutDates: ['2026-12-24'],
    skipFederalHolidays: true,
    holidays: ['us-federal'],
  },
  startsAt: null,
  endsAt: '2026-07-01T10:00:00.000Z',
  leftovers: 'roll',
  expiresAfterSeconds: 7_200,
  pacePerSecond: 0.5,
  maxConcurrent: 60,
  maxAttempts: 3,
  waitSeconds: { busy: 600 },
  budgetMicros: 1_500_000,
  dailyCapMicros: null,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [],
};

describe('hours', () => {
  it('are told with equal days in one line, and closed days left out', () => {
    expect(linesOfWeek(settings.hours.weekly)).toEqual(['Mon to Tue 09:00-18:00', 'Sat 10:00-12:00']);
    const allDay: [string, string][] = [['00:00', '24:00']];
    const week = { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay };
    expect(linesOfWeek(week)).toEqual(['Every day all day']);
    expect(linesOfWeek({})).toEqual([]);
  });
});

describe('a duplicate', () => {
  const campaign = { name: 'March', settings } satisfies Pick<CampaignDetail, 'name' | 'settings'>;

  it('has the same settings, without times that have passed', () => {
    const before = draftOf(campaign, Date.parse('2026-06-01T00:00:00Z'));
    expect(before).toEqual({ name: 'March (copy)', settings });
    expect(draftOf(campaign, Date.parse('2026-08-01T00:00:00Z')).settings.endsAt).toBeNull();
  });

  it('counts copies of copies', () => {
    expect(copyName('March (copy)')).toBe('March (copy 2)');
    expect(copyName('March (copy 9)')).toBe('March (copy 10)');
    expect(copyName('x'.repeat(200)).length).toBeLessThanOrEqual(200);
  });
});
