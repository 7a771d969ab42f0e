import type { Column } from '../queries.ts';

export type Use = Column['use'];
export type Target = Exclude<Use, 'variable' | 'ignored'>;

interface TargetWords {
  value: Use;
  label: string;
  group: string;
}

/** What a column can be, in the order in which people look for it. */
const ALL: readonly TargetWords[] = [
  { value: 'phone', label: 'Phone number', group: 'Who' },
  { value: 'name', label: 'Name', group: 'Who' },
  { value: 'external_id', label: 'Your own id', group: 'Who' },
  { value: 'language', label: 'Language', group: 'Who' },
  { value: 'agent', label: 'Agent of this person', group: 'Who' },
  { value: 'timezone', label: 'Time zone', group: 'Where' },
  { value: 'country', label: 'Country', group: 'Where' },
  { value: 'region', label: 'State or province', group: 'Where' },
  { value: 'postcode', label: 'Postcode', group: 'Where' },
  { value: 'send_at', label: 'Not before (send at)', group: 'When' },
  { value: 'starts_at', label: 'Start of the appointment', group: 'When' },
  { value: 'consent_at', label: 'Consent: date', group: 'Consent' },
  { value: 'consent_method', label: 'Consent: source', group: 'Consent' },
  { value: 'consent_text', label: 'Consent: wording', group: 'Consent' },
  { value: 'consent_purpose', label: 'Consent: purpose', group: 'Consent' },
  { value: 'consent_expires', label: 'Consent: expires', group: 'Consent' },
  { value: 'consent_class', label: 'Consent: kind', group: 'Consent' },
  { value: 'variable', label: 'Keep as a variable', group: 'Other' },
  { value: 'ignored', label: 'Ignore', group: 'Other' },
];

export const useWords = (use: Use): string => ALL.find(({ value }) => value === use)?.label ?? use;

/** `appointments`: a row is an appointment, which has a start and no time of its own for sending. */
export const usesFor = (purpose: string): readonly TargetWords[] =>
  ALL.filter(({ value }) =>
    purpose === 'appointments' ? value !== 'send_at' && value !== 'agent' : value !== 'starts_at',
  );

/** Several columns of these are one after the other: numbers are tried, names joined. */
const SEVERAL: readonly Use[] = ['phone', 'name', 'starts_at'];
export const mayBeSeveral = (use: Use): boolean => SEVERAL.includes(use);

type Mapping = Partial<Record<Target, string[]>>;

/** How an option names a column: by its header where only one has it, else by its place. */
export function nameOf(column: Column, columns: readonly Column[]): string {
  const alone = columns.filter(({ header }) => header.trim() === column.header.trim()).length === 1;
  return alone && column.header.trim() !== '' && !/^#\d+$|\+/.test(column.header)
    ? column.header
    : `#${column.index + 1}`;
}

const isTarget = (use: Use): use is Target => use !== 'variable' && use !== 'ignored';

/**
 * The whole mapping after one column got another use. Targets that lose their column are told to have none, so that
 * nothing else is guessed in its place. Pure.
 */
export function withUse(columns: readonly Column[], index: number, use: Use): { mapping: Mapping; ignore: string[] } {
  const after = columns.map((column) =>
    column.index === index ? { ...column, use, place: Number.MAX_SAFE_INTEGER } : column,
  );
  const mapping: Mapping = {};
  for (const column of columns) if (isTarget(column.use)) mapping[column.use] = [];
  for (const column of after.toSorted((a, b) => a.place - b.place)) {
    if (isTarget(column.use)) (mapping[column.use] ??= []).push(nameOf(column, columns));
  }
  return {
    mapping,
    ignore: after.filter((column) => column.use === 'ignored').map((column) => nameOf(column, columns)),
  };
}

/** The mapping in which these columns, and no others, are the target. Pure. */
export function withColumns(
  columns: readonly Column[],
  target: Target,
  chosen: readonly number[],
): { mapping: Mapping } {
  const mapping: Mapping = {};
  const free = columns.filter((column) => !chosen.includes(column.index));
  for (const column of free.toSorted((a, b) => a.place - b.place)) {
    if (isTarget(column.use) && column.use !== target) (mapping[column.use] ??= []).push(nameOf(column, columns));
  }
  mapping[target] = chosen
    .flatMap((index) => columns.filter((column) => column.index === index))
    .map((column) => nameOf(column, columns));
  return { mapping };
}
