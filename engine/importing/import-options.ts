import { isFixCode, type FixDecision } from '../../domain/fixes.ts';
import { isPhoneCountry } from '../../domain/phone.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import { EngineError } from '../error.ts';
import { QUOTES, type Quote } from './reading/csv-rows.ts';
import { DELIMITERS } from './reading/sniff-delimiter.ts';
import { ENCODINGS, isEncoding } from './reading/text-encoding.ts';

/** What a row says of the person's consent. */
export const CONSENT_TARGETS = [
  'consent_at',
  'consent_method',
  'consent_text',
  'consent_purpose',
  'consent_expires',
  'consent_class',
] as const;
export type ConsentTarget = (typeof CONSENT_TARGETS)[number];

/** What a column can be, besides a variable. In the order in which columns are looked for: an earlier one keeps what a later one would claim. */
export const TARGETS = [
  'phone',
  'name',
  'timezone',
  'external_id',
  'country',
  'agent',
  'language',
  'send_at',
  'starts_at',
  'region',
  'postcode',
  ...CONSENT_TARGETS,
] as const;
export type Target = (typeof TARGETS)[number];

export const DUPLICATE_POLICIES = ['skip', 'keep_last', 'keep_all'] as const;
export const OTHERS_POLICIES = ['ignore', 'warn', 'skip'] as const;

/** How a list is to be read. What is absent is found out, or is the default that is named here. */
export interface ImportOptions {
  /** Columns of each target, in order: a header, or `#2` for the second column. Phones are tried in this order; names are joined. */
  mapping?: Partial<Record<Target, string[]>>;
  /** Columns (header or `#n`) that are not kept. */
  ignore?: string[];
  /** ISO 3166 code of the country of national numbers; a column `country` wins. */
  defaultCountry?: string;
  /** Zone of those whose column, address and prefix say nothing. */
  defaultZone?: string;
  delimiter?: string;
  /** What encloses cells; `none`: quotes are ordinary characters. */
  quote?: Quote;
  encoding?: string;
  /** False: the first row is a contact already. */
  hasHeader?: boolean;
  /** How `03/04/2026` is meant, in the columns `send_at`, `starts_at` and of consent. */
  dateOrder?: 'dmy' | 'mdy';
  /** Variables without which a row is set aside. */
  requiredVariables?: string[];
  /** The same number twice in the file: the first counts (default), the last counts, or both do. */
  duplicates?: (typeof DUPLICATE_POLICIES)[number];
  /** People who wait in another running campaign, or were dialled in the last `recentDays`: a warning (default), or set aside as duplicates. */
  others?: (typeof OTHERS_POLICIES)[number];
  recentDays?: number;
  /** ISO 3166 codes that the numbers of the campaign can call; absent = any. */
  countries?: string[];
  /** Decisions about repairs, by fix code or `code:Column`. */
  fixes?: Record<string, FixDecision>;
  /** Bad rows are left out (default), or nothing is committed while there is one. */
  badRows?: 'skip' | 'refuse';
  /** Its rows are appointments: what is to be known of their programme. Set with the purpose, by nobody else. */
  programme?: {
    /** In which it tells times; null = the recipient's. */
    zone: string | null;
  };
}

/** Options whose change needs nothing but the rows that were set aside to be looked at again. */
export const RECHECK_OPTIONS: readonly (keyof ImportOptions)[] = ['fixes', 'badRows'];

/**
 * Refuses options that cannot work. Throws EngineError `unknown_country`, `unknown_zone`, `bad_delimiter`, `bad_quote`,
 * `unknown_encoding`, `unknown_fix`, `bad_options`.
 */
export function checkImportOptions(options: ImportOptions, zones: Pick<ZoneTable, 'has'>): void {
  const { defaultCountry, defaultZone, delimiter, quote, encoding } = options;
  const refuse = (code: string, message: string, repair: string): never => {
    throw new EngineError('invalid', code, message, { repair });
  };
  // Neither a text nor a jsonb column can hold a zero character.
  if (JSON.stringify(options).includes('\\u0000'))
    refuse('bad_options', 'The options hold a zero character.', 'Leave it out.');
  for (const country of [...(defaultCountry === undefined ? [] : [defaultCountry]), ...(options.countries ?? [])]) {
    if (!isPhoneCountry(country))
      refuse('unknown_country', `"${country}" is no country.`, 'Use two letters, for example US or DE.');
  }
  if (defaultZone !== undefined && !zones.has(defaultZone)) {
    refuse('unknown_zone', `"${defaultZone}" is no time zone.`, 'Use a name like America/New_York.');
  }
  if (delimiter !== undefined && !DELIMITERS.some((known) => known === delimiter)) {
    refuse('bad_delimiter', `"${delimiter}" cannot be a delimiter.`, 'Use a comma, a semicolon, a tab or a bar.');
  }
  if (quote !== undefined && !QUOTES.includes(quote)) {
    refuse('bad_quote', `"${String(quote)}" cannot be a quote.`, 'Use a double quote, a single quote, or none.');
  }
  if (encoding !== undefined && !isEncoding(encoding)) {
    refuse('unknown_encoding', `The encoding "${encoding}" is not known.`, `Use one of ${ENCODINGS.join(', ')}.`);
  }
  for (const key of Object.keys(options.fixes ?? {})) {
    const [code = ''] = key.split(':');
    if (!isFixCode(code))
      refuse('unknown_fix', `There is no repair "${code}".`, 'The groups of the check name the repairs.');
  }
}

/** Options as they come back out of the database. They were checked when they went in. */
export function readImportOptions(stored: Record<string, unknown>): ImportOptions {
  const options: ImportOptions = {};
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : typeof value === 'string' ? [value] : [];
  const { mapping, fixes } = stored;
  if (typeof mapping === 'object' && mapping !== null) {
    options.mapping = {};
    for (const [target, columns] of Object.entries(mapping)) {
      const known = TARGETS.find((candidate) => candidate === target);
      if (known) options.mapping[known] = texts(columns);
    }
  }
  if (typeof fixes === 'object' && fixes !== null) {
    options.fixes = {};
    for (const [key, decision] of Object.entries(fixes)) {
      if (decision === 'accept' || decision === 'refuse') options.fixes[key] = decision;
    }
  }
  const { defaultCountry, defaultZone, delimiter, encoding, hasHeader, recentDays } = stored;
  if (typeof defaultCountry === 'string') options.defaultCountry = defaultCountry;
  if (typeof defaultZone === 'string') options.defaultZone = defaultZone;
  if (typeof delimiter === 'string') options.delimiter = delimiter;
  if (typeof encoding === 'string') options.encoding = encoding;
  if (typeof hasHeader === 'boolean') options.hasHeader = hasHeader;
  if (typeof recentDays === 'number') options.recentDays = recentDays;
  const quote = QUOTES.find((known) => known === stored['quote']);
  if (quote) options.quote = quote;
  if (stored['dateOrder'] === 'dmy' || stored['dateOrder'] === 'mdy') options.dateOrder = stored['dateOrder'];
  if (stored['badRows'] === 'skip' || stored['badRows'] === 'refuse') options.badRows = stored['badRows'];
  const duplicates = DUPLICATE_POLICIES.find((policy) => policy === stored['duplicates']);
  if (duplicates) options.duplicates = duplicates;
  const others = OTHERS_POLICIES.find((policy) => policy === stored['others']);
  if (others) options.others = others;
  if (stored['ignore'] !== undefined) options.ignore = texts(stored['ignore']);
  if (stored['countries'] !== undefined) options.countries = texts(stored['countries']);
  if (stored['requiredVariables'] !== undefined) options.requiredVariables = texts(stored['requiredVariables']);
  const { programme } = stored;
  if (typeof programme === 'object' && programme !== null && 'zone' in programme) {
    options.programme = { zone: typeof programme.zone === 'string' ? programme.zone : null };
  }
  return options;
}
