import { describe, expect, it } from 'vitest';
import { createPhoneReader } from '../../../../../engine/importing/checking/check-phones.ts';
import type { Finding } from '../../../../../engine/importing/findings.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';
import { RowNotes } from '../../../../../engine/importing/checking/row-notes.ts';
import { jobFor } from '../list-job.ts';

async function read(cells: string[], options: ImportOptions = {}, country = options.defaultCountry) {
  const { layout } = await jobFor('Mobile,Phone,Work\n+12125550101,+12125550102,+12125550103\n', {
    mapping: { phone: ['Phone', 'Mobile', 'Work'] },
    ...options,
  });
  const findings: Finding[] = [];
  const notes = new RowNotes();
  const phones = createPhoneReader(layout, options, notes)(cells, country, findings);
  notes.count(2);
  return {
    digits: phones.map(({ digits }) => digits),
    found: findings.map(({ severity, code, column }) => `${severity} ${code} ${column}`),
    notes: notes.all().map(({ code, column, fix }) => `${code} ${column} ${fix}`.trim()),
  };
}

describe('the phones of a row', () => {
  it('are tried in the order that was told, each once, without empty cells', async () => {
    expect(await read(['+12125550101', '+12125550102', '+12125550101'])).toEqual({
      digits: [12125550102, 12125550101],
      found: [],
      notes: [],
    });
    expect((await read(['', '', '+12125550103'])).digits).toEqual([12125550103]);
  });

  it('need only one that is good: others are left out with a warning', async () => {
    expect(await read(['nonsense', '+12125550102', '123'])).toMatchObject({
      digits: [12125550102],
      found: ['warning phone_invalid Mobile', 'warning phone_needs_country Work'],
    });
  });

  it('are all errors when none is good, and missing when there is none', async () => {
    expect(await read(['nonsense', 'bad', ''])).toMatchObject({
      digits: [],
      found: ['error phone_invalid Phone', 'error phone_invalid Mobile'],
    });
    expect(await read(['', '', ''])).toMatchObject({ digits: [], found: ['error phone_missing Phone'] });
  });

  it('are repaired where that was accepted for their column, and nowhere else', async () => {
    const damaged = ['447400123456', '447400123457', ''];
    expect((await read(damaged)).found).toEqual(['error phone_lost_plus Phone', 'error phone_lost_plus Mobile']);
    expect(await read(damaged, { fixes: { 'lost_plus:Mobile': 'accept' } })).toEqual({
      digits: [447400123456],
      found: ['warning phone_lost_plus Phone'],
      notes: ['repaired Mobile lost_plus'],
    });
    expect((await read(damaged, { fixes: { lost_plus: 'accept' } })).digits).toEqual([447400123457, 447400123456]);
    const refused = { lost_plus: 'accept', 'lost_plus:Phone': 'refuse' } as const;
    expect((await read(damaged, { fixes: refused })).digits).toEqual([447400123456]);
  });

  it('are of countries that can be called', async () => {
    expect(await read(['+447400123456', '+12125550102', ''], { countries: ['GB'] })).toMatchObject({
      digits: [447400123456],
      found: ['warning country_not_supported Phone'],
    });
  });

  it('are national where a country is told', async () => {
    expect(await read(['', '(212) 555-0102', ''], {}, 'US')).toEqual({
      digits: [12125550102],
      found: [],
      notes: ['phone_national Phone'],
    });
  });
});
