import type { z } from 'zod';
import type { FixDecision } from '../../domain/fixes.ts';
import type { StoredOptions, tryOptions } from './import-options.ts';

/** Options as words: of a query, of a form, or of a command line. */
export type OptionWords = z.output<typeof tryOptions>;
/** The same as the engine and the JSON of the API have them. */
export type ReadingOptions = { [Name in keyof StoredOptions]?: NonNullable<StoredOptions[Name]> };
type Mapping = NonNullable<ReadingOptions['mapping']>;
type Target = keyof Mapping;

/** A word that says nothing, with how it is written right. */
export class OptionWordError extends Error {
  override name = 'OptionWordError';
  readonly code: 'mapping_invalid' | 'fix_invalid';
  readonly repair: string;

  constructor(code: 'mapping_invalid' | 'fix_invalid', message: string, repair: string) {
    super(message);
    this.code = code;
    this.repair = repair;
  }
}

/** Targets as the engine names them, besides what people also write. */
const TARGETS: Readonly<Record<string, Target>> = {
  phone: 'phone',
  name: 'name',
  timezone: 'timezone',
  zone: 'timezone',
  external_id: 'external_id',
  country: 'country',
  agent: 'agent',
  language: 'language',
  send_at: 'send_at',
  starts_at: 'starts_at',
  at: 'starts_at',
  region: 'region',
  state: 'region',
  province: 'region',
  postcode: 'postcode',
  zip: 'postcode',
  consent_at: 'consent_at',
  consent_method: 'consent_method',
  consent_text: 'consent_text',
  consent_purpose: 'consent_purpose',
  consent_expires: 'consent_expires',
  consent_class: 'consent_class',
};

/** Words -> options. Here and not in the engine, since the command line needs them too. Throws OptionWordError. */
export function optionsOfWords(fields: OptionWords): ReadingOptions {
  const options: ReadingOptions = {};
  if (fields.map) options.mapping = mappingOf(fields.map);
  if (fields.country !== undefined) options.defaultCountry = fields.country.toUpperCase();
  if (fields.zone !== undefined) options.defaultZone = fields.zone;
  const required = [...new Set((fields.required ?? []).flatMap(commaList))];
  if (required.length > 0) options.requiredVariables = required;
  if (fields.ignore) options.ignore = fields.ignore;
  if (fields.delimiter !== undefined) options.delimiter = fields.delimiter === 'tab' ? '\t' : fields.delimiter;
  if (fields.quote !== undefined) options.quote = fields.quote;
  if (fields.encoding !== undefined) options.encoding = fields.encoding;
  if (fields.header !== undefined) options.hasHeader = fields.header === 'true';
  if (fields.dateOrder !== undefined) options.dateOrder = fields.dateOrder;
  if (fields.duplicates !== undefined) options.duplicates = fields.duplicates;
  if (fields.others !== undefined) options.others = fields.others;
  if (fields.recentDays !== undefined) options.recentDays = fields.recentDays;
  const countries = (fields.countries ?? []).flatMap(commaList).map((code) => code.toUpperCase());
  if (countries.length > 0) options.countries = countries;
  if (fields.fix) options.fixes = fixesOf(fields.fix);
  if (fields.badRows !== undefined) options.badRows = fields.badRows;
  return options;
}

/** A target that is named again gets another column: phones are tried in the order in which they are named. */
function mappingOf(pairs: readonly string[]): Mapping {
  const mapping: Mapping = {};
  for (const pair of pairs) {
    const [, word = '', column = ''] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    const name = word.replaceAll('-', '_');
    const target = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined;
    if (target === undefined) {
      throw new OptionWordError(
        'mapping_invalid',
        `"${pair}" is no mapping.`,
        'Write target=Column, for example phone=Mobile; targets: phone, name, timezone, external_id, country, ' +
          'agent, language, send_at, starts_at, region, postcode, consent_at, consent_method, consent_text, consent_purpose, ' +
          'consent_expires, consent_class.',
      );
    }
    mapping[target] = [...(mapping[target] ?? []), column];
  }
  return mapping;
}

/** `lost-plus:accept`, `lost_plus=accept`, `lost-plus:Mobile=accept`; the header keeps its own spelling. */
export function fixesOf(words: readonly string[]): Record<string, FixDecision> {
  const fixes: [string, FixDecision][] = words.map((word) => {
    const [, key = '', decision = ''] = /^(.+)[:=](accept|refuse)$/s.exec(word) ?? [];
    if (key === '' || (decision !== 'accept' && decision !== 'refuse')) {
      throw new OptionWordError(
        'fix_invalid',
        `"${word}" decides nothing.`,
        'Write repair=accept or repair=refuse, for example lost-plus=accept; the groups of the check name them.',
      );
    }
    return [fixKey(key), decision];
  });
  return Object.fromEntries(fixes);
}

/** `lost-plus:Home phone` -> `lost_plus:Home phone` */
export const fixKey = (key: string): string => key.replace(/^[^:]+/, (code) => code.replaceAll('-', '_'));

const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
