import { decisionOn, FIXES, isFixCode, type FixCode } from '../../../domain/fixes.ts';
import type { LineType } from '../../../domain/line-type.ts';
import type { PhoneNote } from '../../../domain/phone-result.ts';
import { parsePhone } from '../../../domain/phone.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import type { FileLayout } from '../mapping/file-layout.ts';
import type { Finding, FindingGroup } from '../findings.ts';
import type { ImportOptions } from '../import-options.ts';
import type { RowNotes } from './row-notes.ts';

export interface AcceptedPhone {
  digits: number;
  lineType: LineType;
  /** Sorted zones, joined by commas; empty = none known. */
  zoneKey: string;
  zoneSource: Exclude<ZoneSource, 'operator'>;
  /** Jurisdictions whose rules may hold, sorted and joined by commas; empty = none known. */
  placeKey: string;
}

/** No phone is longer, however it is written; a whole letter in its cell is not worth parsing. */
const MAX_PHONE_CHARACTERS = 300;

const NOTES: Readonly<Record<string, string>> = {
  national: 'read as a number of the default country',
  dialling_prefix: 'the dialling prefix was read as a plus',
  unicode_digits: 'digits of another script were read as 0-9',
};

/**
 * Reads the phones of a row in their order. Who has one good number can be reached: a bad further one is left out
 * with a warning. With none, each bad one is an error.
 */
export function createPhoneReader(
  layout: FileLayout,
  options: ImportOptions,
  notes: RowNotes,
): (cells: readonly string[], country: string | undefined, findings: Finding[]) => AcceptedPhone[] {
  const fixes = options.fixes ?? {};
  const countries = options.countries === undefined ? undefined : new Set(options.countries);
  const columns = layout.columns
    .filter((column) => column.use === 'phone')
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .map((column) => ({ index: column.index, header: column.header, groups: new Map<string, FindingGroup>() }));
  const names = columns.map((column) => column.header).join(', ');
  const groupOf = (column: (typeof columns)[number], cause: PhoneNote | FixCode): FindingGroup => {
    let group = column.groups.get(cause);
    if (!group) {
      group = isFixCode(cause)
        ? notes.group('repaired', column.header, cause)
        : notes.group(`phone_${cause}`, column.header);
      column.groups.set(cause, group);
    }
    return group;
  };

  const readOne = (
    column: (typeof columns)[number],
    value: string,
    country: string | undefined,
  ): { digits: number; lineType: LineType } | Finding => {
    let parsed = parsePhone(
      value.length > MAX_PHONE_CHARACTERS ? value.slice(0, MAX_PHONE_CHARACTERS) : value,
      country,
    );
    if (!parsed.ok && parsed.fix !== undefined && parsed.suggested !== undefined) {
      const { fix, suggested } = parsed;
      if (decisionOn(fixes, fix, column.header) === 'accept') {
        parsed = parsePhone(suggested);
        notes.take(groupOf(column, fix), value, `${FIXES[fix].repair}: ${suggested}`);
      }
    }
    if (!parsed.ok) {
      const { code, message, expected, fix, suggested } = parsed;
      return {
        severity: 'error',
        code,
        column: column.header,
        value,
        message: `${message}; expected ${expected}`,
        ...(fix === undefined || suggested === undefined ? {} : { fix, suggested }),
      };
    }
    if (countries !== undefined && parsed.country !== undefined && !countries.has(parsed.country)) {
      return {
        severity: 'error',
        code: 'country_not_supported',
        column: column.header,
        value,
        message: `numbers of ${parsed.country} are not called here; expected a number of ${[...countries].join(', ')}`,
      };
    }
    const { note } = parsed;
    if (note !== undefined) notes.take(groupOf(column, note), value, NOTES[note] ?? note);
    return parsed;
  };

  return (cells, country, findings) => {
    const phones: AcceptedPhone[] = [];
    let bad: Finding[] | undefined;
    for (const column of columns) {
      const value = cells[column.index] ?? '';
      if (value === '') continue;
      const read = readOne(column, value, country);
      if ('severity' in read) {
        bad ??= [];
        bad.push(read);
        continue;
      }
      const { digits, lineType } = read;
      if (phones.some((phone) => phone.digits === digits)) continue;
      phones.push({ digits, lineType, zoneKey: '', zoneSource: 'none', placeKey: '' });
    }
    if (phones.length > 0) {
      for (const one of bad ?? []) {
        findings.push({ ...one, severity: 'warning', message: `${one.message}; this number is left out` });
      }
    } else if (bad) {
      findings.push(...bad);
    } else {
      const message = `there is no phone number${columns.length > 1 ? ` in ${names}` : ''}; expected one like +12025550123`;
      findings.push({
        severity: 'error',
        code: 'phone_missing',
        column: columns[0]?.header ?? null,
        value: '',
        message,
      });
    }
    return phones;
  };
}
