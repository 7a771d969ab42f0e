import type { FixDecision } from '../../domain/fixes.ts';
import type { ImportOptions, Target } from '../../engine/importing/import-options.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { ImportFields } from '../schemas/import-options.ts';

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
};

/**
 * Words of a query, a form or a command line -> what the import is told; `needed` are variables that a campaign's texts
 * ask for. Throws ProblemError `mapping_invalid`, `fix_invalid`.
 */
export function importOptionsOf(fields: ImportFields, needed: readonly string[] = []): ImportOptions {
  const options: ImportOptions = {};
  if (fields.map) options.mapping = mappingOf(fields.map);
  if (fields.country !== undefined) options.defaultCountry = fields.country.toUpperCase();
  if (fields.zone !== undefined) options.defaultZone = fields.zone;
  const required = [...new Set([...(fields.required ?? []).flatMap(commaList), ...needed])];
  if (required.length > 0) options.requiredVariables = required;
  if (fields.ignore) options.ignore = fields.ignore;
  if (fields.delimiter !== undefined) options.delimiter = fields.delimiter === 'tab' ? '\t' : fields.delimiter;
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

/** How far the job goes by itself. */
export function wantedOf(fields: Pick<ImportFields, 'draft' | 'check'>): 'upload' | 'check' | 'commit' {
  if (fields.draft === 'true') return 'upload';
  return fields.check === 'true' ? 'check' : 'commit';
}

/** A target that is named again gets another column: phones are tried in the order in which they are named. */
function mappingOf(pairs: readonly string[]): NonNullable<ImportOptions['mapping']> {
  const mapping: NonNullable<ImportOptions['mapping']> = {};
  for (const pair of pairs) {
    const [, word = '', column = ''] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    const name = word.replaceAll('-', '_');
    const target = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined;
    if (target === undefined) {
      throw new ProblemError(400, 'mapping_invalid', `"${pair}" is no mapping.`, {
        repair:
          'Write target=Column, for example phone=Mobile; targets: phone, name, timezone, external_id, country, ' +
          'agent, language, send_at.',
      });
    }
    mapping[target] = [...(mapping[target] ?? []), column];
  }
  return mapping;
}

/** `lost-plus:accept`, `lost_plus=accept`, `lost-plus:Mobile=accept`; the header keeps its own spelling. */
function fixesOf(words: readonly string[]): Record<string, FixDecision> {
  const fixes: [string, FixDecision][] = words.map((word) => {
    const [, key = '', decision = ''] = /^(.+)[:=](accept|refuse)$/s.exec(word) ?? [];
    if (key === '' || (decision !== 'accept' && decision !== 'refuse')) {
      throw new ProblemError(400, 'fix_invalid', `"${word}" decides nothing.`, {
        repair:
          'Write repair=accept or repair=refuse, for example lost-plus=accept; the groups of the check name them.',
      });
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
