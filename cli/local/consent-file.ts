import type { z } from 'zod';
import type { newConsent } from '../../api/schemas/consents.ts';
import { CsvReader, type CsvRow } from '../../engine/importing/reading/csv-rows.ts';
import { decodeText } from '../../engine/importing/reading/text-encoding.ts';
import { sniffDelimiter } from '../../engine/importing/reading/sniff-delimiter.ts';
import { CliError } from '../cli-error.ts';
import { PHONE_IN_FULL } from '../parse/phone.ts';
import { readNumber } from './read-number.ts';

type NewConsent = z.input<typeof newConsent>;
type Field = keyof NewConsent;
/** What holds where a row is silent. */
export type Silent = { [Each in Field]?: string | undefined };

/** A row as it is sent, or why it cannot be. */
export type ConsentRow = { row: number; bytesRead: number } & ({ item: NewConsent } | { problem: string });

/** What columns are called, without case, spaces and underscores. */
const COLUMNS: Readonly<Record<string, Field>> = {
  phone: 'phone',
  number: 'phone',
  phonenumber: 'phone',
  purpose: 'purpose',
  channel: 'channel',
  class: 'consentClass',
  consentclass: 'consentClass',
  consenttype: 'consentClass',
  method: 'method',
  how: 'method',
  text: 'textShown',
  textshown: 'textShown',
  evidence: 'evidence',
  at: 'happenedAt',
  givenat: 'happenedAt',
  happenedat: 'happenedAt',
  consentdate: 'happenedAt',
  date: 'happenedAt',
  expires: 'expiresAt',
  expiresat: 'expiresAt',
  expiry: 'expiresAt',
};
const NEEDED = { phone: '', consentClass: '--class', method: '--method', happenedAt: '--at' } as const;

/**
 * Reads a CSV in UTF-8 with a header. `silent`: what holds where the row or the whole file says nothing;
 * `country`: of national numbers. Throws
 * CliError `columns_missing`, `columns_twice`, `file_not_utf8`, `file_empty`; a row that is broken costs that row.
 */
export async function* readConsentFile(
  bytes: AsyncIterable<Uint8Array>,
  silent: Silent,
  country?: string,
): AsyncGenerator<ConsentRow> {
  let reader: CsvReader | undefined;
  let columns: (Field | undefined)[] | undefined;
  // A last empty piece tells the reader that nothing follows.
  for await (const { text, bytesRead, final } of marked(bytes)) {
    if (text.includes('\uFFFD')) {
      throw new CliError('file_not_utf8', 'The file is not in UTF-8.', {
        repair: 'Save it as UTF-8.',
      });
    }
    reader ??= new CsvReader(sniffDelimiter(text).delimiter);
    for (const row of reader.push(text, final)) {
      if (columns) yield { row: row.number, bytesRead, ...itemOf(row, columns, silent, country) };
      else columns = columnsOf(row.cells, silent);
    }
  }
  if (!columns) throw new CliError('file_empty', 'The file has no row.');
}

async function* marked(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ text: string; bytesRead: number; final: boolean }> {
  let last = 0;
  for await (const { text, bytesRead } of decodeText(bytes, 'utf-8')) {
    last = bytesRead;
    if (text !== '') yield { text, bytesRead, final: false };
  }
  yield { text: '', bytesRead: last, final: true };
}

function columnsOf(header: readonly string[], silent: Silent): (Field | undefined)[] {
  const columns = header.map((title) => COLUMNS[title.toLowerCase().replace(/[\s_-]/g, '')]);
  const known = columns.filter((field) => field !== undefined);
  if (new Set(known).size < known.length) {
    throw new CliError('columns_twice', `Two columns mean the same: ${header.join(', ')}.`);
  }
  const missing = Object.entries(NEEDED).filter(([field, flag]) => {
    const given = Object.entries(silent).some(([name, value]) => name === field && value !== undefined);
    return !(flag !== '' && given) && !known.some((each) => each === field);
  });
  if (missing.length > 0) {
    const words = missing.map(([field, flag]) => (flag === '' ? field : `${field} (or ${flag})`));
    throw new CliError('columns_missing', `The header lacks: ${words.join(', ')}. It has: ${header.join(', ')}.`, {
      repair: 'Known columns: phone, purpose, channel, class, method, text, evidence, at, expires.',
    });
  }
  return columns;
}

function itemOf(
  row: CsvRow,
  columns: readonly (Field | undefined)[],
  silent: Silent,
  country: string | undefined,
): { item: NewConsent } | { problem: string } {
  if (row.problem !== undefined) return { problem: `cannot be read (${row.problem})` };
  const said = new Map<Field, string>();
  for (const [place, field] of columns.entries()) {
    const cell = (row.cells[place] ?? '').trim();
    if (field !== undefined && cell !== '') said.set(field, cell);
  }
  const told = (field: Field): string | undefined => said.get(field) ?? silent[field];
  const written = told('phone') ?? '';
  const phone = readNumber(written, country);
  if (phone === undefined)
    return {
      problem: `"${written}": ${country === undefined ? `${PHONE_IN_FULL} Or tell the country: --country US` : `no number of ${country.toUpperCase()}`}`,
    };
  return {
    item: {
      phone,
      purpose: told('purpose')?.toLowerCase() ?? '',
      channel: told('channel')?.toLowerCase() ?? '',
      consentClass: told('consentClass')?.toLowerCase() ?? '',
      method: told('method') ?? '',
      textShown: told('textShown'),
      evidence: told('evidence'),
      happenedAt: told('happenedAt') ?? '',
      expiresAt: told('expiresAt'),
    },
  };
}
