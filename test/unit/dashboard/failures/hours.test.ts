import { expect, it } from 'vitest';
import { hourRange, nearestHour } from '../../../../dashboard/pages/failures/hour-range.ts';

const NOW_MS = Date.UTC(2026, 10, 26, 14, 30);

it('shows a day at least, with the hours that had no failure', () => {
  const bars = hourRange([{ hour: '2026-11-26T12', attempts: 7 }], NOW_MS);
  expect(bars).toHaveLength(24);
  expect(bars.at(-1)).toEqual({ hour: '2026-11-26T14', atMs: Date.UTC(2026, 10, 26, 14), attempts: 0 });
  expect(bars.filter(({ attempts }) => attempts > 0)).toMatchObject([{ hour: '2026-11-26T12', attempts: 7 }]);
});
it('reaches back to the first failure, and a week at most', () => {
  const since = (hours: number) => [
    { hour: new Date(NOW_MS - hours * 3_600_000).toISOString().slice(0, 13), attempts: 1 },
  ];
  expect(hourRange(since(40), NOW_MS)).toHaveLength(41);
  expect(hourRange(since(40), NOW_MS)[0]?.attempts).toBe(1);
  expect(hourRange(since(4_000), NOW_MS)).toHaveLength(168);
});
it('shows an empty day where nothing is known', () => {
  expect(hourRange([], NOW_MS).map(({ attempts }) => attempts)).toEqual(Array.from({ length: 24 }, () => 0));
});
it('offers the nearest hour that has failures, the earlier of two, and none where there is no other', () => {
  const hours = [
    { hour: '2026-11-25T23', attempts: 3 },
    { hour: '2026-11-26T03', attempts: 1 },
    { hour: '2026-11-26T02', attempts: 0 },
  ];
  expect(nearestHour(hours, '2026-11-26T02')).toBe('2026-11-26T03');
  expect(nearestHour(hours, '2026-11-26T01')).toBe('2026-11-25T23');
  expect(nearestHour(hours, undefined)).toBeUndefined();
  expect(nearestHour(hours.slice(0, 1), '2026-11-25T23')).toBeUndefined();
});
