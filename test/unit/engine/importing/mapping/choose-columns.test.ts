import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { chooseColumns } from '../../../../../engine/importing/mapping/choose-columns.ts';
import { profileColumns } from '../../../../../engine/importing/mapping/column-profile.ts';
import { compareTexts } from '../../../../../engine/importing/mapping/header-aliases.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';

const zones = loadZones();

/** Headers of real lists and values of every kind: known and unknown names, several that claim the same. */
const HEADERS = [
  'Phone',
  'Telephone',
  'Mobile',
  'Phone 2',
  'Work Phone',
  'Name',
  'First Name',
  'Nachname',
  'Customer',
  'ID',
  'Lead ID',
  'Time zone',
  'tz',
  'Country',
  'Sprache',
  'Send at',
  'City',
  'city!',
  'ZIP',
  'error_code',
  'x',
  '',
];
const VALUES = ['+12025550123', 'Ada', 'America/New_York', 'US', '2026-05-01', '01234', 'a@example.com', ''];

const column = fc.record({ header: fc.constantFrom(...HEADERS), value: fc.constantFrom(...VALUES) });
// Two columns of one name can only be told apart by their place.
const columns = fc.uniqueArray(column, { selector: ({ header }) => header, minLength: 1, maxLength: 10 });
const options = fc.constantFrom<ImportOptions>(
  {},
  { mapping: { phone: ['Mobile', 'Phone'] } },
  { mapping: { name: ['First Name', 'Nachname'], timezone: [] } },
  { mapping: { external_id: ['City'] }, ignore: ['x'] },
  { defaultCountry: 'US' },
);

function choose(table: readonly { header: string; value: string }[], told: ImportOptions) {
  const header = table.map((one) => one.header);
  const row = table.map((one) => one.value);
  const profile = profileColumns([row, row], header.length, { zones, defaultCountry: told.defaultCountry });
  return chooseColumns({ header, profile, options: told });
}

describe('chooseColumns', () => {
  it('decides the same for every order of the columns', () => {
    fc.assert(
      fc.property(
        columns.chain((table) => fc.tuple(fc.constant(table), fc.shuffledSubarray(table, { minLength: table.length }))),
        options,
        ([table, shuffled], told) => {
          const plain = choose(table, told);
          const other = choose(shuffled, told);
          const byHeader = (found: typeof plain) =>
            Object.fromEntries(
              found.columns.map(({ header, use, place, kind, confidence, variable }) => [
                `>${header}`,
                // A column without a name is called by its place.
                { use, place, kind, confidence, variable: header === '' ? null : variable },
              ]),
            );
          expect(byHeader(other)).toEqual(byHeader(plain));
          const asked = (found: typeof plain, from: typeof table) =>
            found.questions
              .map(({ code, target, candidates }) => [
                code,
                target,
                candidates.map((i) => from[i]?.header ?? '').sort(compareTexts),
              ])
              .map((one) => JSON.stringify(one))
              .sort();
          expect(asked(other, shuffled)).toEqual(asked(plain, table));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says of every column what becomes of it, and gives every variable a name of its own', () => {
    const any = fc.array(column, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(any, options, (table, told) => {
        const found = choose(table, told);
        expect(found.columns.map(({ index, header }) => [index, header])).toEqual(
          table.map(({ header }, index) => [index, header]),
        );
        const names = found.columns.flatMap(({ variable }) => (variable === null ? [] : [variable]));
        expect(new Set(names).size).toBe(names.length);
        expect(names).not.toContain('phone');
        for (const one of found.columns) if (one.use === 'variable') expect(one.variable).not.toBe(null);
        const places = found.columns.filter(({ use }) => use === 'phone').map(({ place }) => place);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 300 },
    );
  });

  it('has phones, or asks for them', () => {
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 10 }), options, (table, told) => {
        const found = choose(table, told);
        const phones = found.columns.filter(({ use }) => use === 'phone');
        const asked = found.questions.some(({ blocking, target }) => blocking && target === 'phone');
        expect(phones.length > 0 || asked).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
