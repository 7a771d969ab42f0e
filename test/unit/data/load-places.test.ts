import { describe, expect, it } from 'vitest';
import { loadPlaces } from '../../../data/load-places.ts';
import { loadZones } from '../../../data/load-zones.ts';

const places = loadPlaces();
const zones = loadZones();

describe('placesOfPhone', () => {
  it.each([
    [12125550123, ['US-NY']],
    [19025550123, ['CA-NS', 'CA-PE']],
    [18675550123, ['CA-NT', 'CA-NU', 'CA-YT']],
    [17875550123, ['US-PR']],
    [18095550123, ['DO']],
    [14415550123, ['BM']],
    [442079460123, ['GB']],
    [441481555012, ['GG']],
    [441534555012, ['JE']],
    [441624555012, ['IM']],
    [4930123456, ['DE']],
    [77012345678, ['KZ']],
    [79012345678, ['RU']],
    [3906698123456, ['VA']],
    [390612345678, ['IT']],
    [35818123456, ['AX']],
  ])('knows whose number %d is', (digits, expected) => {
    expect(places.placesOfPhone(digits)).toEqual(expected);
  });

  it('knows no place of toll-free and other numbers that are of no place', () => {
    for (const digits of [18005550123, 18885550123, 15005550123, 19005550123, 80012345678, 88351000123, 12, 0]) {
      expect(places.placesOfPhone(digits), String(digits)).toEqual([]);
    }
  });

  it('gives equal sets as the same array, for callers to remember by identity', () => {
    expect(places.placesOfPhone(12125550123)).toBe(places.placesOfPhone(17185550123));
    expect(places.placesOfPhone(4930123456)).toBe(places.placesOfPhone(498912345678));
    expect(Object.isFrozen(places.placesOfPhone(12125550123))).toBe(true);
  });
});

describe('ofPostcode', () => {
  it.each([
    ['US', '10001', ['US-NY'], ['America/New_York']],
    ['US', '32501-1234', ['US-FL'], ['America/Chicago']],
    ['US', '325011234', ['US-FL'], ['America/Chicago']],
    ['US', '69201', ['US-NE'], ['America/Chicago', 'America/Denver']],
    ['US', '86515', ['US-AZ'], ['America/Denver', 'America/Phoenix']],
    ['US', '00901', ['US-PR'], ['America/Puerto_Rico']],
    ['CA', 'h2x 1y4', ['CA-QC'], ['America/Toronto']],
    ['CA', 'K1A 0B1', ['CA-ON', 'CA-QC'], ['America/Toronto']],
    ['CA', 'T5J', ['CA-AB'], ['America/Edmonton']],
    ['GB', 'SW1A 1AA', ['GB'], ['Europe/London']],
    ['ES', '35001', ['ES'], ['Africa/Ceuta', 'Atlantic/Canary', 'Europe/Madrid']],
  ])('places %s %s', (country, postcode, expected, zonesThere) => {
    expect(places.ofPostcode(country, postcode)).toEqual({ places: expected, zones: zonesThere });
  });

  it('gives back the zeros that a spreadsheet took from the front of a ZIP', () => {
    expect(places.ofPostcode('US', '2138')).toEqual(places.ofPostcode('US', '02138'));
    expect(places.ofPostcode('US', '21381234')).toEqual(places.ofPostcode('US', '02138-1234'));
    expect(places.ofPostcode('US', '901')).toEqual(places.ofPostcode('US', '00901'));
  });

  it.each([
    ['US', '00001'],
    ['US', '09012'],
    ['US', 'H2X 1Y4'],
    ['US', '12'],
    ['US', ''],
    ['CA', '10001'],
    ['CA', 'W1A 1AA'],
    ['ZZ', '1000'],
    ['GB', ' '],
  ])('does not know %s "%s"', (country, postcode) => {
    expect(places.ofPostcode(country, postcode)).toBeUndefined();
  });

  it('keeps the zones of each ZIP to those of its states', () => {
    let known = 0;
    for (let prefix = 0; prefix < 1_000; prefix++) {
      const found = places.ofPostcode('US', `${String(prefix).padStart(3, '0')}01`);
      if (!found) continue;
      known++;
      expect(found.zones, String(prefix)).not.toEqual([]);
      const allowed = found.places.flatMap(places.zonesOfPlace);
      expect(
        found.zones.filter((zone) => !allowed.includes(zone)),
        String(prefix),
      ).toEqual([]);
    }
    expect(known).toBeGreaterThan(880);
  });
});

describe('ofRegion', () => {
  it.each([
    ['US', 'Florida', 'US-FL'],
    ['US', 'fl.', 'US-FL'],
    ['US', 'US-FL', 'US-FL'],
    ['US', 'N. Y.', 'US-NY'],
    ['US', 'new-york', 'US-NY'],
    ['US', 'State of Washington', 'US-WA'],
    ['US', 'Washington, D.C.', 'US-DC'],
    ['US', 'Calif.', 'US-CA'],
    ['CA', 'Québec', 'CA-QC'],
    ['CA', 'QUEBEC', 'CA-QC'],
    ['CA', 'Nouvelle-Écosse', 'CA-NS'],
    ['CA', 'Newfoundland & Labrador', 'CA-NL'],
  ])('reads %s "%s"', (country, text, expected) => {
    expect(places.ofRegion(country, text)).toBe(expected);
  });

  it('knows no region of another country, nor what is none', () => {
    for (const [country, text] of [
      ['CA', 'FL'],
      ['US', 'ON'],
      ['GB', 'Kent'],
      ['US', ''],
      ['US', '…'],
      ['US', 'Atlantis'],
    ] as const) {
      expect(places.ofRegion(country, text), text).toBeUndefined();
    }
  });
});

describe('zones and places', () => {
  it('lead to each other', () => {
    expect(places.zonesOfPlace('US-TN')).toEqual(['America/Chicago', 'America/New_York']);
    expect(places.zonesOfPlace('DE')).toEqual(['Europe/Berlin', 'Europe/Busingen']);
    expect(places.zonesOfPlace('US')).toContain('America/Chicago');
    expect(places.zonesOfPlace('ZZ')).toEqual([]);
    expect(places.placesOfZone('America/Phoenix')).toEqual(['US-AZ']);
    expect(places.placesOfZone('America/Detroit')).toEqual(['US-MI']);
    expect(places.placesOfZone('Europe/Berlin')).toEqual(['DE']);
    expect(places.placesOfZone('Europe/Oslo')).toEqual(['NO']);
  });

  it('go by every name of a zone', () => {
    expect(places.placesOfZone('US/Eastern')).toEqual(places.placesOfZone('America/New_York'));
    expect(places.placesOfZone('Asia/Calcutta')).toEqual(['IN']);
    expect(places.placesOfZone('Canada/Pacific')).toEqual(['CA-BC']);
    expect(places.placesOfZone('GB')).toEqual(['GB']);
    expect(places.placesOfZone('Iceland')).toEqual(['IS']);
  });

  it('know no place of a clock that is kept nowhere', () => {
    for (const zone of ['UTC', 'Etc/GMT+5', 'EST', 'MST', 'CET', 'EST5EDT', 'Mars/Olympus']) {
      expect(places.placesOfZone(zone), zone).toEqual([]);
    }
  });

  it('are complete for the United States and Canada, with zones that the zone table has', () => {
    const all = ['US', 'CA'].flatMap((country) => places.zonesOfPlace(country));
    expect(all.length).toBeGreaterThan(50);
    for (const zone of all) {
      expect(zones.has(zone), zone).toBe(true);
      expect(places.placesOfZone(zone), zone).not.toEqual([]);
    }
  });
});
