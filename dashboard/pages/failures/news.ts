/** What somebody saw of the failures when they looked last. */
export interface Seen {
  /** Server time, ISO. */
  at: string;
  /** Failed attempts by cause. */
  attempts: Readonly<Record<string, number>>;
}

/** What came since: a cause that was not there, or so many failures more. Undefined = nothing, or never looked before. */
export type News = { kind: 'cause' } | { kind: 'more'; count: number } | undefined;

/** Pure. A first visit marks nothing: everything would be new. */
export function newsOf(seen: Seen | undefined, { cause, attempts }: { cause: string; attempts: number }): News {
  if (seen === undefined) return undefined;
  const before = Object.hasOwn(seen.attempts, cause) ? seen.attempts[cause] : undefined;
  if (before === undefined) return { kind: 'cause' };
  return attempts > before ? { kind: 'more', count: attempts - before } : undefined;
}

/** Pure: what another version may have written is nothing. */
export function seenOf(value: unknown): Seen | undefined {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('attempts' in value)) return undefined;
  const { at, attempts } = value;
  if (typeof at !== 'string' || typeof attempts !== 'object' || attempts === null) return undefined;
  const numbers = Object.entries(attempts).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { at, attempts: Object.fromEntries(numbers) };
}
