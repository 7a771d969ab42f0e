import { expect, it } from 'vitest';
import { importOptionsOf } from '../../../api/routes/import-options.ts';

it('reads mappings, and columns whose name holds an equals sign', () => {
  expect(importOptionsOf({ map: ['phone=Mobile', 'name=First+Last', 'external-id=A=B', 'zone=TZ'] })).toEqual({
    mapping: { phone: 'Mobile', name: 'First+Last', external_id: 'A=B', timezone: 'TZ' },
  });
});

it('takes required variables repeated or with commas', () => {
  expect(importOptionsOf({ required: ['city, zip', 'plan'] })).toEqual({ requiredVariables: ['city', 'zip', 'plan'] });
});

it('knows a tab by its name and a header that is not there', () => {
  expect(importOptionsOf({ delimiter: 'tab', header: 'false', country: 'us' })).toEqual({
    delimiter: '\t',
    hasHeader: false,
    defaultCountry: 'US',
  });
});

it('refuses a mapping to what is no target', () => {
  for (const pair of ['phone', '=Mobile', 'colour=Red', '__proto__=x', 'phone=']) {
    expect(() => importOptionsOf({ map: [pair] })).toThrow(/is no mapping/);
  }
});
