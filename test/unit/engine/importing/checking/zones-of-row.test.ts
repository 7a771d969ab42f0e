import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcceptedPhone } from '../../../../../engine/importing/checking/check-phones.ts';
import { RowNotes } from '../../../../../engine/importing/checking/row-notes.ts';
import {
  createZoneChooser,
  type ToldPlace,
  type ZoneRules,
} from '../../../../../engine/importing/checking/zones-of-row.ts';
import { tables } from '../list-job.ts';

const phone = (digits: number): AcceptedPhone => ({
  digits,
  lineType: 'mobile',
  zoneKey: '',
  zoneSource: 'none',
  placeKey: '',
});
const NOTHING: ToldPlace = { zone: '', postcode: '', region: '', country: undefined };
function choose(digits: number[], told: Partial<ToldPlace>, options: ZoneRules['options'] = {}) {
  const notes = new RowNotes();
  const phones = digits.map(phone);
  const cell = createZoneChooser({ ...tables, options }, notes).choose(phones, { ...NOTHING, ...told });
  notes.count(2);
  return {
    cell,
    zones: phones.map(({ zoneSource, zoneKey }) => `${zoneSource} ${zoneKey}`),
    places: phones.map(({ placeKey }) => placeKey),
    notes: Object.fromEntries(notes.all().map(({ code, count }) => [code, count])),
  };
}

const NEW_YORK = 12125550101;
const MIAMI = 13055550101;
const TALLAHASSEE = 18505550101;
const TOLL_FREE = 18005550101;

describe('zones', () => {
  it('are those of the column for all numbers of the row, the prefix for each, the default for the rest', () => {
    expect(choose([NEW_YORK, 442071234567], { zone: 'Pacific Time' }, { defaultZone: 'Europe/Paris' })).toMatchObject({
      zones: ['column America/Los_Angeles', 'column America/Los_Angeles'],
      notes: {},
    });
    expect(choose([NEW_YORK, 442071234567, TOLL_FREE], {}, { defaultZone: 'Europe/Paris' })).toMatchObject({
      zones: ['prefix America/New_York', 'prefix Europe/London', 'default Europe/Paris'],
      notes: { zone_from_prefix: 2, zone_from_default: 1 },
    });
    expect(choose([TOLL_FREE], {})).toMatchObject({ zones: ['none '], notes: { zone_not_known: 1 } });
  });

  it('are not known when the column names none, whatever the prefix would say', () => {
    for (const zone of ['Mars/Olympus', 'constructor', '__proto__', 'toString', ';', ',,'])
      expect(choose([NEW_YORK], { zone }).cell?.ok).toBe(false);
    expect(choose([NEW_YORK], { zone: 'UTC+5:30' }).cell).toMatchObject({ ok: false, code: 'zone_offset_invalid' });
  });

  it('are those of the postcode, and of the region where no postcode is known', () => {
    expect(choose([TOLL_FREE], { postcode: '60601' })).toMatchObject({
      zones: ['address America/Chicago'],
      places: ['US-IL'],
      notes: { zone_from_address: 1 },
    });
    expect(choose([TOLL_FREE], { postcode: 'M5V 2T6' }).places).toEqual(['CA-ON']);
    expect(choose([TOLL_FREE], { region: 'Illinois' }).zones).toEqual(['address America/Chicago']);
    expect(choose([TOLL_FREE], { postcode: 'n/a', region: 'IL' }).zones).toEqual(['address America/Chicago']);
    expect(choose([TOLL_FREE], { postcode: '60601', zone: 'Pacific' }).zones).toEqual(['column America/Los_Angeles']);
  });

  it('are all of a region, unless a number of that very region says in which part', () => {
    const florida = choose([TOLL_FREE], { region: 'FL' }).zones[0];
    expect(florida).toContain('America/Chicago');
    expect(florida).toContain('America/New_York');
    expect(choose([MIAMI], { region: 'FL' }).zones).toEqual(['address America/New_York']);
    expect(choose([TALLAHASSEE], { region: 'FL' }).zones[0]).toContain('America/Chicago');
    // From New York, with the same clocks: where in Florida it does not say.
    expect(choose([NEW_YORK], { region: 'FL' }).zones).toEqual([florida]);
  });

  it('are those of address and number where these have none in common', () => {
    expect(choose([NEW_YORK], { postcode: '90210' })).toMatchObject({
      zones: ['address America/Los_Angeles,America/New_York'],
      places: ['US-CA,US-NY'],
      notes: { zone_from_address: 1, zone_disagrees: 1 },
    });
    expect(choose([NEW_YORK], { region: 'California' }).notes).toEqual({ zone_from_address: 1, zone_disagrees: 1 });
  });

  it('are those of both places when postcode and region contradict each other', () => {
    const found = choose([TOLL_FREE], { postcode: '10001', region: 'CA' });
    expect(found).toMatchObject({
      zones: ['address America/Los_Angeles,America/New_York'],
      places: ['US-CA,US-NY'],
      notes: { address_contradicts: 1, zone_from_address: 1 },
    });
  });

  it('fall back to the prefix when the address says nothing, and say so', () => {
    expect(choose([NEW_YORK], { postcode: 'unknown', region: '?' })).toMatchObject({
      zones: ['prefix America/New_York'],
      places: ['US-NY'],
      notes: { address_not_known: 1, zone_from_prefix: 1 },
    });
  });

  it('read a ZIP without its zero, unless the repair was refused', () => {
    expect(choose([TOLL_FREE], { postcode: '2134' })).toMatchObject({
      zones: ['address America/New_York'],
      places: ['US-MA'],
      notes: { postcode_padded: 1, zone_from_address: 1 },
    });
    expect(choose([TOLL_FREE], { postcode: '2134' }, { fixes: { lost_zero: 'refuse' } }).zones).toEqual(['none ']);
  });

  it('look in the country of the row where it names one', () => {
    expect(choose([NEW_YORK], { postcode: '10115', country: 'DE' })).toMatchObject({
      zones: ['address America/New_York,Europe/Berlin,Europe/Busingen'],
      places: ['DE,US-NY'],
    });
    expect(choose([493012345678], { postcode: '10115' })).toMatchObject({
      zones: ['address Europe/Berlin'],
      places: ['DE'],
    });
  });
});

describe('places', () => {
  it('are those of the number and of the address, and of told zones that fit neither', () => {
    expect(choose([NEW_YORK], {}).places).toEqual(['US-NY']);
    expect(choose([NEW_YORK], { region: 'NJ' }).places).toEqual(['US-NJ,US-NY']);
    expect(choose([NEW_YORK], { zone: 'Pacific/Honolulu' }).places).toEqual(['US-HI,US-NY']);
    expect(choose([TOLL_FREE], {}).places).toEqual(['']);
    expect(choose([TOLL_FREE], {}, { defaultZone: 'America/Chicago' }).places).toEqual(['']);
  });
});

describe('the memory of a chooser', () => {
  it('makes no difference, also beyond what it remembers', () => {
    const chooser = createZoneChooser({ ...tables, options: {} }, new RowNotes());
    for (let i = 0; i < 25_000; i++) {
      expect(chooser.choose([phone(NEW_YORK)], { ...NOTHING, zone: `No/Zone_${i}` })?.ok).toBe(false);
    }
    const phones = [phone(NEW_YORK)];
    expect(chooser.choose(phones, { ...NOTHING, zone: 'EST;CST' })?.ok).toBe(true);
    expect(phones[0]?.zoneKey).toBe('America/Chicago,America/New_York');
  });

  it('gives each row what it would get alone, in any order of rows', () => {
    const told = fc.record({
      zone: fc.constantFrom('', '', 'PST', 'UTC-5'),
      postcode: fc.constantFrom('', '90210', '2134', 'M5V 2T6', 'x'),
      region: fc.constantFrom('', 'FL', 'Ontario', 'CA', 'x'),
      country: fc.constantFrom(undefined, 'US', 'CA', 'DE'),
    });
    const digits = fc.constantFrom(NEW_YORK, MIAMI, TOLL_FREE, 14165550101, 493012345678);
    fc.assert(
      fc.property(fc.array(fc.tuple(digits, told), { maxLength: 20 }), (rows) => {
        const chooser = createZoneChooser({ ...tables, options: {} }, new RowNotes());
        for (const [number, place] of rows) {
          const phones = [phone(number)];
          chooser.choose(phones, place);
          const [{ zoneSource, zoneKey, placeKey } = phone(0)] = phones;
          const alone = choose([number], place);
          expect([`${zoneSource} ${zoneKey}`, placeKey]).toEqual([alone.zones[0], alone.places[0]]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
