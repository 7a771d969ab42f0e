import { expect, it } from 'vitest';
import type { AcceptedPhone } from '../../../../../engine/importing/checking/check-phones.ts';
import { RowNotes } from '../../../../../engine/importing/checking/row-notes.ts';
import { createZoneChooser } from '../../../../../engine/importing/checking/zones-of-row.ts';
import { tables } from '../list-job.ts';

const phone = (digits: number): AcceptedPhone => ({ digits, lineType: 'mobile', zoneKey: '', zoneSource: 'none' });
function choose(digits: number[], told: string, defaultZone?: string) {
  const notes = new RowNotes();
  const options = defaultZone === undefined ? {} : { defaultZone };
  const phones = digits.map(phone);
  const ok = createZoneChooser({ ...tables, options }, notes).choose(phones, told);
  notes.count(2);
  return {
    ok,
    zones: phones.map(({ zoneSource, zoneKey }) => `${zoneSource} ${zoneKey}`),
    notes: Object.fromEntries(notes.all().map(({ code, count }) => [code, count])),
  };
}

it('takes the column for all numbers of the row, the prefix for each, the default for the rest', () => {
  expect(choose([12125550101, 442071234567], 'Pacific Time', 'Europe/Paris')).toEqual({
    ok: true,
    zones: ['column America/Los_Angeles', 'column America/Los_Angeles'],
    notes: {},
  });
  expect(choose([12125550101, 442071234567, 18005550101], '', 'Europe/Paris')).toEqual({
    ok: true,
    zones: ['prefix America/New_York', 'prefix Europe/London', 'default Europe/Paris'],
    notes: { zone_from_prefix: 2, zone_from_default: 1 },
  });
  expect(choose([18005550101], '')).toEqual({ ok: true, zones: ['none '], notes: { zone_not_known: 1 } });
});

it('says when the column names no zone, whatever the prefix would say', () => {
  expect(choose([12125550101], 'Mars/Olympus').ok).toBe(false);
  for (const text of ['constructor', '__proto__', 'toString', ';', ',,'])
    expect(choose([12125550101], text).ok).toBe(false);
});

it('reads the same name the same way each time, also beyond what it remembers', () => {
  const chooser = createZoneChooser({ ...tables, options: {} }, new RowNotes());
  for (let i = 0; i < 6_000; i++) {
    expect(chooser.choose([phone(12125550101)], `No/Zone_${i}`)).toBe(false);
  }
  const phones = [phone(12125550101)];
  expect(chooser.choose(phones, 'EST;CST')).toBe(true);
  expect(phones[0]?.zoneKey).toBe('America/Chicago,America/New_York');
});
