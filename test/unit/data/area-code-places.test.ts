import { getCountries, getCountryCallingCode, parsePhoneNumber } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { loadPhoneZones } from '../../../data/load-phone-zones.ts';
import { loadPlaces } from '../../../data/load-places.ts';
import { loadZones } from '../../../data/load-zones.ts';
import areaCodeRegions from './area-code-regions.json' with { type: 'json' };

const { placesOfPhone, zonesOfPlace } = loadPlaces();
const zonesOfPhone = loadPhoneZones();
const table = loadZones();

const numberIn = (code: string): number => Number(`1${code}5550123`);
/** How clocks stand through the years to come: what tells zones apart, whatever they are called. */
const clockOf = (zone: string): string =>
  ['2026-01', '2026-07', '2027-01', '2027-07'].map((at) => table.offsetMinutesAt(zone, Date.parse(`${at}-15`))).join();
const clocksOf = (zones: readonly string[]): string[] => [...new Set(zones.map(clockOf))].sort();

/**
 * Zones beyond those that are kept there, which libphonenumber lists: it goes by clocks of earlier years. A window that
 * must hold there too is only narrower.
 */
const BEYOND: Partial<Record<string, readonly string[]>> = {
  867: ['America/Vancouver', 'America/Winnipeg'],
  907: ['Pacific/Honolulu'],
};

/** Every area code of which libphonenumber accepts some number as one of the United States or Canada. */
const ASSIGNED = Array.from({ length: 800 }, (_, i) => String(i + 200)).filter((code) =>
  ['2345678', '5552345', '9872345'].some((rest) => {
    const phone = parsePhoneNumber(`+1${code}${rest}`);
    return phone.isValid() && phone.getType()?.startsWith('FIXED_LINE') && ['US', 'CA'].includes(phone.country ?? '');
  }),
);

describe('every area code of the United States and Canada', () => {
  it('is told by the metadata of another package and by the list of names, and both know hundreds', () => {
    expect(getCountries().filter((country) => getCountryCallingCode(country) === '1').length).toBeGreaterThan(20);
    expect(ASSIGNED.length).toBeGreaterThan(380);
  });

  const named = Object.values(areaCodeRegions).flatMap((codes) => codes.split(' '));
  it.each([...new Set([...ASSIGNED, ...named])].sort())(
    '%s has a place, and no zone that its places do not keep',
    (code) => {
      const found = placesOfPhone(numberIn(code));
      expect(found).not.toEqual([]);
      for (const place of found) expect(place).toMatch(/^(US|CA)-[A-Z]{2}$/);
      const zones = zonesOfPhone(numberIn(code));
      expect(zones).not.toEqual([]);
      const kept = clocksOf(found.flatMap(zonesOfPlace));
      const foreign = zones.filter((zone) => !kept.includes(clockOf(zone)));
      expect(foreign.filter((zone) => !BEYOND[code]?.includes(zone))).toEqual([]);
    },
  );

  it.each([
    ['448 850', ['America/Chicago', 'America/New_York']],
    ['812 930', ['America/Chicago', 'America/New_York']],
    ['270 364', ['America/Chicago', 'America/New_York']],
    ['423 729', ['America/Chicago', 'America/New_York']],
    ['334 483', ['America/Chicago', 'America/New_York']],
    ['458 541', ['America/Boise', 'America/Los_Angeles']],
    ['208 986', ['America/Boise', 'America/Los_Angeles']],
    ['402 531', ['America/Chicago', 'America/Denver']],
    ['308', ['America/Chicago', 'America/Denver']],
    ['306 474 639', ['America/Edmonton', 'America/Regina', 'America/Winnipeg']],
    ['236 250 257 672 778', ['America/Creston', 'America/Dawson_Creek', 'America/Edmonton', 'America/Vancouver']],
    ['367 418 581', ['America/Blanc-Sablon', 'America/Halifax', 'America/Toronto']],
    ['709 879', ['America/Blanc-Sablon', 'America/Goose_Bay', 'America/St_Johns']],
  ])(
    '%s: overlays have the places and the clocks of the code that they overlay, and all of the split',
    (codes, split) => {
      const [first = '', ...others] = codes.split(' ');
      const clocks = clocksOf(zonesOfPhone(numberIn(first)));
      expect(clocks).toEqual(expect.arrayContaining(clocksOf(split)));
      for (const code of others) {
        expect(clocksOf(zonesOfPhone(numberIn(code))), code).toEqual(clocks);
        expect(placesOfPhone(numberIn(code)), code).toEqual(placesOfPhone(numberIn(first)));
      }
    },
  );
});
