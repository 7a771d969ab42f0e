/** Writes the files of the corpus: `node --import tsx test/corpus/write-files.ts`. What is expected of each lies beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import iconv from 'iconv-lite';

const folder = new URL('./files/', import.meta.url);
const lines = (...rows: string[]): string => rows.map((row) => `${row}\n`).join('');
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const people = (...cells: [string, string][]): string =>
  lines('phone,name', ...cells.map(([phone, name]) => `${phone},${name}`));

const FILES: Record<string, string | Buffer> = {
  // Encodings.
  'utf8-plain': people(['+12125550101', 'Ada'], ['+12125550102', 'Zoë'], ['+12125550103', '李雷']),
  'utf8-bom': `\uFEFF${people(['+12125550101', 'Ada'], ['+12125550102', 'Zoë Übel'])}`,
  'utf8-damaged': Buffer.concat([
    Buffer.from(people(['+12125550101', 'Zoë'], ['+12125550102', 'Chloé'], ['+12125550103', 'Jürgen'])),
    latin('+12125550104,Ren\xE9e\n'),
    Buffer.from('+12125550105,Ana\n'),
  ]),
  'utf16le-bom': Buffer.from(`\uFEFF${people(['+12125550101', 'Zoë'], ['+12125550102', '😀'])}`, 'utf16le'),
  'utf16be-bom': Buffer.from(`\uFEFF${people(['+12125550101', 'Zoë'], ['+12125550102', 'Bob'])}`, 'utf16le').swap16(),
  'utf16le-no-bom': Buffer.from(people(['+12125550101', 'Ada'], ['+12125550102', 'Zoë']), 'utf16le'),
  'windows-1252': latin(
    lines(
      'phone;name;note',
      '+12125550101;Zo\xEB;\x93quoted\x94 \x80 5',
      '+12125550102;Fran\xE7ois M\xFCller;d\xE9j\xE0 vu',
    ),
  ),
  'windows-1251': iconv.encode(
    lines('Телефон;Имя;Город', '+79161234567;Алексей;Москва', '+79161234568;Мария Иванова;Санкт-Петербург'),
    'windows-1251',
  ),
  macintosh: iconv.encode(
    lines('phone,name,note', '+12125550101,Zoë Müller,café “déjà vu”', '+12125550102,François,été à Besançon'),
    'macintosh',
  ),

  // Delimiters, quotes and line ends.
  semicolon: lines('Phone;Name;City', '+12125550101;Ada;"Rome; Italy"', '+12125550102;Bob, Jr.;Paris'),
  tab: lines('phone\tname\tnote', '+12125550101\tAda\ta,b;c', '+12125550102\tBob\t"tab\tinside"'),
  bar: lines('phone|name|note', '+12125550101|Ada|a,b', '+12125550102|Bob|"x|y"'),
  'sep-hint': 'sep=;\r\nphone;name\r\n+12125550101;Ada, Bea\r\n+12125550102;Bob\r\n',
  'cr-only': 'phone,name\r+12125550101,Ada\r+12125550102,Bob\r',
  'mixed-line-ends': 'phone,name\r\n+12125550101,Ada\n+12125550102,Bob\r+12125550103,Cy\r\n',
  'no-final-newline': 'phone,name\n+12125550101,Ada\n+12125550102,Bob',
  'no-final-newline-quoted': 'phone,name\n+12125550101,"Ada"\n+12125550102,"Bob"',
  'unclosed-quote-in-the-middle': lines(
    'phone,name,note',
    '+12125550101,Ada,fine',
    '+12125550102,"Bob,never closed',
    '+12125550103,Cy,fine',
    '+12125550104,Dee,"fine, too"',
  ),
  'unclosed-quote-at-the-end': 'phone,name\n+12125550101,Ada\n+12125550102,"Bob\n',
  'stray-quotes': lines(
    'phone,name',
    '+12125550101,"Ada" Lovelace',
    '+12125550102,Bob "the Builder"',
    '+12125550103,"Cy ""the"" Third"',
    '+12125550104,""',
  ),
  'single-quoted': lines("'phone','name','note'", "'+12125550101','Ada','a, b'", "'+12125550102','O''Brien','c'"),
  'quotes-are-inches': lines('phone,name,size', '+12125550101,Ada,5" x 7"', '+12125550102,Bob,"12"'),
  ragged: lines(
    'phone,name,city',
    '+12125550101,Ada',
    '+12125550102,Bob,Rome,extra',
    '+12125550103,Cy,Oslo,,',
    '+12125550104',
  ),
  'blank-rows': '\n\nphone,name\n\n+12125550101,Ada\n   \n,\n+12125550102,Bob\n\n\n',
  'embedded-line-breaks':
    'phone,address,name\r\n+12125550101,"1 Main St\r\nFlat 2\nRear",Ada\r\n+12125550102,"x\ry",Bob\r\nbad,"a\nb",Cy\r\n',
  'nul-bytes-at-the-beginning': people(['+12125550101', 'A\0da'], ['+12125550102', 'Bob']),
  'nul-bytes-further-down': people(
    ['+12125550101', 'a'.repeat(9_000)],
    ['+12125550102', 'A\0da'],
    ['+1212\x00555', 'Cy'],
    ['+12125550104', 'Dee'],
  ),
  'control-characters': people(['+12125550101', 'A\x07da'], ['+12125550102', 'B\x1Bob']),

  // What spreadsheets do to values.
  scientific: lines(
    'phone,name',
    '1.2125550101E+10,Ada',
    '1.21256E+10,Bob',
    '"4,47400123456E+11",Cy',
    '4.47400E+11,Dee',
    '+12125550105,Eve',
  ),
  'lost-plus': lines('phone,name', '447400123456,Ada', '4930123456789,Bob', '12125550103,Cy', '+447400123457,Dee'),
  'lost-zero-that-is-only-dialled': lines('phone,name', '7400123456,Ada', '07400123457,Bob', '+447400123458,Cy'),
  'lost-zero': lines('phone,name', '0612345678,Ada', '612345679,Bob', '+39612345670,Cy', '3471234567,Dee'),
  decimal: lines('phone,name', '12125550101.0,Ada', '2125550102.00,Bob', '+12125550103,Cy'),
  thousands: lines('phone,name', '"12,125,550,101",Ada', '"2,125,550,102",Bob', '+12125550103,Cy'),
  'quoted-number': lines(
    'phone,name,code',
    '"=""+12125550101""",Ada,x',
    '"=""2125550102""",Bob,"=""0042"""',
    '+12125550103,Cy,y',
  ),
  letters: lines('phone,name', '+1 800 FLOWERS,Ada', '212-555-CALL,Bob', 'none,Cy', '+12125550104,Dee'),
  extension: lines('phone,name', '212-555-0101 x12,Ada', '+1 212 555 0102 ext. 7,Bob', '+442071234567 extension 99,Cy'),
  mojibake: people(['+12125550101', 'ZoÃ«'], ['+12125550102', 'JosÃ© MuÃ±oz'], ['+12125550103', 'Zoë']),
  'mojibake-in-phone': people(
    ['Â\u00A0+12125550101', 'Ada'],
    ['+1Â\u00A0212Â\u00A0555Â\u00A00102', 'Bob'],
    ['+12125550103', 'Cy'],
  ),
  'date-serial': lines(
    'phone,birthday,name',
    '+12125550101,1990-05-17,Ada',
    '+12125550102,33010,Bob',
    '+12125550103,1985-01-02,Cy',
    '+12125550104,2001-12-24,Dee',
  ),
  'postcodes-lost-zero': lines(
    'phone,name,zip',
    '+12125550101,Ada,10001',
    '+12125550102,Bob,2134',
    '+12125550103,Cy,02135',
    '+12125550104,Dee,501',
  ),
  'damaged-ids': lines(
    'phone,customer id,name',
    '+12125550101,A-17,Ada',
    '+12125550102,1.23457E+15,Bob',
    '+12125550103,1.23456E+05,Cy',
    '+12125550104,Mar-24,Dee',
  ),
  'formula-cells': lines(
    'phone,name,note',
    "'+12125550101,'=1+1,\"=cmd|'/c calc'!A0\"",
    '+12125550102,@SUM(A1),-2+3',
    '"=HYPERLINK(""http://127.0.0.1"",""+12125550103"")",Cy,x',
    "+12125550104,'tis,'quoted'",
  ),
  'error-values': lines('phone,name,note', '#REF!,Ada,x', '#N/A,Bob,x', '+12125550103,#NAME?,#VALUE!'),

  // Sizes and headers.
  'huge-cell': lines(
    'phone,name,note',
    `+12125550101,Ada,${'x'.repeat(10_000)}`,
    `+12125550102,Bob,${'y'.repeat(10_001)}`,
    '+12125550103,Cy,z',
  ),
  'huge-row': lines('phone,name,note', `+12125550101,Ada,${'x'.repeat(200_001)}`, '+12125550102,Bob,y'),
  'two-hundred-columns': lines(
    ['phone', ...Array.from({ length: 199 }, (_, at) => `field ${at + 1}`)].join(','),
    ['+12125550101', ...Array.from({ length: 199 }, (_, at) => `v${at + 1}`)].join(','),
    ['+12125550102', ...Array.from({ length: 198 }, () => '')].join(','),
  ),
  'duplicate-headers': lines('phone,city,city,,City ', '+12125550101,Rome,Paris,x,Oslo', '+12125550102,,Bonn,,'),
  'headers-in-german': lines(
    'Vorname;Nachname;Handynummer;Kundennummer;Zeitzone',
    'Ada;Byron;0151 23456789;K-1;Europe/Berlin',
    'Bob;Maier;0151 23456780;K-2;',
  ),
  'headers-in-french': lines('Prénom;Nom;Téléphone;Ville', 'Zoé;Durand;06 12 34 56 78;Paris', 'Léo;Martin;12;Lyon'),
  'no-header': lines('+12125550101,Ada', '+12125550102,Bob'),
  'titles-above-header': lines(
    'Export of customers,,',
    ',,',
    'phone,name,city',
    '+12125550101,Ada,Rome',
    '+12125550102,Bob,Oslo',
  ),
  'reserved-headers': lines('phone,__proto__,constructor,toString', '+12125550101,a,b,c'),
  'header-only': 'phone,name\n',
  empty: '',
  'only-a-mark-and-blanks': '\uFEFF \r\n\n\t\n',
  'no-phone-column': lines('name,city', 'Ada,Rome', 'Bob,Oslo'),
  'bad-header': '"phone,name\n+12125550101,Ada\n',
  xlsx: Buffer.concat([
    latin('PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00'),
    latin('[Content_Types].xml'),
    Buffer.alloc(64, 7),
  ]),
  xls: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(64)]),
  gzip: Buffer.from('1f8b080000000000000352540400b1f737270300000000', 'hex'),
  pdf: latin('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\n'),
  'other-binary': Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 37) % 256)),

  // How people write numbers.
  'unicode-digits': people(['+١٢١٢٥٥٥٠١٠١', 'Ada'], ['＋１２１２５５５０１０２', 'Bob'], ['+१२१२५५५०१०३', 'Cy']),
  'invisible-characters': people(
    ['\u200E+12125550101\u200E', 'Ada'],
    ['\u202A+1 212 555 0102\u202C', 'Bob'],
    ['+1\u00A0212\u00A0555\u00A00103', '\u00A0Cy\u00A0'],
    ['+1\u2009212\u202F555\u2002-\u30000104', 'Dee'],
    ['+1\u2011212\u2013555\u22120106', 'Fay'],
    ['\uFEFF+12125550105', 'Eve'],
  ),
  formats: people(
    ['(212) 555-0101', 'Ada'],
    ['212.555.0102', 'Bob'],
    ['1-212-555-0103', 'Cy'],
    ['001 212 555 0104', 'Dee'],
    ['011 44 7400 123456', 'Eve'],
    ['+44 (0)7400 123457', 'Fay'],
    ['tel:+12125550107', 'Gus'],
    ['+49 (30) 1234567', 'Hal'],
  ),
  'not-numbers': people(
    ['', 'Ada'],
    ['n/a', 'Bob'],
    ['12', 'Cy'],
    ['+1212555010', 'Dee'],
    ['+121255501010000', 'Eve'],
    ['+9991234567', 'Fay'],
    ['2125550107', 'Gus'],
    ['ada@example.test', 'Hal'],
    ['+12125550109 / +12125550110', 'Ida'],
    ['+12125550111', 'Jo'],
  ),
  'several-phones': lines(
    'name,Phone,Mobile,Work phone',
    'Ada,+442071234567,+447400123456,+12125550101',
    'Bob,nonsense,+447400123457,',
    'Cy,+12125550103,12,+12125550103',
    'Dee,,,',
    'Eve,bad,worse,',
  ),
  switchboard: lines(
    'name,Phone,Work phone',
    'Ada,+12125550101,+12125550199',
    'Bob,+12125550102,+12125550199',
    'Cy,+12125550199,',
  ),
  'country-column': lines(
    'phone,country,name',
    '07400 123456,GB,Ada',
    '0151 23456789,Germany,Bob',
    '(212) 555-0103,usa,Cy',
    '06 12 34 56 78,Frankreich,Dee',
    '+12125550105,,Eve',
    '2125550106,,Fay',
  ),
  'countries-of-the-numbers': people(['+12125550101', 'Ada'], ['+447400123456', 'Bob'], ['+14165550103', 'Cy']),

  // Times and zones.
  'zones-by-name': lines(
    'phone,timezone,name',
    '+12125550101,America/Los_Angeles,Ada',
    '+12125550102,Pacific Time,Bob',
    '+12125550103,EST,Cy',
    '+12125550104,europe/berlin,Dee',
    '+12125550105,Mars/Olympus,Eve',
    '+12125550106,,Fay',
    '+18005550107,,Gus',
    '+14025550108,,Hal',
  ),
  'send-at': lines(
    'phone,send_at,name',
    '+12125550101,2031-12-09T09:30-05:00,offset',
    '+12125550102,2031-12-09 09:30,wall clock',
    '+12125550103,2031-03-09 02:30,skipped by the clocks',
    '+12125550104,2031-11-02 01:30,shown twice',
    '+12125550105,03/04/2031 10:00,ambiguous order',
    '+12125550106,25/04/2031 10:00,day first',
    '+12125550107,04/25/2031 3:00 PM,month first',
    '+12125550108,9.12.2031 10:00,dots',
    '+12125550109,2031-12-09,no time',
    '+12125550110,tomorrow,no date',
    '+12125550111,2031-02-30 10:00,no such date',
    '+12125550112,2001-01-01T10:00Z,past',
    '+18005550113,2031-12-09 09:30,zone not known',
    '+14025550114,2031-12-09 09:30,zone not clear',
    '+12125550115,,none',
  ),
  'send-at-day-first': lines('phone,send_at', '+12125550101,03/04/2031 10:00', '+12125550102,31/04/2031 10:00'),
  overrides: lines(
    'phone,agent,language,name',
    '+12125550101,agent_1,de_de,Ada',
    '+12125550102,two words,en,Bob',
    '+12125550103,,english,Cy',
    '+12125550104,,,Dee',
  ),
  // Where people are.
  addresses: lines(
    'phone,name,state,zip,country',
    '+18005550101,postcode alone,,60601,US',
    '+18005550102,region alone,FL,,US',
    '+13055550103,number of the region,Florida,,US',
    '+14165550104,Canada,Ontario,M5V 2T6,Canada',
    '+12125550105,moved away,CA,90210,US',
    '+18005550106,both count,CA,10001,US',
    '+12125550107,nothing known,Nowhere,?,US',
    '+12125550108,abroad,,10115,Germany',
    '+12125550109,no country,NJ,07030,',
    '+12125550110,no address,,,',
  ),
  'addresses-and-zones': lines(
    'phone,timezone,state',
    '+12125550101,America/Denver,CA',
    '+12125550102,,CA',
    '+12125550103,Pacific/Honolulu,',
  ),
  'postcodes-without-a-header': lines(
    '+18005550101,Ada,60601-1234',
    '+18005550102,Bob,M5V 2T6',
    '+18005550103,Cy,90210-0001',
  ),
  'two-postcodes': lines('phone,billing zip,shipping zip', '+12125550101,90210,60601'),
  'zone-offsets': lines(
    'phone,tz',
    '+12125550101,UTC-5',
    '+12125550102,GMT+02:00',
    '+12125550103,-05:00',
    '+12125550104,+5:30',
    '+12125550105,UTC-13',
    '+12125550106,America/New_York',
    '+12125550107,UTC',
  ),

  // What people have agreed to.
  consent: lines(
    'phone,consent date,consent method,consent text,consent purpose,consent expires,consent class',
    '+12125550101,2020-03-14,Web form,I agree to calls.,marketing,2099-03-14,',
    '+12125550102,2020-03-14T09:30-05:00,paper,,,,written',
    '+12125550103,2020-03-14 09:30,,,all,,',
    '+12125550104,,,,,,',
    '+12125550105,,paper,,,,',
    '+12125550106,2020-03-14,web,,informational,2021-01-01,',
    '+12125550107,2098-03-14,web,,,,',
    '+12125550108,yes,web,,,,',
    '+12125550109,2020-03-14,web,,,2020-03-13,',
    '+12125550110,2020-03-14,web,,fun,,',
    '+12125550111,2020-03-14,web,,,,implied',
    '+12125550112,03/04/2020,web,,,,',
    '+18005550113,2020-03-14,web,,,,',
  ),
  'consent-date-serial': lines('phone,consent date', '+12125550101,43904', '+12125550102,2020-03-14'),
  'required-variables': lines(
    'phone,first name,city',
    '+12125550101,Ada,Rome',
    '+12125550102,,Rome',
    '+12125550103,Cy,',
  ),

  // Duplicates, by each policy.
  ...duplicates('duplicates-skip'),
  ...duplicates('duplicates-keep-last'),
  ...duplicates('duplicates-keep-all'),
  suppressed: people(['+12125550101', 'Ada'], ['+12125550177', 'Bob'], ['+12125550103', 'Cy']),
};

function duplicates(name: string): Record<string, string> {
  return {
    [name]: people(
      ['+12125550101', 'Ada'],
      ['+12125550102', 'Bob'],
      ['(212) 555-0101', 'Ada again'],
      ['bad', 'Cy'],
      ['1-212-555-0101', 'Ada once more'],
      ['+12125550102', 'Bob again'],
      ['bad', 'Cy again'],
    ),
  };
}

mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(FILES)) writeFileSync(new URL(`${name}.csv`, folder), content);
