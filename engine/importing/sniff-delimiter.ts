import { CsvReader } from './csv-rows.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 200;

/**
 * Guesses the delimiter of a text's beginning: the one with which most rows have as many cells as the header, and
 * more than one. Judged by rows as they are really read, so decimal commas and quoted delimiters do not mislead.
 */
export function sniffDelimiter(sample: string): { delimiter: string; reason: string } {
  const hint = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (hint !== undefined) return { delimiter: hint, reason: 'the file says so itself (sep=)' };
  let best: { delimiter: string; score: number; columns: number } = { delimiter: ',', score: 0, columns: 1 };
  for (const delimiter of DELIMITERS) {
    const rows = new CsvReader(delimiter).push(sample, true).slice(0, SAMPLE_ROWS);
    // The last row of a sample may be cut.
    const judged = rows.length > 2 ? rows.slice(0, -1) : rows;
    const columns = judged[0]?.cells.length ?? 1;
    if (columns < 2) continue;
    const fitting = judged.filter((row) => row.cells.length === columns && row.problem === undefined).length;
    const score = fitting / judged.length + columns / 1_000;
    if (score > best.score) best = { delimiter, score, columns };
  }
  if (best.columns === 1) return { delimiter: best.delimiter, reason: 'one column only' };
  return { delimiter: best.delimiter, reason: `most rows have ${best.columns} cells with it` };
}
