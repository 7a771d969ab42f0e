import { expect, it } from 'vitest';
import { importOptionsOf, wantedOf } from '../../../api/routes/import-options.ts';
import { importOptions, storedOptions } from '../../../api/schemas/import-options.ts';

it('reads mappings, and columns whose name holds an equals sign', () => {
  expect(importOptionsOf({ map: ['phone=Mobile', 'name=First+Last', 'external-id=A=B', 'zone=TZ'] })).toEqual({
    mapping: { phone: ['Mobile'], name: ['First+Last'], external_id: ['A=B'], timezone: ['TZ'] },
  });
});

it('keeps several phone columns in the order in which they are named', () => {
  expect(importOptionsOf({ map: ['phone=Work', 'name=Name', 'phone=Home', 'phone=#2'] }).mapping).toEqual({
    phone: ['Work', 'Home', '#2'],
    name: ['Name'],
  });
});

it('takes required variables and countries repeated or with commas', () => {
  expect(importOptionsOf({ required: ['city, zip', 'plan'], countries: ['us,ca', 'de'] })).toEqual({
    requiredVariables: ['city', 'zip', 'plan'],
    countries: ['US', 'CA', 'DE'],
  });
});

it('knows a tab by its name and a header that is not there', () => {
  expect(importOptionsOf({ delimiter: 'tab', header: 'false', country: 'us' })).toEqual({
    delimiter: '\t',
    hasHeader: false,
    defaultCountry: 'US',
  });
});

it('refuses a mapping to what is no target', () => {
  for (const pair of ['phone', '=Mobile', 'colour=Red', '__proto__=x', 'phone=', 'constructor=x']) {
    expect(() => importOptionsOf({ map: [pair] })).toThrow(/is no mapping/);
  }
});

it('takes decisions about repairs in both spellings, and leaves the name of the column as it is', () => {
  const fix = ['lost-plus=accept', 'lost_zero:refuse', 'date-serial:Due-date: new=accept', 'letters:refuse:refuse'];
  expect(importOptionsOf({ fix }).fixes).toEqual({
    lost_plus: 'accept',
    lost_zero: 'refuse',
    'date_serial:Due-date: new': 'accept',
    'letters:refuse': 'refuse',
  });
  for (const word of ['lost-plus', 'lost-plus=maybe', '=accept', ':accept']) {
    expect(() => importOptionsOf({ fix: [word] })).toThrow(/decides nothing/);
  }
});

it('takes policies as they are typed and as they are stored', () => {
  const fields = importOptions.parse({ duplicates: 'keep-last', others: 'skip', recentDays: '30', dateOrder: 'dmy' });
  expect(importOptionsOf({ ...fields, badRows: 'refuse' })).toEqual({
    duplicates: 'keep_last',
    others: 'skip',
    recentDays: 30,
    dateOrder: 'dmy',
    badRows: 'refuse',
  });
  expect(importOptions.safeParse({ duplicates: 'keep-first' }).success).toBe(false);
});

it('goes on by itself to the end, unless it is told to wait', () => {
  expect([
    wantedOf({}),
    wantedOf({ draft: 'true' }),
    wantedOf({ check: 'true' }),
    wantedOf({ draft: 'false' }),
  ]).toEqual(['commit', 'upload', 'check', 'commit']);
});

it('what is stored can be sent back as a change, whole', () => {
  const options = importOptionsOf({
    map: ['phone=Work', 'phone=Home'],
    fix: ['lost-plus=accept'],
    country: 'us',
    header: 'true',
    required: ['city'],
  });
  expect(storedOptions.parse(options)).toEqual(options);
});
