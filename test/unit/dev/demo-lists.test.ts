import { describe, expect, it } from 'vitest';
import { loadPhoneZones } from '../../../data/load-phone-zones.ts';
import { AREA_CODES, NOWHERE } from '../../../dev/demo/area-codes.ts';
import { seededDraw } from '../../../dev/demo/draw.ts';
import { FAULT_KINDS } from '../../../dev/demo/faults.ts';
import { writeLists } from '../../../dev/demo/lists.ts';
import { readOptions, UsageError } from '../../../dev/demo/options.ts';
import { drawPeople, surelyDialled } from '../../../dev/demo/people.ts';
import { FAULT_KINDS as SIMULATED } from '../../../simulator/faults/fault-kinds.ts';

const peopleOf = (count: number, seed = 1) => drawPeople(count, seededDraw(seed));

describe("the demo's people", () => {
  it('are the same for the same seed, and others for another', () => {
    expect(peopleOf(100)).toEqual(peopleOf(100));
    expect(peopleOf(100, 2)).not.toEqual(peopleOf(100));
  });
  it('are as many persons as there are numbers, in exchange 555 and none that means something to the simulator', () => {
    const phones = peopleOf(5_000).map(({ phone }) => phone);
    expect(new Set(phones).size).toBe(5_000);
    expect(phones.filter((phone) => !/^\+1\d{3}555(01\d\d|[2-8]\d{3})$/.test(phone))).toEqual([]);
  });
  it.each([1, 2, 3, 4, 5])('hold every kind and enough for each fault, of sixty with seed %i', (seed) => {
    const people = peopleOf(60, seed);
    expect(people.some(({ suppressed }) => suppressed)).toBe(true);
    expect(people.some(({ zones }) => zones.length === 0)).toBe(true);
    expect(people.some(({ zoneColumn }) => zoneColumn !== '')).toBe(true);
    const sure = surelyDialled(people, 'calls').length + surelyDialled(people, 'calls_then_texts').length;
    expect(sure).toBeGreaterThanOrEqual(FAULT_KINDS.length);
    expect(surelyDialled(people, 'calls_then_texts')).not.toEqual([]);
  });
  it('live where the prefix table knows of their zones, toll-free ones nowhere', () => {
    const zonesOf = loadPhoneZones();
    for (const { code, zones } of AREA_CODES) {
      expect(zonesOf(Number(`1${code}5550100`)).length, code).toBeGreaterThanOrEqual(zones.length);
    }
    expect(zonesOf(Number(`1${NOWHERE}5550100`))).toEqual([]);
  });
});

describe("the demo's lists", () => {
  it('hold everybody once, bad rows and duplicates, and count them', () => {
    const people = peopleOf(200);
    const lists = writeLists(people, seededDraw(9));
    expect(lists.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
    for (const { csv, rows, accepted, rejected, duplicates } of lists) {
      expect(csv.trim().split('\n')).toHaveLength(rows + 1);
      expect(accepted + rejected + duplicates).toBe(rows);
      expect(Math.min(rejected, duplicates)).toBeGreaterThan(0);
    }
  });
});

it('the demo turns on every fault that the simulator knows', () => {
  expect([...FAULT_KINDS].sort()).toEqual([...SIMULATED].sort());
});

describe("the demo's flags", () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({ contacts: 200, seed: 1, faults: false, json: false, exit: false });
  });
  it.each([
    [['--contacts', '0']],
    [['--contacts', 'many']],
    [['--contacts', '1.5']],
    [['--seed', '-1']],
    [['--speed', '3']],
    [['now']],
  ])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
