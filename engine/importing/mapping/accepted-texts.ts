import type { AcceptedRow } from '../checking/check-row.ts';

/** The variables of a row that was read, as an object. */
export function textsOf({ variablesJson }: Pick<AcceptedRow, 'variablesJson'>): Record<string, string> {
  const read: unknown = JSON.parse(variablesJson);
  if (typeof read !== 'object' || read === null) return {};
  return Object.fromEntries(
    Object.entries(read).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
