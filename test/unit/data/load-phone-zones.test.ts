import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadPhoneZones } from '../../../data/load-phone-zones.ts';
import { loadZones } from '../../../data/load-zones.ts';
import regions from './area-code-regions.json' with { type: 'json' };

const zonesOf = loadPhoneZones();
const table = loadZones();
const WINTER_MS = Date.parse('2026-01-15T12:00Z');
const SUMMER_MS = Date.parse('2026-07-15T12:00Z');

/** How clocks there stand in winter and summer: what tells zones apart, whatever they are called. */
const clocksOf = (zones: readonly string[]): string[] => [
  ...new Set(
    zones.map(
      (zone) => `${table.offsetMinutesAt(zone, WINTER_MS) / 60}/${table.offsetMinutesAt(zone, SUMMER_MS) / 60}`,
    ),
  ),
];
const areaCode = (code: string): string[] => clocksOf(zonesOf(Number(`1${code}5550123`))).sort();

const EASTERN = '-5/-4';
const CENTRAL = '-6/-5';
const MOUNTAIN = '-7/-6';
const PACIFIC = '-8/-7';
const ARIZONA = '-7/-7';
const ATLANTIC = '-4/-3';

/** Written by hand from 49 CFR part 71 and the provinces' rules, not from the data under test. */
const CLOCKS: Record<string, string[]> = {
  [EASTERN]: [EASTERN],
  Alabama: [CENTRAL, EASTERN],
  Alaska: ['-9/-8', '-10/-9', '-10/-10'],
  Alberta: [MOUNTAIN],
  Arizona: [ARIZONA, MOUNTAIN],
  Arkansas: [CENTRAL],
  'British Colombia': [PACIFIC, MOUNTAIN, ARIZONA],
  'British Columbia': [PACIFIC, MOUNTAIN, ARIZONA],
  California: [PACIFIC],
  'Chicago, IL': [CENTRAL],
  Colorado: [MOUNTAIN],
  Florida: [EASTERN, CENTRAL],
  Hawaii: ['-10/-10'],
  Idaho: [MOUNTAIN, PACIFIC],
  Illinois: [CENTRAL],
  Indiana: [EASTERN, CENTRAL],
  Iowa: [CENTRAL],
  Kansas: [CENTRAL, MOUNTAIN],
  Kentucky: [EASTERN, CENTRAL],
  'Los Angeles, CA': [PACIFIC],
  Louisiana: [CENTRAL],
  Manitoba: [CENTRAL],
  Michigan: [EASTERN, CENTRAL],
  Minnesota: [CENTRAL],
  Mississippi: [CENTRAL],
  Missouri: [CENTRAL],
  Montana: [MOUNTAIN],
  Nebraska: [CENTRAL, MOUNTAIN],
  Nevada: [PACIFIC, MOUNTAIN],
  'New Brunswick': [ATLANTIC],
  'New Mexico': [MOUNTAIN],
  'Newfoundland and Labrador': ['-3.5/-2.5', ATLANTIC, '-4/-4'],
  'North Dakota': [CENTRAL, MOUNTAIN],
  'Northwest Territories/Nunavut/Yukon': [MOUNTAIN, CENTRAL, EASTERN, ARIZONA, PACIFIC, '-5/-5'],
  'Nova Scotia/Prince Edward Island': [ATLANTIC],
  Oklahoma: [CENTRAL],
  Ontario: [EASTERN, CENTRAL, '-5/-5'],
  Oregon: [PACIFIC, MOUNTAIN],
  Quebec: [EASTERN, ATLANTIC, '-4/-4'],
  'San Antonio, TX': [CENTRAL],
  Saskatchewan: ['-6/-6', MOUNTAIN, CENTRAL],
  'South Dakota': [CENTRAL, MOUNTAIN],
  Tennessee: [EASTERN, CENTRAL],
  Texas: [CENTRAL, MOUNTAIN],
  Utah: [MOUNTAIN],
  'Washington State': [PACIFIC],
  Wisconsin: [CENTRAL],
  Wyoming: [MOUNTAIN],
};

describe('loadPhoneZones', () => {
  it.each(Object.entries(regions))('keeps every area code of %s to clocks of that region', (region, codes) => {
    for (const code of codes.split(' ')) {
      const clocks = areaCode(code);
      expect(clocks, code).not.toEqual([]);
      const foreign = clocks.filter((clock) => !(CLOCKS[region] ?? [EASTERN]).includes(clock));
      expect(foreign, code).toEqual([]);
    }
  });

  it.each([
    ['402 531 308 605 701 620 785 432 915', [CENTRAL, MOUNTAIN]],
    ['850 448 812 930 219 574 270 364 606 423 729 906 334 483', [EASTERN, CENTRAL]],
    ['541 458 208 986 775', [PACIFIC, MOUNTAIN]],
    ['928', [ARIZONA, MOUNTAIN]],
    ['306 639 474', ['-6/-6', MOUNTAIN, CENTRAL]],
    ['709 879', ['-3.5/-2.5', ATLANTIC, '-4/-4']],
    ['418 581 367', [EASTERN, ATLANTIC, '-4/-4']],
    ['807', [EASTERN, CENTRAL, '-5/-5']],
  ])('gives each of the divided area codes %s all of its clocks', (codes, clocks) => {
    for (const code of codes.split(' ')) expect(areaCode(code), code).toEqual([...clocks].sort());
  });

  it('gives British Columbia its mountain towns under every overlay', () => {
    for (const code of ['250', '236', '672', '778']) expect(areaCode(code)).toEqual(expect.arrayContaining([MOUNTAIN]));
  });

  it('has no zone for toll-free and other non-geographic numbers, nor for an area code that it does not know', () => {
    for (const digits of [18005550123, 18885550123, 15005550123, 19005550123, 12005550123, 80012345678, 88351000123]) {
      expect(zonesOf(digits), String(digits)).toEqual([]);
    }
  });

  it('takes the longest prefix elsewhere and all zones of a country whose numbers do not tell the place', () => {
    expect(zonesOf(498912345678)).toEqual(['Europe/Berlin']);
    expect(zonesOf(61282345678)).toEqual(['Australia/Sydney']);
    expect(zonesOf(61412345678)).toEqual(expect.arrayContaining(['Australia/Perth', 'Australia/Sydney']));
  });

  it('names only zones that the zone table knows', () => {
    for (const zone of new Set(
      [1_000, 9_999].flatMap((top) => Array.from({ length: top }, (_, i) => zonesOf(i)).flat()),
    )) {
      expect(table.has(zone), zone).toBe(true);
    }
  });

  it('finds the area code in numbers of any length', () => {
    for (const digits of [1212, 121255, 12125550123, 121255501234]) {
      expect(zonesOf(digits), String(digits)).toEqual(['America/New_York']);
    }
    expect(zonesOf(12)).toEqual([]);
    expect(zonesOf(0)).toEqual([]);
  });

  it('gives equal sets as one frozen array in order, for callers to remember by identity', () => {
    expect(zonesOf(12125550123)).toBe(zonesOf(17185550123));
    expect(zonesOf(18005550123)).toBe(zonesOf(80012345678));
    const folder = mkdtempSync(join(tmpdir(), 'outdial-zones-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'zones.json');
    writeFileSync(
      file,
      JSON.stringify({ prefixesByZones: { 'B/B,A/A': '49 1212', 'A/A,B/B': '4930 44', 'C/C': '499' } }),
    );
    const zonesOfPhone = loadPhoneZones(file);
    const zones = zonesOfPhone(493012345678);
    expect(zones).toEqual(['A/A', 'B/B']);
    expect(Object.isFrozen(zones)).toBe(true);
    for (const digits of [498912345678, 442012345678, 12125550123]) expect(zonesOfPhone(digits)).toBe(zones);
    expect(zonesOfPhone(499112345678)).toEqual(['C/C']);
  });
});
