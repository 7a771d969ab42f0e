import { readQuotedRow } from './csv-quoted-row.ts';

export const QUOTES = ['"', "'", 'none'] as const;
/** What encloses cells that hold delimiters or line breaks; `none`: quotes are ordinary characters. */
export type Quote = (typeof QUOTES)[number];

/** One record of a file. `number` is its row as a spreadsheet shows it: the first record is row 1, blank ones count. */
export interface CsvRow {
  number: number;
  /** Physical line on which it starts, from 1. */
  line: number;
  cells: string[];
  problem?: 'unclosed_quote' | 'stray_quote' | 'row_too_long';
}

/** No honest row is longer; a quote that nobody closes would otherwise swallow the file. */
const MAX_ROW_CHARACTERS = 200_000;
/** `sep=;` and its line end. */
const HINT_CHARACTERS = 7;
const SPACE = 32;

/**
 * A tolerant reader of delimited text (RFC 4180 and what people send instead): any line ending, quotes doubled inside
 * quotes, line breaks in quotes. One damaged row costs that row, never the file: a quote that is not closed sets
 * aside the line on which it opens, and reading goes on with the next. Any text gives rows and never an error, and
 * the same rows however it is cut into pieces.
 */
export class CsvReader {
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #maxRow: number;
  #rest = '';
  #row = 0;
  #line = 1;
  #started = false;

  constructor(delimiter: string, quote: Quote = '"', maxRowCharacters = MAX_ROW_CHARACTERS) {
    this.#delimiter = delimiter;
    this.#quote = quote === 'none' ? '' : quote;
    this.#maxRow = maxRowCharacters;
  }

  /** Rows that are complete with this piece of text; blank rows are counted and left out. */
  push(text: string, final = false): CsvRow[] {
    const rows: CsvRow[] = [];
    const all = this.#rest + text;
    if (!final && this.#mayWait(all.length, text)) {
      this.#rest = all;
      return rows;
    }
    const start = this.#started ? 0 : this.#afterHint(all);
    this.#started = true;
    const at = this.#readRows(all, start, final, rows);
    this.#rest = at === 0 ? all : all.slice(at);
    return rows;
  }

  /** Joining strings costs nothing until they are looked into: what cannot end a row is only kept. */
  #mayWait(length: number, text: string): boolean {
    if (!this.#started) return length <= HINT_CHARACTERS;
    return length <= this.#maxRow && !text.includes('\n') && !text.includes('\r');
  }

  /** A line that tells a spreadsheet the delimiter is not shown by it, so it is no row. */
  #afterHint(text: string): number {
    const hint = /^sep=.\r?\n/.exec(text);
    if (!hint) return 0;
    this.#line++;
    return hint[0].length;
  }

  /** Says up to where the text is read. */
  #readRows(text: string, start: number, final: boolean, rows: CsvRow[]): number {
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    const length = text.length;
    // Where each is found next, looked for again only when reading has passed it: most lines have no quote at all.
    let lf = -1;
    let cr = -1;
    let quoteAt = quote === '' ? length : -1;
    let delimiterAt = -1;
    let at = start;
    while (at < length) {
      if (lf < at) lf = indexOrEnd(text, '\n', at);
      if (cr < at) cr = indexOrEnd(text, '\r', at);
      if (quoteAt < at) quoteAt = indexOrEnd(text, quote, at);
      const end = lf < cr ? lf : cr;
      if (quoteAt <= end || end - at > this.#maxRow) {
        const raw = readQuotedRow(text, at, delimiter, quote, { maxRow: this.#maxRow, final });
        if (!raw) return at;
        this.#give(rows, raw.cells, raw.problem);
        this.#line += 1 + raw.innerLines;
        at = raw.next;
        continue;
      }
      // A carriage return at the very end may be half of a pair.
      if (!final && (end === length || (end === cr && end === length - 1))) return at;
      const cells: string[] = [];
      if (delimiterAt < at) delimiterAt = indexOrEnd(text, delimiter, at);
      while (delimiterAt < end) {
        cells.push(text.slice(at, delimiterAt));
        at = delimiterAt + 1;
        delimiterAt = indexOrEnd(text, delimiter, at);
      }
      cells.push(text.slice(at, end));
      this.#give(rows, cells, undefined);
      this.#line++;
      at = end + (end === cr && lf === cr + 1 ? 2 : 1);
    }
    return Math.min(at, length);
  }

  #give(rows: CsvRow[], cells: string[], problem: CsvRow['problem']): void {
    const number = ++this.#row;
    if (problem !== undefined) rows.push({ number, line: this.#line, cells, problem });
    else if (!isBlank(cells)) rows.push({ number, line: this.#line, cells });
  }
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found < 0 ? text.length : found;
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) {
    // Trimming is for what may be blank: visible characters are beyond the space, and nearly every row begins with one.
    const code = cell.charCodeAt(0);
    if (code > SPACE && code < 127) return false;
    if (cell !== '' && cell.trim() !== '') return false;
  }
  return true;
}
