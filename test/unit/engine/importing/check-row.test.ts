import { describe, expect, it } from 'vitest';
import { loadPhoneZones } from '../../../../data/load-phone-zones.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { checkRow } from '../../../../engine/importing/check-row.ts';
import { findLayout, type FileLayout } from '../../../../engine/importing/file-layout.ts';
import { ImportFailure } from '../../../../engine/importing/import-failure.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { EncodingWatch } from '../../../../engine/importing/text-encoding.ts';
import { memoryFiles } from './memory-files.ts';

const zones = loadZones();
const zonesOfPhone = loadPhoneZones();

async function layoutOf(content: string | Buffer, options: ImportOptions = {}) {
  const files = memoryFiles();
  const bytes = Buffer.from(content);
  files.stored.set('list', bytes);
  const watch = new EncodingWatch();
  watch.push(bytes);
  return findLayout(files, { path: 'list', encoding: watch.result() }, options);
}
const uses = (layout: FileLayout): string[] => layout.columns.map(({ use, variable }) => `${use}:${variable ?? '-'}`);
const failure = async (content: string, options: ImportOptions = {}): Promise<string> => {
  const error: unknown = await layoutOf(content, options).catch((caught: unknown) => caught);
  return error instanceof ImportFailure ? error.facts.code : 'none';
};
async function verdicts(content: string, options: ImportOptions = {}) {
  const { layout, sample } = await layoutOf(content, options);
  return sample.map((row) => checkRow(row, { layout, options, zones, zonesOfPhone }));
}
const codes = async (content: string, options: ImportOptions = {}): Promise<string[]> =>
  (await verdicts(content, options)).map((verdict) =>
    'accepted' in verdict ? 'ok' : verdict.rejected.problems.map((problem) => problem.code).join(' '),
  );

describe('findLayout', () => {
  it('maps columns by what people call them, in any order, and keeps the rest as variables', async () => {
    const { layout } = await layoutOf(
      'City;Vorname;Nachname;Handy-Nr.;Rufnummer;Kundennummer;2nd Line\nx;y;z;1;+493012345678;7;q\n',
    );
    expect(uses(layout)).toEqual([
      'variable:city',
      'name:vorname',
      'name:nachname',
      'variable:handy_nr',
      'phone:-',
      'external_id:kundennummer',
      'variable:_2nd_line',
    ]);
  });

  it('takes the one column that is full of phone numbers when no header tells', async () => {
    const { layout } = await layoutOf('who,reach at,code\nAda,+1 202 555 0123,17\nBob,+1 202 555 0124,18\n');
    expect(uses(layout)).toEqual(['variable:who', 'phone:-', 'variable:code']);
    expect(layout.columns[1]?.reason).toBe('100 % of its values are phone numbers');
  });

  it('does as told, by header or by place', async () => {
    const text = 'Phone,Mobile,Name\n+12025550123,+12025550124,Ada\n';
    expect(uses((await layoutOf(text, { mapping: { phone: 'mobile' } })).layout)[1]).toBe('phone:-');
    expect(uses((await layoutOf(text, { mapping: { phone: '#1' }, ignore: ['Mobile'] })).layout)).toEqual([
      'phone:-',
      'ignored:-',
      'name:-',
    ]);
  });

  it('asks which column is the phone instead of guessing between two', async () => {
    expect(await failure('Phone,Mobile\n+12025550123,+12025550124\n')).toBe('ambiguous_phone_column');
    expect(await failure('Phone,Phone\n+12025550123,+12025550124\n')).toBe('ambiguous_phone_column');
    expect(await failure('Phone,Mobile\n+12025550123,\n')).toBe('none');
  });

  it.each<[string, string, ImportOptions]>([
    ['no_phone_column', 'name,city\nAda,Rome\n', {}],
    ['unknown_column', 'phone\n+12025550123\n', { mapping: { phone: 'Mobile' } }],
    ['unknown_column', 'phone\n+12025550123\n', { mapping: { phone: '#2' } }],
    ['ambiguous_column', 'phone,City,City\n+12025550123,a,b\n', { mapping: { name: 'City' } }],
    ['missing_columns', 'phone,city\n+12025550123,Rome\n', { requiredVariables: ['name'] }],
    ['no_rows', '\n\n  \n', {}],
    ['bad_header', '"phone,name\n+12025550123,Ada\n', {}],
  ])('refuses a file with the code %s', async (code, content, options) => {
    expect(await failure(content, options)).toBe(code);
  });

  it('keeps both columns of one name apart', async () => {
    const { layout } = await layoutOf('phone,City,City\n+12025550123,a,b\n');
    expect(uses(layout)).toEqual(['phone:-', 'variable:city', 'variable:city_2']);
  });

  it('sees that a list of bare numbers has no header, so that nobody is lost', async () => {
    const { layout, sample } = await layoutOf('+12025550123\n+12025550124\n');
    expect([layout.hasHeader, layout.firstDataRow, sample.length]).toEqual([false, 1, 2]);
    const told = await layoutOf('+12025550123\n+12025550124\n', { hasHeader: true });
    expect(told.sample.length).toBe(1);
  });

  it.each<[string, Buffer, string]>([
    ['UTF-8 with a mark', Buffer.from('\uFEFFphone,name\n+12025550123,Zoë\n'), 'utf-8'],
    ['UTF-16 little-endian', Buffer.from('\uFEFFphone,name\n+12025550123,Zoë\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 without a mark', Buffer.from('phone,name\n+12025550123,Zoë\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 big-endian', Buffer.from('\uFEFFphone,name\n+12025550123,Zoë\n', 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from('phone,name\n+12025550123,Zo\xEB\n', 'latin1'), 'windows-1252'],
  ])('reads %s', async (_, bytes, encoding) => {
    const { layout, sample } = await layoutOf(bytes);
    expect([layout.encoding, layout.header[0], sample[0]?.cells[1]]).toEqual([encoding, 'phone', 'Zoë']);
  });

  it('reads the curly quotes and the euro sign of Windows', async () => {
    const { sample } = await layoutOf(Buffer.from('phone,note\n+12025550123,\x93\x80\x94\n', 'latin1'));
    expect(sample[0]?.cells[1]).toBe('“€”');
  });
});

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
    const found = (await verdicts(text)).map((v) =>
      'accepted' in v ? `${v.accepted.zoneSource} ${v.accepted.zoneKey}` : '',
    );
    expect(found).toEqual([
      'prefix America/New_York',
      'prefix America/Chicago,America/Denver',
      'column America/Los_Angeles',
      'column America/Denver,America/Phoenix',
      'column America/New_York',
      'none ',
    ]);
    const [last] = (await verdicts('phone\n+18005550123\n', { defaultZone: 'America/Denver' })).slice(-1);
    expect(last).toMatchObject({ accepted: { zoneSource: 'default', zoneKey: 'America/Denver' } });
  });

  it('says all that is wrong with a row, in the order of its columns', async () => {
    const text = 'phone,tz,first name\n202555,Nowhere/City,\n+12025550123,,Ada\n';
    const [bad, good] = await verdicts(text, { requiredVariables: ['first_name'] });
    expect(bad).toMatchObject({
      rejected: {
        rowNumber: 2,
        problems: [
          { code: 'phone_needs_country', columnName: 'phone', value: '202555' },
          { code: 'zone_unknown', columnName: 'tz', value: 'Nowhere/City' },
          { code: 'variable_missing', columnName: 'first name' },
        ],
        cells: ['202555', 'Nowhere/City', ''],
      },
    });
    expect(good).toMatchObject({ accepted: { rowNumber: 3, name: 'Ada', variables: { first_name: 'Ada' } } });
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
    ['phone,note\n+12025550123,a\0b\n+12025550124,a\n', ['unreadable_characters', 'ok'], {}],
    ["phone,note\n'+12025550123,'=1+1\n", ['ok'], {}],
    ['phone,name\n2025550123,\n', ['ok'], { defaultCountry: 'US' }],
  ])('judges the rows of %j', async (text, expected, options) => {
    expect(await codes(text, options)).toEqual(expected);
  });

  it('marks what another encoding would read', async () => {
    const bytes = Buffer.from('phone,name\n+12025550123,Zo\xEB\n', 'latin1');
    const { layout, sample } = await layoutOf(bytes, { encoding: 'utf-8' });
    const [verdict] = sample.map((row) => checkRow(row, { layout, options: {}, zones, zonesOfPhone }));
    expect(verdict).toMatchObject({ rejected: { problems: [{ code: 'unreadable_characters', columnName: 'name' }] } });
  });
});
