import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';

const table = loadZones();
const at = (text: string): number => Date.parse(text);
const zones = moment.tz.names();

describe('loadZones', () => {
  it('carries the pinned release and knows every zone and alias of it', () => {
    expect(table.release).toBe('2026f');
    expect(zones.filter((zone) => !table.has(zone))).toEqual([]);
    expect(table.has('Mars/Olympus')).toBe(false);
    expect(() => table.offsetMinutesAt('Mars/Olympus', 0)).toThrow(RangeError);
    expect(() => table.nextChangeMs('', 0)).toThrow(RangeError);
  });

  it('agrees with an independent reading of the same rules around every change of every zone, 2020 to 2036', () => {
    const wrong: string[] = [];
    for (const zone of zones) {
      const rules = moment.tz.zone(zone);
      for (let ms = at('2020-01-01T00:00Z'); ms < at('2036-01-01T00:00Z');) {
        for (const near of [ms - 1, ms, ms + 1]) {
          if (table.offsetMinutesAt(zone, near) !== 0 - (rules?.utcOffset(near) ?? NaN)) wrong.push(`${zone} ${near}`);
        }
        ms = Math.min(table.nextChangeMs(zone, ms), ms + 30 * 86_400_000);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('agrees with Node in zones whose rules have not changed since Node was built', () => {
    for (const zone of [
      'America/New_York',
      'America/Phoenix',
      'Europe/London',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    ]) {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let ms = at('2024-01-01T00:30Z'); ms < at('2027-01-01T00:00Z'); ms += 7 * 3_600_000) {
        const local = new Date(ms + table.offsetMinutesAt(zone, ms) * 60_000);
        expect(wall.format(ms)).toBe(local.toISOString().slice(0, 19).replace('T', ' '));
      }
    }
  });

  it('has what Node 20 does not know yet: British Columbia keeps its summer time in the winter of 2026', () => {
    expect(table.offsetMinutesAt('America/Vancouver', at('2026-11-23T12:00Z'))).toBe(-420);
  });

  it('finds the next change, and none where clocks are left alone', () => {
    expect(table.nextChangeMs('America/New_York', at('2026-11-25T00:00Z'))).toBe(at('2027-03-14T07:00Z'));
    expect(table.nextChangeMs('America/New_York', at('2027-03-14T07:00Z'))).toBe(at('2027-11-07T06:00Z'));
    expect(table.nextChangeMs('UTC', at('2026-11-25T00:00Z'))).toBe(Infinity);
  });
});
