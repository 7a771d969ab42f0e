/** One thing that doctor looked at. */
export interface Finding {
  part: string;
  /** A problem stops dialing, or will; a warning deserves a look. */
  level: 'ok' | 'warning' | 'problem';
  message: string;
  repair?: string;
  /** What it is about: the first ids. */
  ids?: string[];
  /** How many there are in all. */
  count?: number;
}

export const ok = (part: string, message: string): Finding => ({ part, level: 'ok', message });

export const warning = (part: string, message: string, repair: string, ids?: string[]): Finding => ({
  part,
  level: 'warning',
  message,
  repair,
  ...(ids === undefined ? {} : { ids }),
});

export const problem = (part: string, message: string, repair: string, ids?: string[]): Finding => ({
  part,
  level: 'problem',
  message,
  repair,
  ...(ids === undefined ? {} : { ids }),
});

/** What an error says, without the statement and the values that a failed query repeats. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
