import { EngineError } from '../../error.ts';

/** A day off, as a file names it. */
export interface NamedDay {
  /** YYYY-MM-DD. */
  date: string;
  /** Empty = it has none. */
  name: string;
}

/** What of a file was left out, and why. */
export interface SkippedEntry {
  name: string;
  reason: string;
}

export interface DaysRead {
  days: NamedDay[];
  skipped: SkippedEntry[];
}

export interface RowProblem {
  /** Row of a CSV or line of a calendar, from 1. */
  row: number;
  message: string;
}

const MOST_NAMED = 20;

/** The refusal of a file: nothing of it was taken. */
export function unreadableDays(problems: readonly RowProblem[], message?: string): EngineError {
  const [first] = problems;
  const words = message ?? `Row ${first?.row ?? 1}: ${first?.message ?? ''}${more(problems.length - 1)}.`;
  return new EngineError('invalid', 'blackouts_unreadable', words, {
    repair: 'Correct the file; nothing was changed.',
    details: { problems: problems.slice(0, MOST_NAMED), problemCount: problems.length },
  });
}

const more = (count: number): string => (count > 0 ? ` (and ${count} more)` : '');
