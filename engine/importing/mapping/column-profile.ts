import { parsePhone } from '../../../domain/phone.ts';
import { readZones } from '../../../domain/zone-name.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import { countryOf } from '../checking/country-of.ts';
import { headerSense, isDateHeader, isEmailHeader, isFaxHeader, isPostcodeHeader } from './header-aliases.ts';
import { storable } from '../reading/text-encoding.ts';

/** What a column holds, judged by its header and its values: says which damage a spreadsheet may have done to it. */
export type ColumnKind = 'text' | 'phone' | 'email' | 'zone' | 'date' | 'number' | 'postcode' | 'id';

/** Shares of the values that are there, 0-1. */
export interface ColumnShares {
  phone: number;
  zone: number;
  date: number;
  email: number;
  number: number;
  country: number;
  /** What may be a postcode somewhere, and what is nothing else: ZIP+4, or Canadian. */
  postcode: number;
  fullPostcode: number;
}

/** What the first rows show of a column. */
export interface ColumnProfile {
  /** Share of rows with a value, 0-1. */
  fillRate: number;
  /** Up to three different values. */
  samples: string[];
  shares: ColumnShares;
}

export interface ProfileRules {
  zones: Pick<ZoneTable, 'has'>;
  defaultCountry?: string | undefined;
}

const SAMPLES = 3;
const SAMPLE_CHARACTERS = 100;
/** Share from which a column is what its values look like, whatever its header says. */
export const TELLING_SHARE = 0.7;

/** What is in each column of these rows. */
export function profileColumns(
  rows: readonly (readonly string[])[],
  columns: number,
  rules: ProfileRules,
): ColumnProfile[] {
  return Array.from({ length: columns }, (_, index) => {
    const values = rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '');
    const share = (fits: (value: string) => boolean): number =>
      values.length === 0 ? 0 : values.filter(fits).length / values.length;
    return {
      fillRate: rows.length === 0 ? 0 : values.length / rows.length,
      samples: [...new Set(values)].slice(0, SAMPLES).map(shorten),
      shares: {
        phone: share((value) => looksLikePhone(value, rules.defaultCountry)),
        zone: share((value) => looksLikeZone(value, rules.zones)),
        date: share(looksLikeDate),
        email: share(looksLikeEmail),
        number: share(looksLikeNumber),
        country: share((value) => countryOf(value) !== undefined),
        postcode: share(looksLikePostcode),
        fullPostcode: share(isFullPostcode),
      },
    };
  });
}

/** Header first, where it is plain; then what most values are. */
export function kindOfColumn(header: string, { shares }: ColumnProfile): ColumnKind {
  const meaning = headerSense(header)?.meaning;
  if (isPostcodeHeader(header)) return 'postcode';
  if (meaning === 'external_id') return 'id';
  if (meaning === 'timezone') return 'zone';
  if (isEmailHeader(header) || shares.email >= TELLING_SHARE) return 'email';
  if (meaning === 'send_at' || isDateHeader(header) || shares.date >= TELLING_SHARE) return 'date';
  if (shares.zone >= TELLING_SHARE) return 'zone';
  if ((meaning === 'phone' || isFaxHeader(header)) && shares.phone >= 0.1) return 'phone';
  if (shares.phone >= TELLING_SHARE) return 'phone';
  return shares.number >= 0.9 ? 'number' : 'text';
}

/** Also what is a phone once it is repaired, or once a country is given: it shows what the column is. */
export function looksLikePhone(value: string, defaultCountry: string | undefined): boolean {
  const parsed = parsePhone(value, defaultCountry);
  if (parsed.ok || parsed.fix !== undefined || parsed.code === 'phone_scientific_notation') return true;
  return parsed.code === 'phone_needs_country' && value.replace(/\D/g, '').length >= 9 && !looksLikeDate(value);
}

/**
 * Two letters are no evidence: CT and MT are states, PT and MT are countries. Nor is a bare offset: +10 is a number, too.
 */
const looksLikeZone = (value: string, zones: Pick<ZoneTable, 'has'>): boolean =>
  value.length > 2 && !/^[-+\u2212\d]/.test(value) && readZones(value, zones) !== undefined;

const looksLikePostcode = (value: string): boolean => /^(?=.*\d)[a-z0-9][a-z0-9 -]{1,9}$/i.test(value);

/** A ZIP of five digits alone may be any number. */
const isFullPostcode = (value: string): boolean => /^(?:\d{5}-\d{4}|[a-z]\d[a-z] ?\d[a-z]\d)$/i.test(value);

export const looksLikeEmail = (value: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value);

const looksLikeNumber = (value: string): boolean => /^[-+]?\d{1,15}(?:[.,']\d{3})*(?:[.,]\d+)?$/.test(value);

const TIME = String.raw`(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[-+]\d{2}:?\d{2})?)?`;
const DATES = [
  new RegExp(String.raw`^\d{4}([-/.])\d{1,2}\1\d{1,2}${TIME}$`, 'i'),
  new RegExp(String.raw`^\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})${TIME}$`, 'i'),
  new RegExp(String.raw`^\d{1,2}[. -]+\p{L}{3,12}[., -]+(?:\d{4}|\d{2})${TIME}$`, 'iu'),
  new RegExp(String.raw`^\p{L}{3,12} \d{1,2},? \d{4}${TIME}$`, 'iu'),
];

export const looksLikeDate = (value: string): boolean =>
  value.length >= 6 && value.length <= 40 && DATES.some((pattern) => pattern.test(value));

const shorten = (value: string): string =>
  storable(value.length > SAMPLE_CHARACTERS ? `${value.slice(0, SAMPLE_CHARACTERS)}...` : value);
