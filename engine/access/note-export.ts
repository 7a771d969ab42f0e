import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';

/** Writes down who took a list with full numbers. How many stood in it is not known before it is read. */
export async function noteExport(
  deps: Pick<EngineDeps, 'db'>,
  input: { actor: string; list: string; filter: string },
): Promise<void> {
  const { actor, list, filter } = input;
  await audit(deps.db, { actor, action: 'phones.export', subject: `list:${list}`, details: { filter, count: null } });
}
