import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';

/**
 * Writes down who took a list with full numbers, and how many were chosen of it or left out. How many stood in it is not
 * known before it is read.
 */
export async function noteExport(
  deps: Pick<EngineDeps, 'db'>,
  input: { actor: string; list: string; filter: string; chosen?: number | undefined; leftOut?: number | undefined },
): Promise<void> {
  const { actor, list, ...details } = input;
  await audit(deps.db, {
    actor,
    action: 'phones.export',
    subject: `list:${list}`,
    details: { ...details, count: null },
  });
}
