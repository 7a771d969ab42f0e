import type { FindingCode } from '../../domain/finding-titles.ts';
import type { FixCode } from '../../domain/fixes.ts';
import { storable } from './reading/text-encoding.ts';

/** `error` keeps a row out, `warning` lets it in, `info` says how a value was read. */
export type Severity = 'error' | 'duplicate' | 'warning' | 'info';

/** One thing that is to be said of a row. */
export interface Finding {
  severity: Severity;
  /** Stable, for programs; people read its title. */
  code: FindingCode;
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
  code: FindingCode;
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

  add(rowNumber: number, finding: Finding, times = 1): void {
    const group = this.group(finding);
    group.count += times;
    if (times > 0) addExample(group, rowNumber, finding);
  }

  /** The group of a finding, to be counted up without looking for it again; it stays the same after `take`. */
  group({ severity, code, column, fix: named }: Omit<Finding, 'value' | 'message' | 'suggested'>): FindingGroup {
    const fix = named ?? '';
    const key = `${severity}\0${code}\0${column ?? ''}\0${fix}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { severity, code, column: column ?? '', fix, count: 0, examples: [] };
      this.#groups.set(key, group);
    }
    return group;
  }

  /** All that was counted since the last call. */
  take(): FindingGroup[] {
    const taken: FindingGroup[] = [];
    for (const group of this.#groups.values()) {
      if (group.count === 0) continue;
      taken.push({ ...group });
      group.count = 0;
      group.examples = [];
    }
    return taken;
  }
}

export function addExample(
  group: FindingGroup,
  rowNumber: number,
  { value, message, suggested = null }: { value: string | null; message: string; suggested?: string | null },
): void {
  if (group.examples.length < EXAMPLES) {
    const shown = suggested === null ? null : storable(suggested);
    group.examples.push({ rowNumber, value: shorten(value), message: storable(message), suggested: shown });
  }
}

/** A value as it is shown and stored: not too long, and nothing that JSON in Postgres refuses. */
export const shorten = (value: string | null): string | null =>
  value === null ? null : storable(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}...` : value);
