import { readdirSync, readFileSync } from 'node:fs';
import type { ContactOverrides } from '../../db/schema/contacts.ts';
import type { Finding, FindingGroup } from '../../engine/importing/findings.ts';
import type { ImportOptions } from '../../engine/importing/import-options.ts';

/** A row that becomes a contact. What is absent is not there: no name, no variables, no warning. */
export interface AcceptedVerdict {
  phones: number[];
  /** Source and key: `prefix America/New_York`; of every number where they differ. */
  zones: string[];
  name?: string;
  externalId?: string;
  variables?: Record<string, string>;
  overrides?: ContactOverrides;
  warnings?: string[];
}

/** Findings read `code in column (repair: value)`. */
export type Verdict = AcceptedVerdict | { rejected: string[]; warnings?: string[] } | { duplicateOf: number };
export type Verdicts = Record<string, Verdict>;

export interface Expectation {
  about: string;
  options?: ImportOptions;
  /** Numbers that have said no; their contacts end suppressed when the list is committed. */
  suppressed?: number[];
  /** Code with which the upload is refused. */
  refused?: string;
  /** Code with which the import ends, before any row. */
  failure?: string;
  layout?: Record<string, unknown>;
  /** By row of the file as a spreadsheet shows it. */
  rows?: Verdicts;
  /** What is said of rows once for all of them: `code in column (repair)` and how many. */
  notes?: Record<string, number>;
  /** What becomes of the rows that change, when that repair alone is accepted. */
  fixes?: Record<string, Verdicts>;
}

export interface CorpusFile {
  name: string;
  bytes: Buffer;
  expected: Expectation;
}

const folder = new URL('./files/', import.meta.url);

export function loadCorpus(): CorpusFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.csv'.length);
      const expected: Expectation = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
      return { name, bytes: readFileSync(new URL(file, folder)), expected };
    });
}

export function findingText({
  code,
  column,
  fix,
  suggested,
}: Pick<Finding, 'code' | 'column' | 'fix' | 'suggested'>): string {
  const where = column === null || column === '' ? '' : ` in ${column}`;
  if (fix === undefined) return `${code}${where}${suggested === undefined ? '' : ` (${suggested})`}`;
  return `${code}${where} (${fix}: ${suggested})`;
}

/** Groups as they are counted: `severity code in column (repair)`, and how many. */
export function countedGroups(groups: readonly Pick<FindingGroup, 'severity' | 'code' | 'column' | 'fix' | 'count'>[]) {
  const counted = groups.map(({ severity, code, column, fix, count }): [string, number] => [
    `${severity} ${code}${column === '' ? '' : ` in ${column}`}${fix === '' ? '' : ` (${fix})`}`,
    count,
  ]);
  return Object.fromEntries(counted.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the verdicts come to: numbers of rows, and groups of findings. */
export function sumOf(rows: Verdicts, notes: Expectation['notes'], phoneHeader: string) {
  const sum = { rows: 0, accepted: 0, rejected: 0, duplicates: 0 };
  const groups: Record<string, number> = {};
  const add = (severity: string, finding: string): void => {
    const key = `${severity} ${finding.replace(/ \((?:(\w+): )?.*\)$/s, (_, fix?: string) => (fix === undefined ? '' : ` (${fix})`))}`;
    groups[key] = (groups[key] ?? 0) + 1;
  };
  for (const verdict of Object.values(rows)) {
    sum.rows++;
    if ('duplicateOf' in verdict) {
      sum.duplicates++;
      add('duplicate', `duplicate_phone in ${phoneHeader}`);
      continue;
    }
    if ('rejected' in verdict) {
      sum.rejected++;
      for (const finding of verdict.rejected) add('error', finding);
    } else {
      sum.accepted++;
    }
    for (const finding of verdict.warnings ?? []) add('warning', finding);
  }
  for (const [note, count] of Object.entries(notes ?? {})) groups[`info ${note}`] = count;
  return { ...sum, groups: Object.fromEntries(Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1))) };
}
