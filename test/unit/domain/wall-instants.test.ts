import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';
import { firstInstantOfWall, instantsOfWall, wallOf } from '../../../domain/wall-instants.ts';

const table = loadZones();
const zone = fc.constantFrom(
  'America/Chicago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'Pacific/Apia',
  'Africa/Casablanca',
);
const nearChange = fc
  .tuple(zone, fc.integer({ min: Date.UTC(2010), max: Date.UTC(2030) }), fc.integer({ min: -4_000, max: 4_000 }))
  .map(([name, fromMs, minutes]) => {
    const change = table.nextChangeMs(name, fromMs);
    return { name, wallMs: Math.floor((Number.isFinite(change) ? change : fromMs) / 60_000 + minutes) * 60_000 };
  });

describe('the first instant of a wall time', () => {
  it('is the earliest at which clocks show it, or the first behind a jump over it', () => {
    fc.assert(
      fc.property(nearChange, ({ name, wallMs }) => {
        const atMs = firstInstantOfWall(table, name, wallMs);
        const { instants, gap } = instantsOfWall(table, name, wallMs);
        expect(wallOf(table, name, atMs)).toBe(gap && instants.length === 0 ? gap.toWallMs : wallMs);
        if (instants.length > 0) expect(atMs).toBe(instants[0]);
        else expect(wallOf(table, name, atMs - 60_000)).toBeLessThan(wallMs);
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows the day that an island left out', () => {
    // Samoa went from the 29th straight to the 31st.
    const atMs = firstInstantOfWall(table, 'Pacific/Apia', Date.UTC(2011, 11, 30, 9, 30));
    expect(new Date(wallOf(table, 'Pacific/Apia', atMs)).toISOString()).toBe('2011-12-31T00:00:00.000Z');
  });
});
