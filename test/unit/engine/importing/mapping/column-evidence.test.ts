import { expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { chooseColumns } from '../../../../../engine/importing/mapping/choose-columns.ts';
import { withEvidence } from '../../../../../engine/importing/mapping/column-evidence.ts';
import { profileColumns } from '../../../../../engine/importing/mapping/column-profile.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';

const zones = loadZones();

function look(header: string[], rows: string[][], options: ImportOptions = {}) {
  const profile = profileColumns(rows, header.length, { zones, defaultCountry: options.defaultCountry });
  const { columns, questions } = chooseColumns({ header, profile, options });
  return { columns: withEvidence(columns, rows, profile, options.defaultCountry), questions };
}
const reasons = (...told: Parameters<typeof look>): string[] => look(...told).columns.map(({ reason }) => reason);

it('says beside the header what the values show: how many parse, and as numbers of which country', () => {
  const phones = [['+12125550123'], ['+12125550124'], ['+12125550125'], ['soon']];
  expect(reasons(['Phone'], phones)).toEqual(['by its header; 75 % parse as US']);
  expect(reasons(['Phone'], [...phones.slice(0, 3), ['+442071838750']])).toEqual([
    'by its header; 100 % parse, most of them as US',
  ]);
  const national = [['(212) 555-0123'], ['(212) 555-0124']];
  expect(reasons(['Phone'], national)).toEqual(['by its header; 100 % look like phone numbers without a country']);
  expect(reasons(['Phone'], national, { defaultCountry: 'US' })).toEqual(['by its header; 100 % parse as US']);
  expect(reasons(['Time zone'], [['America/New_York'], ['?']])).toEqual(['by its header; 50 % are time zones']);
});

it('says nothing of columns that are empty, or that somebody told', () => {
  expect(reasons(['Phone', 'x'], [['', '1']])).toEqual(['by its header', 'kept as a variable']);
  expect(reasons(['Phone'], [['+12125550123']], { mapping: { phone: ['Phone'] } })).toEqual(['as told']);
});

it('asks which of several columns of numbers are called, without holding up a list that goes by itself', () => {
  const rows = [['+12125550123', '+12125550124']];
  const { columns, questions } = look(['Home Phone', 'Mobile'], rows);
  expect(questions).toMatchObject([{ code: 'several_phone_columns', candidates: [1, 0], blocking: false }]);
  expect(columns.map(({ place, confidence }) => ({ place, confidence }))).toEqual([
    { place: 1, confidence: 'likely' },
    { place: 0, confidence: 'likely' },
  ]);
  expect(look(['Home Phone', 'Mobile'], rows, { mapping: { phone: ['Mobile', 'Home Phone'] } }).questions).toEqual([]);
  expect(look(['Home Phone', 'Name'], [['+12125550123', 'Ada']]).questions).toEqual([]);
});
