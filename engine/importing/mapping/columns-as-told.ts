import type { Choice, ColumnEvidence, LayoutQuestion } from './choose-columns.ts';
import { columnKey } from './header-aliases.ts';
import { TARGETS, type Target } from '../import-options.ts';

const told = (use: Choice['use'], place: number): Choice => ({ use, place, reason: 'as told', confidence: 'certain' });

/** Their cells are put together, in the order in which they are told. */
const JOINED: readonly Target[] = ['name', 'starts_at'];

/** Takes what the options say about columns, with a question for each word that does not fit the file. */
export function takeTold(
  { header, options }: ColumnEvidence,
  choices: Map<number, Choice>,
  questions: LayoutQuestion[],
): void {
  for (const target of TARGETS) {
    const wanted = options.mapping?.[target] ?? [];
    const names = JOINED.includes(target) ? wanted.flatMap((one) => splitNames(one, header)) : wanted;
    names.forEach((name, place) => {
      const index = columnNamed(name, header, target, questions);
      if (index === undefined) return;
      const before = choices.get(index);
      if (before) {
        questions.push({
          code: 'ambiguous_column',
          message: `The column "${header[index]}" is told to be ${before.use} and ${target}.`,
          repair: 'Give each column to one of them.',
          target,
          candidates: [index],
          blocking: true,
        });
      } else choices.set(index, told(target, place));
    });
    if (names.length > 1 && target !== 'phone' && !JOINED.includes(target)) {
      questions.push({
        code: 'ambiguous_column',
        message: `${names.length} columns are told to be ${target}: ${names.join(', ')}.`,
        repair: 'Name one.',
        target,
        candidates: [...choices].flatMap(([index, choice]) => (choice.use === target ? [index] : [])),
        blocking: true,
      });
    }
  }
  for (const name of options.ignore ?? []) {
    const index = columnNamed(name, header, null, questions);
    if (index !== undefined) choices.set(index, told('ignored', 0));
  }
  if (options.mapping?.phone?.length === 0) {
    questions.push({
      code: 'no_phone_column',
      message: 'No column is told to be the phone.',
      repair: 'Name the column with the mapping phone=COLUMN.',
      target: 'phone',
      candidates: [],
      blocking: true,
    });
  }
}

/** `First+Last` names two columns, unless one column is called just that. */
function splitNames(wanted: string, header: readonly string[]): string[] {
  return header.some((name) => columnKey(name) === columnKey(wanted)) ? [wanted] : wanted.split('+');
}

/** The column of that header or place (`#2`); undefined with a question when there is none, or more than one. */
function columnNamed(
  wanted: string,
  header: readonly string[],
  target: Target | null,
  questions: LayoutQuestion[],
): number | undefined {
  const position = /^#(\d+)$/.exec(wanted.trim());
  const index = position ? Number(position[1]) - 1 : -1;
  if (index >= 0 && index < header.length) return index;
  const exact = header.flatMap((name, i) => (name.trim() === wanted.trim() ? [i] : []));
  const hits =
    exact.length > 0 ? exact : header.flatMap((name, i) => (columnKey(name) === columnKey(wanted) ? [i] : []));
  if (hits.length === 1) return hits[0];
  const places = hits.map((i) => `#${i + 1}`).join(' or ');
  questions.push({
    code: hits.length === 0 ? 'unknown_column' : 'ambiguous_column',
    message:
      hits.length === 0 ? `The file has no column "${wanted}".` : `${hits.length} columns are called "${wanted}".`,
    repair: hits.length === 0 ? `Its columns: ${header.join(', ')}.` : `Say which by its place: ${places}.`,
    target,
    candidates: hits.length === 0 ? header.map((_, i) => i) : hits,
    blocking: true,
  });
  return undefined;
}
