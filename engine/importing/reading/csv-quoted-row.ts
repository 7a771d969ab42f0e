import type { CsvRow } from './csv-rows.ts';

interface RawRow {
  cells: string[];
  /** Where the next row starts. */
  next: number;
  /** Line breaks inside quoted cells. */
  innerLines: number;
  problem: CsvRow['problem'];
}

const LF = 10;
const CR = 13;
const SPACE = 32;

interface Limits {
  /** Longest row, in characters. */
  maxRow: number;
  /** No text comes after this. */
  final: boolean;
}

/**
 * Reads the row at `start`, which may have quoted cells or be too long; undefined when the text may still go on.
 * It looks no further than the longest row allows, so what it answers does not depend on how much text is there.
 */
export function readQuotedRow(
  text: string,
  start: number,
  delimiter: string,
  quote: string,
  { maxRow, final }: Limits,
): RawRow | undefined {
  const limit = start + maxRow;
  // Two more: a doubled quote, or a pair of carriage return and line feed, that straddles the limit.
  const complete = final || text.length > limit + 2;
  const separator = delimiter.charCodeAt(0);
  const quoteCode = quote === '' ? -1 : quote.charCodeAt(0);
  const cells: string[] = [];
  let innerLines = 0;
  let problem: CsvRow['problem'];
  for (let at = start; ; at++) {
    let open = at;
    while (text.charCodeAt(open) === SPACE && open <= limit) open++;
    if (text.charCodeAt(open) === quoteCode) {
      const quoted = readQuoted(text, open + 1, quote, quoteCode, limit);
      if (!quoted) return complete ? firstLineOf(text, start, limit, delimiter, 'unclosed_quote') : undefined;
      at = quoted.next;
      while (text.charCodeAt(at) === SPACE && at <= limit) at++;
      let value = quoted.value;
      if (!endsCell(text, at, separator)) {
        // Text after the closing quote, and lines inside: that quote opened something else, most likely.
        if (quoted.lines > 0) return firstLineOf(text, start, limit, delimiter, 'unclosed_quote');
        const end = endOfCell(text, quoted.next, separator, limit);
        value += text.slice(quoted.next, end);
        problem = 'stray_quote';
        at = end;
      }
      innerLines += quoted.lines;
      cells.push(value);
    } else {
      const end = endOfCell(text, at, separator, limit);
      cells.push(text.slice(at, end));
      at = end;
    }
    if (at > limit) return complete ? firstLineOf(text, start, limit, delimiter, 'row_too_long') : undefined;
    const code = text.charCodeAt(at);
    if (code === separator) continue;
    // More of the cell may come, or the last quote may be the first of a doubled pair.
    if (at >= text.length) return complete ? { cells, next: at, innerLines, problem } : undefined;
    // A carriage return at the very end may be half of a pair.
    if (code === CR && at + 1 >= text.length && !final) return undefined;
    const next = at + (code === CR && text.charCodeAt(at + 1) === LF ? 2 : 1);
    return { cells, next, innerLines, problem };
  }
}

/** Undefined when the quote is not closed up to the limit. */
function readQuoted(
  text: string,
  start: number,
  quote: string,
  quoteCode: number,
  limit: number,
): { value: string; next: number; lines: number } | undefined {
  let value = '';
  for (let at = start; ;) {
    const close = text.indexOf(quote, at);
    if (close < 0 || close > limit) return undefined;
    value += text.slice(at, close);
    if (text.charCodeAt(close + 1) !== quoteCode) return { value, next: close + 1, lines: countLines(value) };
    value += quote;
    at = close + 2;
  }
}

function countLines(value: string): number {
  if (!value.includes('\n') && !value.includes('\r')) return 0;
  return value.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function endsCell(text: string, at: number, separator: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === separator || code === LF || code === CR;
}

function endOfCell(text: string, start: number, separator: number, limit: number): number {
  let at = start;
  while (at <= limit && !endsCell(text, at, separator)) at++;
  return at;
}

/** Sets aside one physical line as it stands, so that the next line can be read. */
function firstLineOf(
  text: string,
  start: number,
  limit: number,
  delimiter: string,
  problem: NonNullable<CsvRow['problem']>,
): RawRow {
  let end = start;
  while (end < text.length && end < limit && !endsLine(text.charCodeAt(end))) end++;
  const code = text.charCodeAt(end);
  const lineEnd = code === CR && text.charCodeAt(end + 1) === LF ? 2 : endsLine(code) ? 1 : 0;
  return { cells: text.slice(start, end).split(delimiter), next: end + lineEnd, innerLines: 0, problem };
}

const endsLine = (code: number): boolean => code === LF || code === CR;
