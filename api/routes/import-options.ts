import type { ImportOptions } from '../../engine/importing/import-options.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { ImportFields } from '../schemas/imports.ts';

/** Targets as the engine names them; `external-id` and `zone` are what people also write. */
const TARGETS = {
  phone: 'phone',
  name: 'name',
  timezone: 'timezone',
  zone: 'timezone',
  external_id: 'external_id',
  'external-id': 'external_id',
} as const;

const isTarget = (value: string): value is keyof typeof TARGETS => Object.hasOwn(TARGETS, value);

/** Query or form fields -> what the import is told; `needed` are variables that a campaign's texts ask for. Throws ProblemError `mapping_invalid`. */
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
  return options;
}

function mappingOf(pairs: readonly string[]): NonNullable<ImportOptions['mapping']> {
  const mapping: NonNullable<ImportOptions['mapping']> = {};
  for (const pair of pairs) {
    const [, target = '', column = ''] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (!isTarget(target)) {
      throw new ProblemError(400, 'mapping_invalid', `"${pair}" is no mapping.`, {
        repair: 'Write target=Column, for example phone=Mobile; targets: phone, name, timezone, external_id.',
      });
    }
    mapping[TARGETS[target]] = column;
  }
  return mapping;
}

const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
