export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null | undefined;
  /** Numbers stand on the right. */
  right?: true;
}

/** Rows under their titles, two spaces apart. No rows = the sentence for that. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], none = 'None.'): string {
  if (rows.length === 0) return none;
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => oneLine(value(row)))),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => width(line[i] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, i) => {
          const gap = ' '.repeat((widths[i] ?? 0) - width(cell));
          return columns[i]?.right ? gap + cell : cell + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `name: value` lines, the values aligned; what is null or undefined is left out. */
export function fields(entries: Readonly<Record<string, string | number | null | undefined>>): string {
  const shown = Object.entries(entries).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const longest = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${`${name}:`.padEnd(longest + 2)}${oneLine(value)}`).join('\n');
}

/** What comes from outside may hold line breaks and escape codes: none of them reaches the terminal. */
export function oneLine(value: string | number | null | undefined): string {
  return String(value ?? '')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/\p{Cc}/gu, '');
}

const width = (text: string): number => [...text].length;
