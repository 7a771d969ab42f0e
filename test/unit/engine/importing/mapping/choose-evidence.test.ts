import { expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { chooseColumns } from '../../../../../engine/importing/mapping/choose-columns.ts';
import { profileColumns } from '../../../../../engine/importing/mapping/column-profile.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';

const zones = loadZones();
/** Uses by column, and what is asked. */
function choose(table: Record<string, string[]>, options: ImportOptions = {}) {
  const header = ['Phone', ...Object.keys(table)];
  const columns = [['+12125550101', '+12125550102'], ...Object.values(table)];
  const rows = [0, 1].map((row) => columns.map((values) => values[row] ?? ''));
  const chosen = chooseColumns({ header, profile: profileColumns(rows, header.length, { zones }), options });
  return {
    uses: chosen.columns.slice(1).map(({ use }) => use),
    kept: chosen.columns.slice(1).map(({ variable }) => variable),
    asked: chosen.questions.map(({ target, blocking, candidates }) => ({ target, blocking, candidates })),
  };
}

it.each<[string, string, string]>([
  ['State', 'NY', 'region'],
  ['Province', 'ON', 'region'],
  ['Bundesland', 'Bayern', 'region'],
  ['Provincia', 'Madrid', 'region'],
  ['Région', 'Bretagne', 'region'],
  ['ZIP', '10001', 'postcode'],
  ['Postal Code', 'M5V 2T6', 'postcode'],
  ['PLZ', '10115', 'postcode'],
  ['Code postal', '75001', 'postcode'],
  ['Mailing Zip', '2134', 'postcode'],
  ['Consent date', '2026-03-14', 'consent_at'],
  ['Opt-in date', '2026-03-14', 'consent_at'],
  ['Einwilligung am', '14.03.2026', 'consent_at'],
  ['Consent method', 'web', 'consent_method'],
  ['consent_text', 'I agree', 'consent_text'],
  ['Consent purpose', 'marketing', 'consent_purpose'],
  ['Consent expires', '2027-03-14', 'consent_expires'],
  ['Consent class', 'written', 'consent_class'],
])('knows the column %s', (header, value, use) => {
  expect(choose({ [header]: [value, value] })).toMatchObject({ uses: [use], asked: [] });
});

it.each<[string, string]>([
  ['State', '3'],
  ['Cap', '1,000.50'],
  ['Status', 'NY'],
  ['Consent', 'yes'],
  ['Some number', '10001'],
  ['Offset', '+10'],
  ['CEP', '01310-100'],
])('keeps %s with %s as a variable', (header, value) => {
  expect(choose({ [header]: [value, value] }).uses).toEqual(['variable']);
});

it('keeps an address for the texts, and a consent for the record alone', () => {
  expect(choose({ State: ['NY'], ZIP: ['10001'], 'Consent date': ['2026-03-14'] }).kept).toEqual([
    'state',
    'zip',
    null,
  ]);
});

it('knows full postcodes without a header, and takes nothing that is claimed', () => {
  const full = ['10001-1234', 'M5V 2T6'];
  expect(choose({ x: full }).uses).toEqual(['postcode']);
  expect(choose({ x: full, y: full }).uses).toEqual(['variable', 'variable']);
  expect(choose({ x: full, ZIP: ['10001', '10002'] }).uses).toEqual(['variable', 'postcode']);
  expect(choose({ id: full }).uses).toEqual(['external_id']);
});

it('uses none of two that claim the same, and asks; what is told decides', () => {
  const table = { 'Home zip': ['10001'], 'Work zip': ['90210'] };
  const { uses, asked } = choose(table);
  expect(uses).toEqual(['variable', 'variable']);
  expect(asked).toEqual([{ target: 'postcode', blocking: false, candidates: [1, 2] }]);
  expect(choose(table, { mapping: { postcode: ['Work zip'] } })).toMatchObject({
    uses: ['variable', 'postcode'],
    asked: [],
  });
  expect(choose(table, { mapping: { postcode: [] } }).asked).toEqual([]);
});

it('prefers the plain name', () => {
  expect(choose({ 'Billing zip': ['10001'], ZIP: ['90210'], Region: ['West'], State: ['CA'] }).uses).toEqual([
    'variable',
    'postcode',
    'variable',
    'region',
  ]);
});
