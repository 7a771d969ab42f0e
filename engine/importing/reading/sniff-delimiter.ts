import { CsvReader, type CsvRow, type Quote } from './csv-rows.ts';
import type { Sureness } from './text-encoding.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 200;
const MAX_TITLES = 5;

/** How a text is cut into cells, with why and how sure that is. */
interface DelimiterGuess {
  delimiter: string;
  reason: string;
  sure: Sureness;
}

/**
 * Guesses the delimiter of a text's beginning: the one with which most rows have as many cells as the header, and
 * more than one. Judged by rows as they are really read, so decimal commas and quoted delimiters do not mislead.
 */
export function sniffDelimiter(sample: string, quote: Quote = '"'): DelimiterGuess {
  const hint = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (hint !== undefined) return { delimiter: hint, reason: 'the file says so itself (sep=)', sure: 'certain' };
  const judged = DELIMITERS.map((delimiter) => ({ delimiter, ...fitOf(rowsOf(sample, delimiter, quote)) }))
    .filter((one) => one.columns > 1)
    .sort((a, b) => b.score - a.score);
  const [best, second] = judged;
  if (!best) return { delimiter: ',', reason: 'one column only', sure: 'likely' };
  const share = Math.round(best.fit * 100);
  const rival = second !== undefined && second.fit > best.fit - 0.2;
  // Ragged rows leave no doubt about a delimiter that has no rival.
  const alone = second === undefined && best.fit >= 0.5;
  const sure =
    best.fit >= 0.98 && best.rows > 1 && !rival
      ? 'certain'
      : (alone || best.fit >= 0.8) && !rival
        ? 'likely'
        : 'doubtful';
  const doubt = rival ? `, and ${second.columns} with ${nameOf(second.delimiter)}` : '';
  return {
    delimiter: best.delimiter,
    reason: `${share} % of the rows have ${best.columns} cells with it${doubt}`,
    sure,
  };
}

/**
 * Guesses what encloses cells: double quotes, unless single ones enclose cells and double ones do not, or double
 * quotes are opened all over and never closed.
 */
export function sniffQuote(sample: string, delimiter: string): { quote: Quote; reason: string; sure: Sureness } {
  const double = rowsOf(sample, delimiter, '"');
  const bare = rowsOf(sample, delimiter, 'none');
  const openings = { '"': 0, "'": 0 };
  let enclosed = 0;
  for (const cell of bare.flatMap((row) => row.cells)) {
    const text = cell.trim();
    if (text.startsWith('"')) openings['"']++;
    if (text.startsWith("'")) openings["'"]++;
    if (text.length > 1 && text.startsWith("'") && text.endsWith("'")) enclosed++;
  }
  if (openings['"'] === 0 && enclosed >= 2 && enclosed >= openings["'"] / 2) {
    const single = rowsOf(sample, delimiter, "'");
    if (brokenShare(single) <= 0.02 && fitOf(single).fit >= fitOf(double).fit) {
      return { quote: "'", reason: `single quotes enclose ${enclosed} cells of the first rows`, sure: 'likely' };
    }
  }
  if (openings['"'] === 0) {
    return { quote: '"', reason: 'no cell of the first rows is enclosed in quotes', sure: 'certain' };
  }
  const broken = brokenShare(double);
  if (broken > 0.2 && openings['"'] >= 3 && fitOf(bare).fit > fitOf(double).fit + 0.1) {
    return { quote: 'none', reason: 'double quotes stand in the cells and enclose none', sure: 'doubtful' };
  }
  const reason = broken > 0 ? 'double quotes enclose cells, but not all are closed' : 'double quotes enclose cells';
  return { quote: '"', reason, sure: broken === 0 ? 'certain' : broken < 0.2 ? 'likely' : 'doubtful' };
}

function rowsOf(sample: string, delimiter: string, quote: Quote): CsvRow[] {
  const rows = new CsvReader(delimiter, quote).push(sample, true).slice(0, SAMPLE_ROWS);
  // The last row of a sample may be cut.
  return rows.length > 2 ? rows.slice(0, -1) : rows;
}

const brokenShare = (rows: readonly CsvRow[]): number =>
  rows.length === 0 ? 0 : rows.filter((row) => row.problem !== undefined).length / rows.length;

/** How many leading rows of a sample are titles: one cell, above rows that have several. */
export function countTitles(rows: readonly CsvRow[]): number {
  const filled = (row: CsvRow | undefined): number => (row?.cells ?? []).filter((cell) => cell.trim() !== '').length;
  let titles = 0;
  while (titles < MAX_TITLES && filled(rows[titles]) === 1) titles++;
  const below = rows.slice(titles);
  return below.length >= 2 && below.every((row) => filled(row) > 1 || row.problem !== undefined) ? titles : 0;
}

function fitOf(all: readonly CsvRow[]): { fit: number; columns: number; rows: number; score: number } {
  const rows = all.slice(countTitles(all));
  const columns = rows[0]?.cells.length ?? 1;
  const fitting = rows.filter((row) => row.cells.length === columns && row.problem === undefined).length;
  const fit = rows.length === 0 ? 0 : fitting / rows.length;
  return { fit, columns, rows: rows.length, score: fit + columns / 1_000 };
}

const NAMES: Readonly<Record<string, string>> = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar' };
const nameOf = (delimiter: string): string => NAMES[delimiter] ?? delimiter;
