import type { FixCode } from '../../domain/fixes.ts';

/** `error` keeps a row out, `warning` lets it in, `info` says how a value was read. */
export type Severity = 'error' | 'duplicate' | 'warning' | 'info';

/** One thing that is to be said of a row. */
export interface Finding {
  severity: Severity;
  /** Stable, for programs. */
  code: string;
  /** Header of the column; null = the row as a whole. */
  column: string | null;
  /** As found; shortened where it is stored. */
  value: string | null;
  /** What is wrong; expected what. For people. */
  message: string;
  /** The repair that would mend it, and what it would make of the value. */
  fix?: FixCode;
  suggested?: string;
}

export interface GroupExample {
  rowNumber: number;
  value: string | null;
  message: string;
  suggested: string | null;
}

/** Findings of one cause: severity, code, column and repair. */
export interface FindingGroup {
  severity: Severity;
  code: string;
  column: string;
  fix: FixCode | '';
  count: number;
  examples: GroupExample[];
}

const EXAMPLES = 3;
const SHOWN_CHARACTERS = 200;

/** Counts findings by cause as they come. */
export class FindingCounter {
  readonly #groups = new Map<string, FindingGroup>();

  add(rowNumber: number, finding: Finding): void {
    const { severity, code, fix = '' } = finding;
    const column = finding.column ?? '';
    const key = `${severity}\0${code}\0${column}\0${fix}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { severity, code, column, fix, count: 0, examples: [] };
      this.#groups.set(key, group);
    }
    group.count++;
    if (group.examples.length >= EXAMPLES) return;
    const { message, suggested = null } = finding;
    group.examples.push({ rowNumber, value: shorten(finding.value), message, suggested });
  }

  /** All groups since the last call. */
  take(): FindingGroup[] {
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    return groups;
  }
}

export const shorten = (value: string | null): string | null =>
  value !== null && value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}...` : value;
