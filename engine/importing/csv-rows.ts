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
const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;

interface RawRow {
  cells: string[];
  /** Where the next row starts. */
  next: number;
  /** Line breaks inside quoted cells. */
  innerLines: number;
  problem?: CsvRow['problem'];
}

/**
 * A tolerant reader of delimited text (RFC 4180 and what people send instead): any line ending, quotes doubled inside
 * quotes, line breaks in quotes. One damaged row costs that row, never the file: a quote that is not closed sets
 * aside the line on which it opens, and reading goes on with the next. Any text gives rows and never an error.
 */
export class CsvReader {
  readonly #delimiter: number;
  #rest = '';
  #row = 0;
  #line = 1;
  #started = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Rows that are complete with this piece of text; blank rows are counted and left out. */
  push(text: string, final = false): CsvRow[] {
    const rows: CsvRow[] = [];
    const all = this.#rest + text;
    let at = 0;
    if (!this.#started && (final || all.length >= 8)) {
      this.#started = true;
      // A line that tells a spreadsheet the delimiter is not shown by it, so it is no row.
      const hint = /^sep=.\r?\n/.exec(all);
      if (hint) {
        at = hint[0].length;
        this.#line++;
      }
    }
    while (this.#started && at < all.length) {
      const raw = readRow(all, at, this.#delimiter, final);
      if (!raw) break;
      this.#row++;
      const blank = raw.problem === undefined && raw.cells.every((cell) => cell.trim() === '');
      if (!blank) {
        rows.push({
          number: this.#row,
          line: this.#line,
          cells: raw.cells,
          ...(raw.problem ? { problem: raw.problem } : {}),
        });
      }
      this.#line += 1 + raw.innerLines;
      at = raw.next;
    }
    this.#rest = at === 0 ? all : all.slice(at);
    return rows;
  }
}

/** The row at `start`, or undefined when the text may still go on. */
function readRow(text: string, start: number, delimiter: number, final: boolean): RawRow | undefined {
  const cells: string[] = [];
  let innerLines = 0;
  let problem: CsvRow['problem'];
  for (let at = start; ; at++) {
    let open = at;
    while (text.charCodeAt(open) === SPACE) open++;
    if (text.charCodeAt(open) === QUOTE) {
      const quoted = readQuoted(text, open + 1);
      if (!quoted) {
        if (!final && text.length - start < MAX_ROW_CHARACTERS) return undefined;
        return firstLineOf(text, start, delimiter);
      }
      at = quoted.next;
      while (text.charCodeAt(at) === SPACE) at++;
      if (at >= text.length && !final) return undefined;
      let value = quoted.value;
      if (!endsCell(text, at, delimiter)) {
        // Text after the closing quote, and lines inside: that quote opened something else, most likely.
        if (quoted.lines > 0) return firstLineOf(text, start, delimiter);
        const end = endOfCell(text, quoted.next, delimiter);
        value += text.slice(quoted.next, end);
        problem = 'stray_quote';
        at = end;
      }
      innerLines += quoted.lines;
      cells.push(value);
    } else {
      const end = endOfCell(text, at, delimiter);
      cells.push(text.slice(at, end));
      at = end;
    }
    const code = text.charCodeAt(at);
    if (code === delimiter) continue;
    if (at >= text.length) {
      if (!final && text.length - start < MAX_ROW_CHARACTERS) return undefined;
      if (!final) return firstLineOf(text, start, delimiter, 'row_too_long');
      return { cells, next: at, innerLines, ...(problem ? { problem } : {}) };
    }
    // A carriage return at the very end may be half of a pair.
    if (code === CR && at + 1 >= text.length && !final) return undefined;
    const next = at + (code === CR && text.charCodeAt(at + 1) === LF ? 2 : 1);
    return { cells, next, innerLines, ...(problem ? { problem } : {}) };
  }
}

function readQuoted(text: string, start: number): { value: string; next: number; lines: number } | undefined {
  let value = '';
  for (let at = start; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - start > MAX_ROW_CHARACTERS) return undefined;
    value += text.slice(at, quote);
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      const lines = value.includes('\n') || value.includes('\r') ? (value.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
      return { value, next: quote + 1, lines };
    }
    value += '"';
    at = quote + 2;
  }
}

function endsCell(text: string, at: number, delimiter: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === delimiter || code === LF || code === CR;
}

function endOfCell(text: string, start: number, delimiter: number): number {
  let at = start;
  while (!endsCell(text, at, delimiter)) at++;
  return at;
}

/** Sets aside one physical line as it stands, so that the next line can be read. */
function firstLineOf(
  text: string,
  start: number,
  delimiter: number,
  problem: CsvRow['problem'] = 'unclosed_quote',
): RawRow {
  const match = /\r\n|\n|\r/g;
  match.lastIndex = start;
  const found = match.exec(text);
  const end = Math.min(found?.index ?? text.length, start + MAX_ROW_CHARACTERS);
  const next = found && end === found.index ? found.index + found[0].length : end;
  return {
    cells: text.slice(start, end).split(String.fromCharCode(delimiter)),
    next,
    innerLines: 0,
    problem: problem ?? 'unclosed_quote',
  };
}
