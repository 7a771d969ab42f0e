import { countryWords } from '../../format/country-words.ts';

const parts = (country: string, list: string): [string, string][] =>
  list.split(', ').map((one) => {
    const [code = '', ...words] = one.split(' ');
    return [`${country}-${code}`, words.join(' ')];
  });

/** The browser names countries, but not their parts. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ...parts(
    'US',
    'AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, ' +
      'DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, ' +
      'KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, ' +
      'MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, ' +
      'NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, ' +
      'RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, ' +
      'WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming',
  ),
  ...parts(
    'CA',
    'AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS Nova Scotia, ' +
      'NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan, YT Yukon',
  ),
  ...parts('GB', 'ENG England, SCT Scotland, NIR Northern Ireland, WLS Wales'),
]);

/** "United States", "Florida, United States"; the code itself where it has no name. */
export function placeWords(jurisdiction: string): string {
  if (jurisdiction === '*') return 'Places without a rule file';
  const [country = '', part] = jurisdiction.split('-');
  const name = countryWords(country);
  return part === undefined ? name : `${PARTS.get(jurisdiction) ?? part}, ${name}`;
}

/** Of a holiday calendar: "us-federal" -> "the United States (federal)". */
export function calendarWords(calendar: string): string {
  const code = calendar.toUpperCase();
  const [country = '', part] = code.split('-');
  if (part === 'FEDERAL') return `${countryWords(country)} (federal)`;
  return placeWords(code);
}
