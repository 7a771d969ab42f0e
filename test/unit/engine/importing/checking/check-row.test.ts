import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../../../engine/importing/reading/csv-rows.ts';
import {
  checkRow,
  createRowChecker,
  type CheckedRow,
  type RowRules,
} from '../../../../../engine/importing/checking/check-row.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';
import { jobFor, NOW_MS, tables } from '../list-job.ts';

async function rulesFor(content: string | Buffer, options: ImportOptions = {}): Promise<RowRules> {
  const { layout } = await jobFor(content, options);
  return { layout, options, ...tables, nowMs: NOW_MS };
}
/** The rows of a list below its header, each checked by itself. */
async function checked(content: string, options: ImportOptions = {}): Promise<CheckedRow[]> {
  const rules = await rulesFor(content, options);
  const { delimiter, quote, firstDataRow } = rules.layout;
  const rows = new CsvReader(delimiter, quote).push(content, true).filter(({ number }) => number >= firstDataRow);
  return rows.map((row) => checkRow(row, rules));
}
const codes = async (content: string, options: ImportOptions = {}): Promise<string[]> =>
  (await checked(content, options)).map(({ accepted, findings }) =>
    [...(accepted ? ['ok'] : []), ...findings.map(({ code }) => code)].join(' '),
  );
const variables = (row: CheckedRow | undefined): unknown => JSON.parse(row?.accepted?.variablesJson ?? 'null');

describe('checkRow', () => {
  it('gives each row its zones with their source', async () => {
    const text = [
      'phone,time zone',
      '+12125550123,',
      '+14025550123,',
      '+12125550124,america/los_angeles',
      '+12125550125,Mountain Time',
      '+12125550126,EST',
      '+18005550123,',
    ].join('\n');
    const found = (await checked(text)).map(({ accepted }) => accepted?.phones[0]);
    expect(found.map((phone) => `${phone?.zoneSource} ${phone?.zoneKey}`)).toEqual([
      'prefix America/New_York',
      'prefix America/Chicago,America/Denver',
      'column America/Los_Angeles',
      'column America/Denver,America/Phoenix',
      'column America/New_York',
      'none ',
    ]);
    const [last] = await checked('phone\n+18005550123\n', { defaultZone: 'America/Denver' });
    expect(last?.accepted?.phones).toMatchObject([{ zoneSource: 'default', zoneKey: 'America/Denver' }]);
  });

  it('says all that is wrong with a row', async () => {
    const text = 'phone,tz,first name\n202555,Nowhere/City,\n+12025550123,,Ada\n';
    const [bad, good] = await checked(text, { requiredVariables: ['first_name'] });
    expect(bad).toEqual({
      findings: [
        expect.objectContaining({ severity: 'error', code: 'phone_needs_country', column: 'phone', value: '202555' }),
        expect.objectContaining({ severity: 'error', code: 'zone_unknown', column: 'tz', value: 'Nowhere/City' }),
        expect.objectContaining({ severity: 'error', code: 'variable_missing', column: 'first name', value: '' }),
      ],
    });
    for (const { message } of bad?.findings ?? []) expect(message).toMatch(/; expected /);
    expect(good).toMatchObject({ accepted: { rowNumber: 3, name: 'Ada' }, findings: [] });
    expect(variables(good)).toEqual({ first_name: 'Ada' });
  });

  it.each<[string, string[], ImportOptions]>([
    [
      'phone,name\n+12025550123\n+12025550124,Ada,\n+12025550125,Ada,x\n',
      ['too_few_cells', 'ok', 'too_many_cells'],
      {},
    ],
    ['phone,name\n+12025550123,"Ada\n+12025550124,Bob\n', ['unclosed_quote', 'ok'], {}],
    ['phone,name\n+12025550123,"Ada"s\n', ['stray_quote'], {}],
    [
      'phone,name\n1.2E+10,Ada\n447911123456,Bob\n,Cy\n',
      ['phone_scientific_notation', 'phone_lost_plus', 'phone_missing'],
      { defaultCountry: 'US' },
    ],
    [`phone,note\n+12025550123,${'x'.repeat(10_001)}\n`, ['cell_too_long'], {}],
    [`phone,note\n+12025550123,${'x'.repeat(10_000)}\n`, ['ok'], {}],
    ['phone,note\n+12025550123,a\0b\n+12025550124,a\n', ['unreadable_characters', 'ok'], {}],
    ["phone,note\n'+12025550123,'=1+1\n", ['ok'], {}],
    ['phone,name\n2025550123,\n', ['ok'], { defaultCountry: 'US' }],
    ['phone,name\n+12025550123,ZoÃ«\n', ['ok mojibake'], {}],
    ['phone,name\n+12025550123,ZoÃ«\n', ['ok'], { fixes: { mojibake: 'accept' } }],
    ['phone,name\n+12025550123,ZoÃ«\n', ['ok'], { fixes: { mojibake: 'refuse' } }],
    ['phone,name\n+12025550123,ZoÃ«\n', ['ok mojibake'], { fixes: { 'mojibake:other': 'accept' } }],
    ['phone,code\n+12025550123,"=""0042"""\n', ['ok quoted_number'], {}],
    ['phone,country\n2025550123,USA\n2025550123,Nowhere\n', ['ok', 'country_unknown phone_needs_country'], {}],
  ])('judges the rows of %j', async (text, expected, options) => {
    expect(await codes(text, options)).toEqual(expected);
  });

  it('marks what another encoding would read', async () => {
    const rules = await rulesFor(Buffer.from('phone,name\n+12025550123,Zo\xEB\n', 'latin1'), { encoding: 'utf-8' });
    const row = checkRow({ number: 2, line: 2, cells: ['+12025550123', 'Zo\uFFFD'] }, rules);
    expect(row.accepted).toBeUndefined();
    expect(row.findings).toMatchObject([{ code: 'unreadable_characters', column: 'name' }]);
  });

  it('keeps what a text may need, written as JSON whatever is in it', async () => {
    const [row] = await checked('phone,a "b",c\n+12025550123,"say ""hi""\\ \t😀",x\n');
    expect(variables(row)).toEqual({ a_b: 'say "hi"\\ \t😀', c: 'x' });
  });

  it('says of how many rows a date alone was taken as express consent: more is asked for by some laws', async () => {
    const text =
      'phone,tz,consent_at,consent_class,consent_text\n' +
      '+12025550123,America/New_York,2026-01-02,,\n' +
      '+12025550124,America/New_York,2026-01-02,written,\n' +
      '+12025550125,America/New_York,2026-01-02,,I agree\n' +
      '+12025550126,America/New_York,2026-01-02,express,\n';
    const rules = await rulesFor(text);
    const checker = createRowChecker(rules);
    for (const row of new CsvReader(',', '"').push(text, true).slice(1)) checker.check(row);
    expect(checker.takeNotes()).toMatchObject([
      { code: 'consent_taken_as_express', count: 1, examples: [{ rowNumber: 2 }] },
    ]);
  });

  it('gives a value back as the accepted repair makes it, and counts it', async () => {
    const rules = await rulesFor('phone,name\n+12025550123,ZoÃ«\n', { fixes: { mojibake: 'accept' } });
    const checker = createRowChecker(rules);
    const row = checker.check({ number: 2, line: 2, cells: ['+12025550123', 'ZoÃ«'] });
    expect(row.accepted?.name).toBe('Zoë');
    expect(checker.takeNotes()).toMatchObject([
      { code: 'zone_from_prefix', count: 1 },
      { code: 'repaired', column: 'name', fix: 'mojibake', count: 1, examples: [{ rowNumber: 2, value: 'ZoÃ«' }] },
    ]);
    checker.check({ number: 3, line: 3, cells: ['bad', 'ZoÃ«'] });
    expect(checker.takeNotes()).toEqual([]);
  });
});
