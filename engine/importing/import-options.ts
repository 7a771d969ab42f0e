import { isPhoneCountry } from '../../domain/phone.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import { EngineError } from '../error.ts';
import { DELIMITERS } from './sniff-delimiter.ts';
import { ENCODINGS, isEncoding } from './text-encoding.ts';

/** What a column can be, besides a variable. */
export const TARGETS = ['phone', 'name', 'timezone', 'external_id'] as const;
export type Target = (typeof TARGETS)[number];

/** How a list is to be read. What is absent is found out. */
export interface ImportOptions {
  /** Column of each target: its header, or `#2` for the second column. Two name columns are joined with a plus: `First+Last`. */
  mapping?: Partial<Record<Target, string>>;
  /** Columns (header or `#n`) that are not kept. */
  ignore?: string[];
  /** ISO 3166 code of the country of national numbers. */
  defaultCountry?: string;
  /** Zone of those whose column and prefix say nothing. */
  defaultZone?: string;
  delimiter?: string;
  encoding?: string;
  /** False: the first row is a contact already. */
  hasHeader?: boolean;
  /** Variables without which a row is set aside. */
  requiredVariables?: string[];
}

/** Refuses options that cannot work. Throws EngineError `unknown_country`, `unknown_zone`, `bad_delimiter`, `unknown_encoding`, `bad_options`. */
export function checkImportOptions(options: ImportOptions, zones: Pick<ZoneTable, 'has'>): void {
  const { defaultCountry, defaultZone, delimiter, encoding } = options;
  const refuse = (code: string, message: string, repair: string): never => {
    throw new EngineError('invalid', code, message, { repair });
  };
  // Neither a text nor a jsonb column can hold a zero character.
  if (JSON.stringify(options).includes('\\u0000'))
    refuse('bad_options', 'The options hold a zero character.', 'Leave it out.');
  if (defaultCountry !== undefined && !isPhoneCountry(defaultCountry)) {
    refuse('unknown_country', `"${defaultCountry}" is no country.`, 'Use two letters, for example US or DE.');
  }
  if (defaultZone !== undefined && !zones.has(defaultZone)) {
    refuse('unknown_zone', `"${defaultZone}" is no time zone.`, 'Use a name like America/New_York.');
  }
  if (delimiter !== undefined && !DELIMITERS.some((known) => known === delimiter)) {
    refuse('bad_delimiter', `"${delimiter}" cannot be a delimiter.`, 'Use a comma, a semicolon, a tab or a bar.');
  }
  if (encoding !== undefined && !isEncoding(encoding)) {
    refuse('unknown_encoding', `The encoding "${encoding}" is not known.`, `Use one of ${ENCODINGS.join(', ')}.`);
  }
}

/** Options as they come back out of the database. They were checked when they went in. */
export function readImportOptions(stored: Record<string, unknown>): ImportOptions {
  const options: ImportOptions = {};
  const { mapping, ignore, defaultCountry, defaultZone, delimiter, encoding, hasHeader, requiredVariables } = stored;
  if (typeof mapping === 'object' && mapping !== null) {
    options.mapping = {};
    for (const [target, column] of Object.entries(mapping)) {
      const known = TARGETS.find((candidate) => candidate === target);
      if (known && typeof column === 'string') options.mapping[known] = column;
    }
  }
  if (typeof defaultCountry === 'string') options.defaultCountry = defaultCountry;
  if (typeof defaultZone === 'string') options.defaultZone = defaultZone;
  if (typeof delimiter === 'string') options.delimiter = delimiter;
  if (typeof encoding === 'string') options.encoding = encoding;
  if (typeof hasHeader === 'boolean') options.hasHeader = hasHeader;
  if (Array.isArray(ignore)) options.ignore = ignore.filter((name) => typeof name === 'string');
  if (Array.isArray(requiredVariables)) {
    options.requiredVariables = requiredVariables.filter((name) => typeof name === 'string');
  }
  return options;
}
