import type { ContactOverrides } from '../../../db/schema/contacts.ts';
import type { FindingCode } from '../../../domain/finding-titles.ts';
import { decisionOn, FIXES } from '../../../domain/fixes.ts';
import type { PlaceBook } from '../../../domain/law/place-book.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import { damagedCell, doubtfulCell, type CellKind } from './cell-damage.ts';
import { createPhoneReader, type AcceptedPhone } from './check-phones.ts';
import { cleanCell } from './clean-cell.ts';
import type { ColumnPlan } from '../mapping/choose-columns.ts';
import { countryOf } from './country-of.ts';
import type { CsvRow } from '../reading/csv-rows.ts';
import type { FileLayout } from '../mapping/file-layout.ts';
import type { Finding, FindingGroup } from '../findings.ts';
import type { ImportOptions } from '../import-options.ts';
import { kindOfText, PLAIN } from './plain-text.ts';
import { readConsent, type ConsentCells } from './read-consent.ts';
import { readAppointment } from './read-appointment.ts';
import { readOverrides } from './read-overrides.ts';
import { RowNotes } from './row-notes.ts';
import { zoneFindings } from './zone-notes.ts';
import { createZoneChooser } from './zones-of-row.ts';

export interface AcceptedRow {
  rowNumber: number;
  /** In the order in which they are tried; the first one makes two rows duplicates of each other. */
  phones: AcceptedPhone[];
  name: string | null;
  externalId: string | null;
  /** An object of texts, as JSON: it is written as it is, and building objects for a million rows costs. */
  variablesJson: string;
  overrides: ContactOverrides | null;
}

/** `accepted` with findings: warnings. Without: at least one error. */
export interface CheckedRow {
  accepted?: AcceptedRow;
  findings: readonly Finding[];
}

/** What is known of zones, numbers and places. */
export interface Tables {
  zones: ZoneTable;
  zonesOfPhone: (digits: number) => readonly string[];
  places: PlaceBook;
}

export interface RowRules extends Tables {
  layout: FileLayout;
  options: ImportOptions;
  /** For times that have passed. */
  nowMs: number;
}

export interface RowChecker {
  /** Cleans the cells of the row in place. */
  check: (row: CsvRow) => CheckedRow;
  /** How accepted rows were read, by cause, since the last call: said once for all rows, not for each. */
  takeNotes: () => FindingGroup[];
}

const MAX_CELL_CHARACTERS = 10_000;
const NONE: readonly Finding[] = [];
const EXPRESS_ONLY = 'taken as express consent, not as written: no column tells the class or the text that was shown';
const UNREADABLE = /[\0\uFFFD\p{Surrogate}]/u;

const SHAPE_MESSAGES = {
  unclosed_quote: 'a quote opens here and is never closed; expected a closing quote before the end of the line',
  stray_quote: 'text follows a closing quote; expected quotes inside a cell to be doubled ("")',
  row_too_long: 'the row is longer than any list needs; expected a line break',
} as const;

type Column = ColumnPlan & { cellKind: CellKind; json: string; repaired: Map<string, FindingGroup> };

/** Makes the check of a list's rows. One list, one checker: what is the same for every row is found out here. */
export function createRowChecker(rules: RowRules): RowChecker {
  const { layout, options } = rules;
  const fixes = options.fixes ?? {};
  const notes = new RowNotes();
  const expressOnly = notes.group('consent_taken_as_express', '');
  const readPhones = createPhoneReader(layout, options, notes);
  const zones = createZoneChooser({ ...rules, postcodeHeader: headerOf(layout, 'postcode') }, notes);
  const width = layout.columns.length;
  const columns = layout.columns.filter(({ use }) => use !== 'ignored' && use !== 'phone').map(prepare);
  const countryColumn = layout.columns.find((column) => column.use === 'country');
  const required = (options.requiredVariables ?? [])
    .filter((name) => name !== 'phone')
    .map((name) => ({ name, header: headerOf(layout, name), indexes: indexesOf(layout, name) }));
  let findings: Finding[] = [];

  const fail = (
    code: FindingCode,
    message: string,
    column: string | null = null,
    value: string | null = null,
  ): void => {
    findings.push({ severity: 'error', code, column, value, message });
  };

  /** A value as the decisions about its damage leave it; undefined = it cannot be read. */
  const readable = (value: string, column: Column): string | undefined => {
    if (value.length > MAX_CELL_CHARACTERS) {
      fail(
        'cell_too_long',
        `${value.length} characters; expected at most ${MAX_CELL_CHARACTERS}`,
        column.header,
        value,
      );
      return undefined;
    }
    if (UNREADABLE.test(value)) {
      const message = `some characters cannot be read in ${layout.encoding}; expected another encoding`;
      fail('unreadable_characters', message, column.header, value);
      return undefined;
    }
    const doubt = column.cellKind === 'text' ? undefined : doubtfulCell(value, column.cellKind);
    if (doubt)
      findings.push({ severity: 'warning', code: doubt.code, column: column.header, value, message: doubt.message });
    const damage = damagedCell(value, column.cellKind);
    if (!damage) return value;
    const { fix, suggested, message } = damage;
    const decision = decisionOn(fixes, fix, column.header);
    if (decision === undefined) {
      findings.push({ severity: 'warning', code: fix, column: column.header, value, message, fix, suggested });
    }
    if (decision !== 'accept') return value;
    let group = column.repaired.get(fix);
    if (!group) column.repaired.set(fix, (group = notes.group('repaired', column.header, fix)));
    notes.take(group, value, `${FIXES[fix].repair}: ${suggested}`);
    return suggested;
  };

  const countryIn = (cells: readonly string[]): string | undefined => {
    const told = countryColumn === undefined ? '' : (cells[countryColumn.index] ?? '');
    if (told === '') return options.defaultCountry;
    const known = countryOf(told);
    if (known === undefined) {
      fail(
        'country_unknown',
        'no such country; expected two letters like US, or its English name',
        countryColumn?.header,
        told,
      );
    }
    return known;
  };

  const wrongShape = (row: CsvRow): boolean => {
    if (row.problem) {
      fail(row.problem, `line ${row.line}: ${SHAPE_MESSAGES[row.problem]}`);
      return true;
    }
    const { cells } = row;
    if (cells.length === width) return false;
    // Empty cells at the end are how spreadsheets pad; a missing one may mean that the others have moved.
    const excess = cells.slice(width).some((cell) => cell.trim() !== '');
    if (!excess && cells.length > width) return false;
    const code = excess ? 'too_many_cells' : 'too_few_cells';
    fail(code, `the row has ${cells.length} cells; expected ${width}, as many as the header`);
    return true;
  };

  const check = (row: CsvRow): CheckedRow => {
    findings = [];
    notes.drop();
    if (wrongShape(row)) return { findings };
    const { cells } = row;
    for (let i = 0; i < width; i++) cells[i] = cleanCell(cells[i] ?? '');
    const country = countryIn(cells);
    const phones = readPhones(cells, country, findings);

    let zoneText = '';
    let region = '';
    let postcode = '';
    let consent: ConsentCells | undefined;
    let zoneHeader = '';
    let externalId: string | null = null;
    let name: string | null = null;
    let agent = '';
    let language = '';
    let sendAt = '';
    let starts: { value: string; place: number }[] | undefined;
    let json = '';
    for (const column of columns) {
      let value = cells[column.index] ?? '';
      if (value === '') continue;
      let kind = kindOfText(value);
      if (kind !== PLAIN || column.cellKind !== 'text' || value.length > MAX_CELL_CHARACTERS) {
        const read = readable(value, column);
        if (read === undefined) continue;
        if (read !== value) kind = kindOfText(read);
        value = read;
      }
      switch (column.use) {
        case 'timezone':
          zoneText = value;
          zoneHeader = column.header;
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
          continue;
        case 'send_at':
          sendAt = value;
          break;
        case 'starts_at':
          (starts ??= []).push({ value, place: column.place });
          break;
        case 'region':
          region = value;
          break;
        case 'postcode':
          postcode = value;
          break;
        case 'consent_at':
        case 'consent_method':
        case 'consent_text':
        case 'consent_purpose':
        case 'consent_expires':
        case 'consent_class':
          (consent ??= {})[column.use] = value;
          continue;
        default:
      }
      if (column.json === '') continue;
      json += json === '' ? column.json : `,${column.json}`;
      json += kind === PLAIN ? `"${value}"` : JSON.stringify(value);
    }
    const told = countryColumn !== undefined && cells[countryColumn.index] !== '' ? country : undefined;
    const cell = zones.choose(phones, { zone: zoneText, postcode, region, country: told });
    if (cell) findings.push(...zoneFindings(cell, zoneHeader, zoneText));
    const zoneKey = phones[0]?.zoneKey ?? '';
    let overrides: ContactOverrides | null = null;
    if (agent !== '' || language !== '' || sendAt !== '') {
      const own = overridesOf({ agent, language, sendAt }, zoneKey);
      if (Object.keys(own.overrides).length > 0) overrides = own.overrides;
      if (own.language !== undefined) json += `${json === '' ? '' : ','}"language":${JSON.stringify(own.language)}`;
    }
    if (consent) {
      const stated = consentOf(consent, zoneKey);
      if (stated) overrides = { ...overrides, consent: stated };
    }
    if (options.programme) {
      const startsAt = (starts ?? []).sort((a, b) => a.place - b.place).map(({ value }) => value);
      const own = appointmentOf({ externalId, startsAt: startsAt.join(' '), zone: zoneText }, zoneKey);
      if (own) overrides = { ...overrides, appointment: own };
    }
    for (const { name: wanted, header, indexes } of required) {
      if (indexes.some((index) => cells[index] !== '')) continue;
      fail('variable_missing', `the texts need ${wanted}; expected a value`, header, '');
    }
    if (phones.length === 0 || findings.some((finding) => finding.severity === 'error')) return { findings };
    notes.count(row.number);
    return {
      accepted: { rowNumber: row.number, phones, name, externalId, variablesJson: `{${json}}`, overrides },
      findings: findings.length === 0 ? NONE : findings,
    };
  };

  const overridesOf = (told: { agent: string; language: string; sendAt: string }, zoneKey: string) => {
    const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''));
    const read = readOverrides(given, timeContext(zoneKey));
    for (const finding of read.findings) findings.push({ ...finding, column: headerOfUse(layout, finding.column) });
    return read;
  };

  const appointmentOf = (cells: Parameters<typeof readAppointment>[0], zoneKey: string) => {
    const read = readAppointment(cells, { options, zoneKey, table: rules.zones, nowMs: rules.nowMs });
    for (const finding of read.findings) {
      const column = headerOfUse(layout, finding.column);
      // A zone that nobody knows is named already, where the recipient's was read.
      const isSaid = findings.some((said) => said.column === column && said.code === finding.code);
      if (!isSaid) findings.push({ ...finding, column });
    }
    return read.appointment;
  };

  const consentOf = (cells: ConsentCells, zoneKey: string) => {
    const read = readConsent(cells, timeContext(zoneKey));
    for (const finding of read.findings) findings.push({ ...finding, column: headerOfUse(layout, finding.column) });
    // Nobody is told later that a date alone makes no written consent: marketing in the United States asks for one.
    if (read.consent?.consentClass === 'express' && (cells.consent_class ?? '').trim() === '') {
      notes.take(expressOnly, '', EXPRESS_ONLY);
    }
    return read.consent;
  };

  const timeContext = (zoneKey: string) => ({
    zones: zoneKey === '' ? [] : zoneKey.split(','),
    table: rules.zones,
    nowMs: rules.nowMs,
    ...(options.dateOrder === undefined ? {} : { dateOrder: options.dateOrder }),
  });

  return { check, takeNotes: () => notes.all() };
}

/** Reads one row as a contact, or says everything that is wrong with it. For a few rows; a list has its own checker. */
export const checkRow = (row: CsvRow, rules: RowRules): CheckedRow => createRowChecker(rules).check(row);

const prepare = (column: ColumnPlan): Column => ({
  ...column,
  // What a cell of this column may be damaged as; the rest is text.
  cellKind: column.kind === 'date' || column.kind === 'postcode' || column.kind === 'id' ? column.kind : 'text',
  json: column.variable === null ? '' : `${JSON.stringify(column.variable)}:`,
  repaired: new Map(),
});

/** The columns that can give a variable of the texts a value. */
const indexesOf = (layout: FileLayout, wanted: string): number[] =>
  layout.columns.filter((column) => column.variable === wanted || column.use === wanted).map((column) => column.index);

const headerOf = (layout: FileLayout, wanted: string): string =>
  layout.columns.find((column) => column.variable === wanted || column.use === wanted)?.header ?? wanted;

const headerOfUse = (layout: FileLayout, use: string | null): string | null =>
  layout.columns.find((column) => column.use === use)?.header ?? use;
