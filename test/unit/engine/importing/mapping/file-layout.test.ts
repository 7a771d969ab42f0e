import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { findLayout, readLayout, type FileLayout } from '../../../../../engine/importing/mapping/file-layout.ts';
import { ImportFailure } from '../../../../../engine/importing/import-failure.ts';
import type { ImportOptions } from '../../../../../engine/importing/import-options.ts';
import { EncodingWatch } from '../../../../../engine/importing/reading/text-encoding.ts';
import { memoryFiles } from '../memory-files.ts';

const zones = loadZones();

async function look(content: string | Buffer, options: ImportOptions = {}, fileBytes?: number) {
  const files = memoryFiles();
  const bytes = Buffer.from(content);
  files.stored.set('list', bytes);
  const watch = new EncodingWatch();
  watch.push(bytes);
  const file = { path: 'list', encoding: watch.result(), ...(fileBytes === undefined ? {} : { bytes: fileBytes }) };
  return {
    find: () => findLayout({ files, zones }, file, options),
    read: () => readLayout({ files, zones }, file, options),
  };
}
const layoutOf = async (content: string | Buffer, options: ImportOptions = {}): Promise<FileLayout> =>
  (await (await look(content, options)).find()).layout;
const uses = ({ columns }: FileLayout): string[] =>
  columns.map(({ use, variable, place }) => `${use}${place > 0 ? place : ''}:${variable ?? '-'}`);
const failure = async (content: string, options: ImportOptions = {}): Promise<string> => {
  const error: unknown = await layoutOf(content, options).catch((caught: unknown) => caught);
  return error instanceof ImportFailure ? error.facts.code : 'none';
};

describe('the number of rows', () => {
  const rowsOf = async (...told: Parameters<typeof look>) => (await (await look(...told)).read()).rowCount;

  it('is counted where the whole file was read, without header and titles', async () => {
    expect(await rowsOf('phone\n+12025550123\n+12025550124\n')).toEqual({ rows: 2, exact: true });
    expect(await rowsOf('+12025550123\n+12025550124\n')).toEqual({ rows: 2, exact: true });
  });

  it('is estimated from the beginning of a long one', async () => {
    const start = `phone\n${'+12025550123\n'.repeat(30_000)}`;
    const { rows, exact } = await rowsOf(start, {}, start.length * 10);
    expect(exact).toBe(false);
    expect(rows).toBeGreaterThan(299_000);
    expect(rows).toBeLessThan(301_000);
  });
});

describe('findLayout', () => {
  it('maps columns by what people call them, in any order, and keeps the rest as variables', async () => {
    const layout = await layoutOf('City;Vorname;Nachname;Rufnummer;Kundennummer;2nd Line\nx;y;z;+493012345678;7;q\n');
    expect(uses(layout)).toEqual([
      'variable:city',
      'name:vorname',
      'name1:nachname',
      'phone:-',
      'external_id:kundennummer',
      'variable:_2nd_line',
    ]);
  });

  it('takes several kinds of phones as further numbers of the person, what rings in the pocket first', async () => {
    const text = 'Home Phone,Phone 2,Work Phone,Phone,Mobile,Fax\n,,,+12025550123,+12025550124,+12025550125\n';
    expect(uses(await layoutOf(text))).toEqual([
      'phone4:-',
      'phone2:-',
      'phone3:-',
      'phone1:-',
      'phone:-',
      'variable:fax',
    ]);
    expect(uses(await layoutOf(text, { mapping: { phone: ['#1', 'Mobile'] } })).slice(0, 5)).toEqual([
      'phone:-',
      'variable:phone_2',
      'variable:work_phone',
      'variable:phone_3',
      'phone1:-',
    ]);
  });

  it('leaves out a column that is named like a phone and holds none', async () => {
    const layout = await layoutOf('Handy-Nr.;Rufnummer\n1;+493012345678\n2;+493012345679\n');
    expect(uses(layout)).toEqual(['variable:handy_nr', 'phone:-']);
    expect(layout.columns[0]).toMatchObject({ confidence: 'unsure' });
  });

  it('reads the targets of single rows by their headers, and lets the texts see them', async () => {
    const text = 'phone,Country,Agent ID,Sprache,Call at,Agent\n+12025550123,US,a1,de,2026-05-01 10:00,Bob\n';
    expect(uses(await layoutOf(text))).toEqual([
      'phone:-',
      'country:country',
      'agent:-',
      'language:sprache',
      'send_at:call_at',
      'variable:agent',
    ]);
  });

  it('takes no calling code for a country', async () => {
    expect(uses(await layoutOf('phone,country code\n+12025550123,+1\n'))[1]).toBe('variable:country_code');
  });

  it('finds phones and time zones by what is in the columns when no header tells', async () => {
    const layout = await layoutOf(
      'who,reach at,code,where\nAda,+1 202 555 0123,17,America/New_York\nBob,+1 202 555 0124,18,Europe/Rome\n',
    );
    expect(uses(layout)).toEqual(['variable:who', 'phone:-', 'variable:code', 'timezone:-']);
    expect(layout.columns[1]).toMatchObject({ reason: '100 % of its values are phone numbers', confidence: 'likely' });
  });

  it('does not take states for time zones', async () => {
    expect(uses(await layoutOf('phone,state\n+12025550123,CT\n+12025550124,MT\n'))[1]).toBe('region:state');
  });

  it.each<[string, string, ImportOptions]>([
    ['ambiguous_phone_column', 'Phone,Telephone\n+12025550123,+12025550124\n', {}],
    ['ambiguous_phone_column', 'Phone,Phone\n+12025550123,+12025550124\n', {}],
    ['ambiguous_phone_column', 'a,b\n+12025550123,+12025550124\n', { hasHeader: true }],
    ['none', 'Phone,Telephone\n+12025550123,\n', {}],
    ['none', 'Phone,Mobile\n+12025550123,+12025550124\n', {}],
    ['no_phone_column', 'name,city\nAda,Rome\n', {}],
    ['no_phone_column', 'name,phone\nAda,+12025550123\n', { mapping: { phone: [] } }],
    ['unknown_column', 'phone\n+12025550123\n', { mapping: { phone: ['Mobile'] } }],
    ['unknown_column', 'phone\n+12025550123\n', { mapping: { phone: ['#2'] } }],
    ['unknown_column', 'phone\n+12025550123\n', { ignore: ['City'] }],
    ['ambiguous_column', 'phone,City,City\n+12025550123,a,b\n', { mapping: { name: ['City'] } }],
    ['ambiguous_column', 'phone,tz,Time zone\n+12025550123,a,b\n', {}],
    ['ambiguous_column', 'phone,tz,x\n+12025550123,a,b\n', { mapping: { timezone: ['tz', 'x'] } }],
    ['ambiguous_column', 'phone,x\n+12025550123,a\n', { mapping: { name: ['x'], external_id: ['x'] } }],
    ['none', 'phone,tz,Time zone\n+12025550123,a,b\n', { mapping: { timezone: [] } }],
    ['none', 'phone,id,Lead ID\n+12025550123,a,b\n', {}],
    ['missing_columns', 'phone,city\n+12025550123,Rome\n', { requiredVariables: ['name'] }],
    ['no_rows', '\n\n  \n', {}],
    ['header_only', 'phone,name\n', {}],
    ['header_only', 'phone,name\n\n,\n', {}],
    ['bad_header', '"phone,name\n+12025550123,Ada\n', {}],
    ['none', '+12025550123\n', {}],
  ])('answers %s for %j', async (code, content, options) => {
    expect(await failure(content, options)).toBe(code);
  });

  it('names the line of a header that cannot be read', async () => {
    await expect(layoutOf('\n"phone,name\n+12025550123,Ada\n')).rejects.toMatchObject({
      facts: { message: expect.stringContaining('line 2') },
    });
  });

  it('keeps both columns of one name apart, and names a column without a name', async () => {
    const layout = await layoutOf('phone,City,City,\n+12025550123,a,b,c\n');
    expect(uses(layout)).toEqual(['phone:-', 'variable:city', 'variable:city_2', 'variable:column_4']);
    expect(layout.columns[2]).toMatchObject({ reason: 'another column is called city', confidence: 'unsure' });
  });

  it.each<[string, boolean, string]>([
    ['+12025550123\n+12025550124\n', false, 'certain'],
    ['Ada,ada@example.com,+12025550124\n', false, 'certain'],
    ['Phone,+12025550124\n+12025550123,+12025550124\n', false, 'doubtful'],
    ['Phone,City\n+12025550123,Rome\n', true, 'certain'],
    ['reach at,City\n+12025550123,Rome\n', true, 'likely'],
    ['a,b\nx,y\n', true, 'doubtful'],
  ])(
    'says of the first row of %j whether it is a header, and how sure that is',
    async (text, hasHeader, headerSure) => {
      const { layout } = await (await look(text)).read();
      expect(layout).toMatchObject({ hasHeader, headerSure, firstDataRow: hasHeader ? 2 : 1 });
    },
  );

  it('steps over titles above the header, never over a contact', async () => {
    const titled = 'Export of 3 March\n\nphone;name\n+12025550123;Ada\n+12025550124;Bob\n';
    const { layout, sample } = await (await look(titled)).find();
    expect(layout).toMatchObject({ header: ['phone', 'name'], headerSure: 'doubtful', firstDataRow: 4 });
    expect(sample.map((row) => row.number)).toEqual([4, 5]);
    for (const text of [
      '+12025550122;\nx;y\n+12025550123;Ada\n+12025550124;Bob\n',
      'phone;\n+12025550123;Ada\n+12025550124;Bob\n',
    ]) {
      const found = await (await look(text)).read();
      expect([text, found.layout.firstDataRow]).toEqual([text, text.startsWith('phone') ? 2 : 1]);
    }
  });

  it('does as told about the header, the delimiter, the quote and the encoding', async () => {
    const text = "+12025550123;'Zo\xEB; it''s'\n";
    const told = { hasHeader: false, delimiter: ';', quote: "'", encoding: 'iso-8859-1' } as const;
    const { layout, sample } = await (await look(Buffer.from(text, 'latin1'), told)).find();
    expect(layout).toMatchObject({ ...told, encodingSure: 'certain', delimiterSure: 'certain', quoteSure: 'certain' });
    expect(sample[0]?.cells).toEqual(['+12025550123', "Zoë; it's"]);
  });

  it('doubts an encoding that leaves unreadable characters, and names others', async () => {
    const bytes = Buffer.from('phone,name\n+12025550123,Zo\xEB\n+12025550124,J\xFCrgen\n', 'latin1');
    const told = await layoutOf(bytes, { encoding: 'utf-8' });
    expect(told).toMatchObject({ encodingSure: 'doubtful', encodingReason: expect.stringContaining('2 characters') });
    expect(told.encodingAlternatives).toContain('windows-1252');
    const controls = await layoutOf(Buffer.from('phone,note\n+12025550123,\x93\x80\x94\n', 'latin1'), {
      encoding: 'iso-8859-1',
    });
    expect(controls).toMatchObject({ encodingSure: 'doubtful' });
  });

  it('judges what columns hold by header and content', async () => {
    const text = [
      'phone,ZIP,Customer ID,Mail,due date,amount,notes,joined,tz',
      '+12025550123,01234,0017,a@example.com,45678,12.50,hello,2024-05-01,EST',
      '+12025550124,01235,0018,b@example.com,45679,1.50,you,2024-06-01,EST',
    ].join('\n');
    expect((await layoutOf(text)).columns.map((column) => column.kind)).toEqual([
      'phone',
      'postcode',
      'id',
      'email',
      'date',
      'number',
      'text',
      'date',
      'zone',
    ]);
  });

  it('is plain data that survives being stored', async () => {
    const layout = await layoutOf('phone,name\n+12025550123,Zoë\n');
    expect(JSON.parse(JSON.stringify(layout))).toEqual(layout);
  });
});

describe('readLayout', () => {
  it('asks everything at once, beside what it found', async () => {
    const { questions, layout, profile } = await (
      await look('Phone,Telephone,id,Lead ID,City\n+12025550123,+12025550124,1,2,Rome\n+12025550125,,3,4,\n', {
        requiredVariables: ['citi'],
      })
    ).read();
    expect(questions).toMatchObject([
      { code: 'ambiguous_phone_column', target: 'phone', candidates: [0, 1], blocking: true },
      { code: 'ambiguous_column', target: 'external_id', candidates: [2, 3], blocking: false },
      { code: 'missing_columns', target: null, candidates: [4], blocking: true },
    ]);
    expect(layout.columns).toHaveLength(5);
    expect(profile[4]).toEqual({
      fillRate: 0.5,
      samples: ['Rome'],
      shares: { phone: 0, zone: 0, date: 0, email: 0, number: 0, country: 0, postcode: 0, fullPostcode: 0 },
    });
  });
});
