import type { ColumnPlan, LayoutQuestion } from './choose-columns.ts';
import { columnKey, headerSense, variableName } from './header-aliases.ts';

/** Whether the texts need more than the columns give, and which columns may be meant. */
export interface TemplateCheck {
  needed: string[];
  missing: string[];
  /** By missing variable: headers that may be it. */
  suggestions: Record<string, string[]>;
}

/** Compares what the texts need with what the columns give. */
export function checkTemplates(
  header: readonly string[],
  columns: readonly ColumnPlan[],
  needed: readonly string[],
): TemplateCheck {
  const missing = needed.filter((name) => !columns.some((column) => gives(column, name)));
  const suggestions: Record<string, string[]> = {};
  for (const name of missing) suggestions[name] = header.filter((one) => isNear(one, name));
  return { needed: [...needed], missing, suggestions };
}

/** The same as a question that blocks: without these columns every row would be set aside. */
export function missingColumns(
  header: readonly string[],
  columns: readonly ColumnPlan[],
  needed: readonly string[],
): LayoutQuestion[] {
  const { missing, suggestions } = checkTemplates(header, columns, needed);
  if (missing.length === 0) return [];
  const near = [...new Set(Object.values(suggestions).flat())];
  const meant = near.length > 0 ? ` (did you mean ${near.join(', ')}?)` : '';
  return [
    {
      code: 'missing_columns',
      message: `The texts need ${missing.join(', ')}, and no column gives it. Columns: ${header.join(', ')}.`,
      repair: `Add the column${meant}, or give the text a fallback: {{ ${missing[0]} | default: "there" }}.`,
      target: null,
      candidates: near.map((name) => header.indexOf(name)),
      blocking: true,
    },
  ];
}

const gives = (column: ColumnPlan, name: string): boolean =>
  column.use !== 'ignored' &&
  (column.variable === name || column.use === name || column.variable === variableName(name));

/** One begins like the other, means the same, or is one slip of the finger away. */
function isNear(header: string, wanted: string): boolean {
  const [a, b] = [columnKey(header), columnKey(wanted)];
  const meaning = headerSense(header)?.meaning;
  if (meaning !== undefined && meaning === headerSense(wanted)?.meaning) return true;
  if (a.length < 3 || b.length < 3) return false;
  return a.startsWith(b.slice(0, 4)) || a.includes(b) || b.includes(a) || isOneSlip(a, b);
}

function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
