import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capsFreeAt, capsInTheWay } from '../../../domain/caps.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 5, 1, 12);

describe('caps of attempts', () => {
  test('let a person through who was not tried', () => {
    expect(capsFreeAt([{ count: 3, hours: 24 }], [], NOW_MS)).toBeNull();
  });

  test('are free again when the oldest attempt that fills them has left their hours', () => {
    const tried = [NOW_MS - 5 * HOUR_MS, NOW_MS - HOUR_MS, NOW_MS - 30 * HOUR_MS];
    expect(capsFreeAt([{ count: 2, hours: 24 }], tried, NOW_MS)).toEqual({
      freeAtMs: NOW_MS + 19 * HOUR_MS,
      cap: { count: 2, hours: 24 },
    });
  });

  test('name the one that stays longest', () => {
    const caps = [
      { count: 1, hours: 1 },
      { count: 1, hours: 24 },
    ];
    expect(capsInTheWay(caps, [NOW_MS - 1], NOW_MS).map(({ cap }) => cap.hours)).toEqual([24, 1]);
  });

  test('of no attempt at all are never free', () => {
    expect(capsFreeAt([{ count: 0, hours: 1 }], [], NOW_MS)?.freeAtMs).toBe(Infinity);
  });

  test('an attempt exactly as old as the hours counts no more', () => {
    expect(capsFreeAt([{ count: 1, hours: 24 }], [NOW_MS - 24 * HOUR_MS], NOW_MS)).toBeNull();
    expect(capsFreeAt([{ count: 1, hours: 24 }], [NOW_MS - 24 * HOUR_MS + 1], NOW_MS)?.freeAtMs).toBe(NOW_MS + 1);
  });

  test('are free from the answered instant on, and not a millisecond earlier', () => {
    const cap = fc.record({ count: fc.integer({ min: 1, max: 5 }), hours: fc.constantFrom(1, 24, 168) });
    const tried = fc.array(fc.integer({ min: NOW_MS - 200 * HOUR_MS, max: NOW_MS }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(cap, { minLength: 1, maxLength: 4 }), tried, (caps, gatedAtMs) => {
        const used = (atMs: number) =>
          caps.some(({ count, hours }) => gatedAtMs.filter((past) => past > atMs - hours * HOUR_MS).length >= count);
        const free = capsFreeAt(caps, gatedAtMs, NOW_MS);
        expect(free === null).toBe(!used(NOW_MS));
        if (free === null) return;
        expect(used(free.freeAtMs)).toBe(false);
        expect(used(free.freeAtMs - 1)).toBe(true);
      }),
    );
  });
});
