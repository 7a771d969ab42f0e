import { decisionOn, FIXES, type FixCode } from '../../domain/fixes.ts';
import type { LineType } from '../../domain/line-type.ts';
import { parsePhone } from '../../domain/phone.ts';
import { readZones } from '../../domain/zone-name.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { ContactOverrides } from '../../db/schema/contacts.ts';
import { damagedCell, doubtfulCell, type CellKind } from './cell-damage.ts';
import type { ColumnPlan } from './choose-columns.ts';
import { countryOf } from './country-of.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileLayout } from './file-layout.ts';
import { addExample, FindingCounter, type Finding, type FindingGroup } from './findings.ts';
import type { ImportOptions } from './import-options.ts';
import { readOverrides } from './read-overrides.ts';

export interface AcceptedPhone {
  digits: number;
  lineType: LineType;
  /** Sorted zones, joined by commas; empty = none known. */
  zoneKey: string;
  zoneSource: 'column' | 'prefix' | 'default' | 'none';
}

export interface AcceptedRow {
  rowNumber: number;
  /** In the order in which they are tried; the first one makes two rows duplicates of each other. */
  phones: AcceptedPhone[];
  name: string | null;
  externalId: string | null;
  variables: Record<string, string>;
  overrides: ContactOverrides | null;
}

/** `accepted` with findings: warnings. Without: at least one error. */
export interface CheckedRow {
  accepted?: AcceptedRow;
  findings: readonly Finding[];
}

export interface RowRules {
  layout: FileLayout;
  options: ImportOptions;
  zones: ZoneTable;
  zonesOfPhone: (digits: number) => readonly string[];
  /** For times that have passed. */
  nowMs: number;
}

export interface RowChecker {
  check: (row: CsvRow) => CheckedRow;
  /** How accepted rows were read, by cause, since the last call: said once for all rows, not for each. */
  takeNotes: () => FindingGroup[];
}

const MAX_CELL_CHARACTERS = 10_000;
const NONE: readonly Finding[] = [];
const UNREADABLE = /[\0\uFFFD\p{Surrogate}]/u;

const SHAPE_MESSAGES = {
  unclosed_quote: 'a quote opens here and is never closed; expected a closing quote before the end of the line',
  stray_quote: 'text follows a closing quote; expected quotes inside a cell to be doubled ("")',
  row_too_long: 'the row is longer than any list needs; expected a line break',
} as const;

const NOTES: Record<string, string> = {
  national: 'read as a number of the default country',
  dialling_prefix: 'the dialling prefix was read as a plus',
  unicode_digits: 'digits of another script were read as 0-9',
  formatted: 'written without its spaces and signs',
};

/** Makes the check of a list's rows. One list, one checker: what is the same for every row is found out here. */
export function createRowChecker(rules: RowRules): RowChecker {
  const { layout, options } = rules;
  const fixes = options.fixes ?? {};
  const required = (options.requiredVariables ?? []).filter((name) => name !== 'phone');
  const countries = options.countries === undefined ? undefined : new Set(options.countries);
  const notes = new FindingCounter();
  const columns = layout.columns
    .filter((column) => column.use !== 'ignored' && column.use !== 'phone')
    .map((column) => ({ ...column, cellKind: cellKindOf(column) }));
  const phoneColumns = layout.columns
    .filter((column) => column.use === 'phone')
    .sort((a, b) => a.place - b.place || a.index - b.index);
  const countryColumn = layout.columns.find((column) => column.use === 'country');
  const hasOverrides = layout.columns.some((column) => ['agent', 'language', 'send_at'].includes(column.use));
  const width = layout.columns.length;
  const noteGroups = new Map<string, FindingGroup>();
  const zoneOf = zoneReader(rules);
  /** Notes of the row at hand; they count when it is accepted. */
  let pendingNotes: [code: string, column: string, value: string, message: string, fix?: FixCode][] = [];

  const countNotes = (rowNumber: number): void => {
    for (const [code, column, value, message, fix] of pendingNotes) {
      const key = `${code}\0${column}`;
      let group = noteGroups.get(key);
      if (!group) {
        group = notes.group({ severity: 'info', code, column, ...(fix === undefined ? {} : { fix }) });
        noteGroups.set(key, group);
      }
      group.count++;
      if (group.examples.length < 3) addExample(group, rowNumber, { value, message });
    }
  };

  /** A value as the decisions about its damage leave it. */
  const mend = (value: string, column: ColumnPlan & { cellKind: CellKind }, findings: Finding[]): string => {
    const damage = damagedCell(value, column.cellKind);
    if (!damage) return value;
    const decision = decisionOn(fixes, damage.fix, column.header);
    if (decision === 'accept') {
      pendingNotes.push(['repaired', column.header, value, `${FIXES[damage.fix].repair}: ${damage.suggested}`, damage.fix]);
      return damage.suggested;
    }
    if (decision === undefined) {
      const { fix, suggested, message } = damage;
      findings.push({ severity: 'warning', code: fix, column: column.header, value, message, fix, suggested });
    }
    return value;
  };

  const readPhones = (cells: readonly string[], country: string | undefined, findings: Finding[]): AcceptedPhone[] => {
    const phones: AcceptedPhone[] = [];
    const bad: Finding[] = [];
    for (const column of phoneColumns) {
      const value = cells[column.index] ?? '';
      if (value === '' && (column !== phoneColumns[0] || phoneColumns.length > 1)) continue;
      let parsed = parsePhone(value, country);
      if (!parsed.ok && parsed.fix !== undefined && parsed.suggested !== undefined) {
        if (decisionOn(fixes, parsed.fix, column.header) === 'accept') {
          const { fix, suggested } = parsed;
          parsed = parsePhone(suggested);
          pendingNotes.push(['repaired', column.header, value, `${FIXES[fix].repair}: ${suggested}`, fix]);
        }
      }
      if (!parsed.ok) {
        const { code, message, expected, fix, suggested } = parsed;
        const repair = fix === undefined || suggested === undefined ? {} : { fix, suggested };
        bad.push({
          severity: 'error',
          code,
          column: column.header,
          value,
          message: `${message}; expected ${expected}`,
          ...repair,
        });
        continue;
      }
      if (countries !== undefined && parsed.country !== undefined && !countries.has(parsed.country)) {
        bad.push({
          severity: 'error',
          code: 'country_not_supported',
          column: column.header,
          value,
          message: `the numbers of this campaign cannot call ${parsed.country}; expected a number of ${[...countries].join(', ')}`,
        });
        continue;
      }
      const { digits, lineType, note } = parsed;
      if (phones.some((phone) => phone.digits === digits)) continue;
      if (note !== undefined) pendingNotes.push([`phone_${note}`, column.header, value, NOTES[note] ?? note]);
      phones.push({ digits, lineType, zoneKey: '', zoneSource: 'none' });
    }
    if (phones.length === 0 && bad.length === 0) {
      const names = phoneColumns.map((column) => column.header).join(', ');
      bad.push({
        severity: 'error',
        code: 'phone_missing',
        column: phoneColumns[0]?.header ?? null,
        value: '',
        message: `there is no phone number in ${names}; expected one`,
      });
    }
    // Who has one good number can be reached: a bad second number is left out, and that is said.
    for (const one of bad) {
      findings.push(phones.length === 0 ? one : { ...one, severity: 'warning', message: `${one.message}; this number is left out` });
    }
    return phones;
  };

  const check = (row: CsvRow): CheckedRow => {
    const findings: Finding[] = [];
    pendingNotes = [];
    const fail = (code: string, message: string, column: string | null = null, value: string | null = null): void => {
      findings.push({ severity: 'error', code, column, value, message });
    };
    if (row.problem) {
      fail(row.problem, `line ${row.line}: ${SHAPE_MESSAGES[row.problem]}`);
      return { findings };
    }
    const cells = row.cells;
    if (cells.length !== width) {
      // Empty cells at the end are how spreadsheets pad; a missing one may mean that the others have moved.
      const excess = cells.slice(width).some((cell) => cell.trim() !== '');
      if (excess || cells.length < width) {
        fail(
          excess ? 'too_many_cells' : 'too_few_cells',
          `the row has ${cells.length} cells; expected ${width}, as many as the header`,
        );
        return { findings };
      }
    }
    for (let i = 0; i < width; i++) cells[i] = cleanCell(cells[i] ?? '');

    let country = options.defaultCountry;
    if (countryColumn) {
      const told = cells[countryColumn.index] ?? '';
      const known = told === '' ? country : countryOf(told);
      if (told !== '' && known === undefined) {
        fail('country_unknown', 'no such country; expected two letters like US, or its English name', countryColumn.header, told);
      }
      country = known;
    }
    const phones = readPhones(cells, country, findings);

    let zones: readonly string[] | undefined;
    let externalId: string | null = null;
    let name: string | null = null;
    let agent: string | undefined;
    let language: string | undefined;
    let sendAt: string | undefined;
    const variables: Record<string, string> = {};
    for (const column of columns) {
      let value = cells[column.index] ?? '';
      if (value === '') continue;
      if (value.length > MAX_CELL_CHARACTERS) {
        fail('cell_too_long', `${value.length} characters; expected at most ${MAX_CELL_CHARACTERS}`, column.header, value);
        continue;
      }
      if (!isPlain(value)) {
        if (UNREADABLE.test(value)) {
          fail(
            'unreadable_characters',
            `some characters cannot be read in ${layout.encoding}; expected another encoding`,
            column.header,
            value,
          );
          continue;
        }
        value = mend(value, column, findings);
      } else if (column.cellKind !== 'text') {
        value = mend(value, column, findings);
        const doubt = doubtfulCell(value, column.cellKind);
        if (doubt) findings.push({ severity: 'warning', code: doubt.code, column: column.header, value, message: doubt.message });
      }
      switch (column.use) {
        case 'timezone':
          zones = zoneOf(value);
          if (!zones) fail('zone_unknown', 'no such time zone; expected a name like America/New_York', column.header, value);
          break;
        case 'external_id':
          externalId = value;
          break;
        case 'name':
          name = name === null ? value : `${name} ${value}`;
          break;
        case 'agent':
          agent = value;
          break;
        case 'language':
          language = value;
          break;
        case 'send_at':
          sendAt = value;
          break;
        default:
      }
      if (column.variable !== null) variables[column.variable] = value;
    }
    for (const phone of phones) setZones(phone, zones, rules, pendingNotes);

    let overrides: ContactOverrides | null = null;
    if (hasOverrides && (agent !== undefined || language !== undefined || sendAt !== undefined)) {
      const told = readOverrides(
        {
          ...(agent === undefined ? {} : { agent }),
          ...(language === undefined ? {} : { language }),
          ...(sendAt === undefined ? {} : { sendAt }),
        },
        {
          zones: phones[0]?.zoneKey === undefined || phones[0].zoneKey === '' ? [] : phones[0].zoneKey.split(','),
          table: rules.zones,
          nowMs: rules.nowMs,
          ...(options.dateOrder === undefined ? {} : { dateOrder: options.dateOrder }),
        },
      );
      for (const finding of told.findings) findings.push({ ...finding, column: headerOfUse(layout, finding.column) });
      if (Object.keys(told.overrides).length > 0) overrides = told.overrides;
      if (told.language !== undefined) variables['language'] = told.language;
    }
    for (const wanted of required) {
      if (wanted === 'name' && name !== null) continue;
      if (wanted === 'external_id' && externalId !== null) continue;
      if (variables[wanted] === undefined || !Object.hasOwn(variables, wanted)) {
        fail('variable_missing', `the texts need ${wanted}; expected a value`, headerOf(layout, wanted), '');
      }
    }
    if (phones.length === 0 || findings.some((finding) => finding.severity === 'error')) return { findings };
    countNotes(row.number);
    return {
      accepted: { rowNumber: row.number, phones, name, externalId, variables, overrides },
      findings: findings.length === 0 ? NONE : findings,
    };
  };
  return { check, takeNotes: () => notes.take() };
}

/** What a cell of this column may be damaged as; the rest is text. */
const cellKindOf = ({ kind }: ColumnPlan): CellKind =>
  kind === 'date' || kind === 'postcode' || kind === 'id' ? kind : 'text';

/** Reads one row as a contact, or says everything that is wrong with it. For a few rows; a list has its own checker. */
export const checkRow = (row: CsvRow, rules: RowRules): CheckedRow => createRowChecker(rules).check(row);

/** Undoes what reject files do to keep a spreadsheet from running a cell as a formula. */
function cleanCell(cell: string): string {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  // Nearly every cell has nothing to trim and no apostrophe: two looks instead of two copies.
  const trimmed = first > 32 && first < 128 && last > 32 && last < 128 ? cell : cell.trim();
  return trimmed.charCodeAt(0) === 39 && /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed;
}

/** Printable ASCII: nothing in it can be unreadable or wrongly decoded. */
function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code > 126 || code === 0) return false;
  }
  return true;
}

/** Zone names repeat: each is read once. */
function zoneReader({ zones }: RowRules): (text: string) => readonly string[] | undefined {
  const known = new Map<string, readonly string[] | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const found = readZones(text, zones);
    if (known.size < 5_000) known.set(text, found);
    return found;
  };
}

const keyOfZones = new WeakMap<readonly string[], string>();
function zoneKeyOf(zones: readonly string[]): string {
  let key = keyOfZones.get(zones);
  if (key === undefined) {
    key = [...zones].sort().join(',');
    keyOfZones.set(zones, key);
  }
  return key;
}

/** Evidence in order: the row's own column, every zone of the number's prefix, the list's default; else none. */
function setZones(
  phone: AcceptedPhone,
  fromColumn: readonly string[] | undefined,
  rules: RowRules,
  notes: [string, string, string, string, FixCode?][],
): void {
  if (fromColumn) {
    phone.zoneKey = zoneKeyOf(fromColumn);
    phone.zoneSource = 'column';
    return;
  }
  const fromPrefix = rules.zonesOfPhone(phone.digits);
  if (fromPrefix.length > 0) {
    phone.zoneKey = zoneKeyOf(fromPrefix);
    phone.zoneSource = 'prefix';
    notes.push(['zone_from_prefix', '', phone.zoneKey, 'the time zone was found by the number’s prefix']);
    return;
  }
  const { defaultZone } = rules.options;
  if (defaultZone !== undefined) {
    phone.zoneKey = defaultZone;
    phone.zoneSource = 'default';
    notes.push(['zone_from_default', '', defaultZone, 'nothing tells the time zone: the default of the list is used']);
    return;
  }
  notes.push(['zone_not_known', '', `+${phone.digits}`, 'nothing tells the time zone: not dialled before one is known']);
}

const headerOf = (layout: FileLayout, wanted: string): string =>
  layout.columns.find((column) => column.variable === wanted || column.use === wanted)?.header ?? wanted;

const headerOfUse = (layout: FileLayout, use: string | null): string | null =>
  layout.columns.find((column) => column.use === use)?.header ?? use;
