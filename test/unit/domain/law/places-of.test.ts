import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placesOf } from '../../../../domain/law/places-of.ts';

const ZONES_OF: Record<string, string[]> = {
  'US-NY': ['America/New_York'],
  'US-FL': ['America/New_York', 'America/Chicago'],
  'US-IL': ['America/Chicago'],
  'CA-ON': ['America/Toronto'],
  GB: ['Europe/London'],
  XX: [],
};
const PLACES = Object.keys(ZONES_OF);
const ZONES = [...new Set(Object.values(ZONES_OF).flat()), 'Etc/GMT+5'];
const book = {
  zonesOfPlace: (place: string): readonly string[] => ZONES_OF[place] ?? [],
  placesOfZone: (zone: string): readonly string[] => PLACES.filter((place) => ZONES_OF[place]?.includes(zone)),
};
const places = (address: string[], phone: string[], toldZones: string[] = []) =>
  placesOf({ address, phone, toldZones }, book);

it('takes the address and the number, and the zones only where neither fits them', () => {
  expect(places(['US-FL'], ['US-NY'])).toEqual(['US-FL', 'US-NY']);
  expect(places([], ['US-NY'], ['America/New_York'])).toEqual(['US-NY']);
  expect(places([], ['US-NY'], ['America/Chicago'])).toEqual(['US-FL', 'US-IL', 'US-NY']);
  expect(places([], [], ['America/Chicago'])).toEqual(['US-FL', 'US-IL']);
  expect(places([], [], [])).toEqual([]);
});

it('has no place for a zone that is only an offset', () => {
  expect(places([], ['GB'], ['Etc/GMT+5'])).toEqual(['GB']);
});

const some = (values: string[]) => fc.subarray(values);
it('never loses a place, is sorted, and always has one of a told zone that any place keeps', () => {
  fc.assert(
    fc.property(some(PLACES), some(PLACES), some(ZONES), (address, phone, toldZones) => {
      const found = places(address, phone, toldZones);
      for (const place of [...address, ...phone]) expect(found).toContain(place);
      expect(found).toEqual([...new Set(found)].sort());
      const kept = toldZones.filter((zone) => book.placesOfZone(zone).length > 0);
      const fits = found.some((place) => book.zonesOfPlace(place).some((zone) => toldZones.includes(zone)));
      expect(fits).toBe(kept.length > 0);
      expect(places(phone, address, [...toldZones].reverse())).toEqual(found);
    }),
  );
});

it('adds nothing where a place of the address or the number has a told zone', () => {
  fc.assert(
    fc.property(some(PLACES), some(PLACES), some(ZONES), (address, phone, toldZones) => {
      const own = [...new Set([...address, ...phone])].sort();
      const fits = own.some((place) => book.zonesOfPlace(place).some((zone) => toldZones.includes(zone)));
      fc.pre(fits || toldZones.length === 0);
      expect(places(address, phone, toldZones)).toEqual(own);
    }),
  );
});
