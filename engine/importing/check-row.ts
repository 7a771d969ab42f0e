import { parsePhone } from '../../domain/phone.ts';
import { readZones } from '../../domain/zone-name.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileLayout } from './file-layout.ts';
import type { ImportOptions } from './import-options.ts';
import { storable } from './text-encoding.ts';

export interface AcceptedRow {
  rowNumber: number;
  phone: number;
  name: string | null;
  externalId: string | null;
  /** Sorted zones, joined by commas; empty = none known. */
  zoneKey: string;
  zoneSource: 'column' | 'prefix' | 'default' | 'none';
  variables: Record<string, string>;
}

export interface RowProblem {
  code: string;
  columnName: string | null;
  value: string | null;
  message: string;
}

export interface RejectedRow {
  rowNumber: number;
  problems: RowProblem[];
  cells: string[];
}

export interface RowRules {
  layout: FileLayout;
  options: ImportOptions;
  zones: Pick<ZoneTable, 'has'>;
  zonesOfPhone: (digits: number) => readonly string[];
}

const MAX_CELL_CHARACTERS = 10_000;
const SHOWN_CHARACTERS = 200;

const SHAPE_MESSAGES = {
  unclosed_quote: 'a quote opens here and is never closed; expected a closing quote before the end of the line',
  stray_quote: 'text follows a closing quote; expected quotes inside a cell to be doubled ("")',
  row_too_long: 'the row is longer than any list needs; expected a line break',
} as const;

/** Reads one row as a contact, or says everything that is wrong with it. */
export function checkRow(row: CsvRow, rules: RowRules): { accepted: AcceptedRow } | { rejected: RejectedRow } {
  const { layout, options } = rules;
  const problems: RowProblem[] = [];
  const cells = row.cells.map(cleanCell);
  const add = (code: string, message: string, column?: string, value?: string): void => {
    problems.push({ code, columnName: column ?? null, value: value === undefined ? null : shorten(value), message });
  };
  const reject = (): { rejected: RejectedRow } => ({
    rejected: { rowNumber: row.number, problems, cells: row.cells.map(storable) },
  });

  if (row.problem) {
    add(row.problem, `line ${row.line}: ${SHAPE_MESSAGES[row.problem]}`);
    return reject();
  }
  const columns = layout.columns.length;
  // Empty cells at the end are how spreadsheets pad; a missing one may mean that the others have moved.
  const excess = cells.slice(columns).some((cell) => cell !== '');
  if (excess || cells.length < columns) {
    const code = excess ? 'too_many_cells' : 'too_few_cells';
    add(code, `the row has ${cells.length} cells; expected ${columns}, as many as the header`);
    return reject();
  }

  let phone: number | undefined;
  let zones: readonly string[] | undefined;
  let externalId: string | null = null;
  const names: string[] = [];
  const variables: Record<string, string> = {};
  for (const column of layout.columns) {
    const value = cells[column.index] ?? '';
    if (value.length > MAX_CELL_CHARACTERS) {
      add('cell_too_long', `${value.length} characters; expected at most ${MAX_CELL_CHARACTERS}`, column.header, value);
      continue;
    }
    if (/[\0\uFFFD\p{Surrogate}]/u.test(value) && column.use !== 'ignored') {
      add(
        'unreadable_characters',
        `some characters cannot be read in ${layout.encoding}; expected another encoding`,
        column.header,
        value,
      );
      continue;
    }
    if (column.use === 'phone') {
      const parsed = parsePhone(value, options.defaultCountry);
      if (parsed.ok) phone = parsed.digits;
      else add(parsed.code, `${parsed.message}; expected ${parsed.expected}`, column.header, value);
      continue;
    }
    if (value === '') continue;
    if (column.use === 'timezone') {
      zones = readZones(value, rules.zones);
      if (!zones) add('zone_unknown', 'no such time zone; expected a name like America/New_York', column.header, value);
      continue;
    }
    if (column.use === 'external_id') externalId = value;
    if (column.use === 'name') names.push(value);
    if (column.variable !== null) variables[column.variable] = value;
  }
  const name = names.length > 0 ? names.join(' ') : null;
  for (const wanted of options.requiredVariables ?? []) {
    if (!isGiven(wanted, { name, externalId, variables })) {
      add('variable_missing', `the texts need ${wanted}; expected a value`, headerOf(layout, wanted), '');
    }
  }
  if (problems.length > 0 || phone === undefined) return reject();
  return { accepted: { rowNumber: row.number, phone, name, externalId, variables, ...zonesFor(phone, zones, rules) } };
}

/** Undoes what reject files do to keep a spreadsheet from running a cell as a formula. */
const cleanCell = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '');

const shorten = (value: string): string =>
  storable(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}...` : value);

function isGiven(
  wanted: string,
  row: { name: string | null; externalId: string | null; variables: Readonly<Record<string, string>> },
): boolean {
  if (wanted === 'phone') return true;
  if (wanted === 'name' && row.name !== null) return true;
  if (wanted === 'external_id' && row.externalId !== null) return true;
  return Object.hasOwn(row.variables, wanted);
}

const headerOf = (layout: FileLayout, wanted: string): string =>
  layout.columns.find((column) => column.variable === wanted || column.use === wanted)?.header ?? wanted;

/** Evidence in order: the row's own column, every zone of the number's prefix, the list's default; else none. */
function zonesFor(
  phone: number,
  fromColumn: readonly string[] | undefined,
  rules: RowRules,
): Pick<AcceptedRow, 'zoneKey' | 'zoneSource'> {
  if (fromColumn) return { zoneKey: fromColumn.join(','), zoneSource: 'column' };
  const fromPrefix = rules.zonesOfPhone(phone);
  if (fromPrefix.length > 0) return { zoneKey: [...fromPrefix].sort().join(','), zoneSource: 'prefix' };
  const { defaultZone } = rules.options;
  return defaultZone === undefined
    ? { zoneKey: '', zoneSource: 'none' }
    : { zoneKey: defaultZone, zoneSource: 'default' };
}
