import { copyField } from '../../../db/copy.ts';
import type { AcceptedRow } from './check-row.ts';
import { shorten, type Finding } from '../findings.ts';
import { storable } from '../reading/text-encoding.ts';

/** Rows of a list's contacts lie in one range of ids: list number * 2^24 + row number. */
export const ROWS_PER_LIST = 2 ** 24;

export const CONTACT_COLUMNS =
  'contacts (id, import_id, row_number, phone, line_type, external_id, name, zone_key, zone_source, place_key, variables, overrides)';
export const PHONE_COLUMNS = 'contact_phones (contact_id, place, phone, line_type, zone_key, place_key)';
export const ROW_COLUMNS = 'import_rows (import_id, row_number, verdict, cells, shape)';
export const PROBLEM_COLUMNS =
  'import_problems (import_id, row_number, ordinal, severity, code, column_name, value, message, fix, suggested)';

export interface ListIdentity {
  importId: string;
  /** Id that row 0 of the list would have. */
  firstContactId: number;
}

/** An accepted row as a line of COPY for `contacts`. */
export function contactLine(row: AcceptedRow, list: ListIdentity): string {
  const [first] = row.phones;
  if (!first) throw new Error(`row ${row.rowNumber} was accepted without a phone`);
  const externalId = row.externalId === null ? '\\N' : copyField(row.externalId);
  const name = row.name === null ? '\\N' : copyField(row.name);
  const overrides = row.overrides === null ? '\\N' : copyField(JSON.stringify(row.overrides));
  // JSON has a backslash only where something was escaped.
  const variables = row.variablesJson.includes('\\') ? copyField(row.variablesJson) : row.variablesJson;
  return `${list.firstContactId + row.rowNumber}\t${list.importId}\t${row.rowNumber}\t${first.digits}\t${first.lineType}\t${externalId}\t${name}\t${first.zoneKey}\t${first.zoneSource}\t${first.placeKey}\t${variables}\t${overrides}\n`;
}

/** Its further numbers as lines for `contact_phones`. */
export function phoneLines(row: AcceptedRow, list: ListIdentity): string {
  let text = '';
  for (let place = 1; place < row.phones.length; place++) {
    const phone = row.phones[place];
    if (phone) {
      text += `${list.firstContactId + row.rowNumber}\t${place}\t${phone.digits}\t${phone.lineType}\t${phone.zoneKey}\t${phone.placeKey}\n`;
    }
  }
  return text;
}

/** A row of which something is to be said, for `import_rows`. */
export function rowLine(
  importId: string,
  row: { rowNumber: number; cells: readonly string[]; shape?: string | undefined },
  verdict: 'rejected' | 'duplicate' | 'accepted',
): string {
  const cells = copyField(JSON.stringify(row.cells.map(storable)));
  return `${importId}\t${row.rowNumber}\t${verdict}\t${cells}\t${row.shape ?? '\\N'}\n`;
}

/** What is to be said of it, for `import_problems`. */
export function problemLines(importId: string, rowNumber: number, findings: readonly Finding[]): string {
  let text = '';
  let ordinal = 0;
  for (const { severity, code, column, value, message, fix, suggested } of findings) {
    if (severity === 'info') continue;
    const shown = shorten(value);
    text += `${importId}\t${rowNumber}\t${ordinal++}\t${severity}\t${code}\t${copyField(column)}\t${
      shown === null ? '\\N' : copyField(shown)
    }\t${copyField(storable(message))}\t${copyField(fix)}\t${suggested === undefined ? '\\N' : copyField(storable(suggested))}\n`;
  }
  return text;
}
