import type { EngineDeps } from '../deps.ts';
import { planRetry } from './plan-retry.ts';
import type { WantedOptions } from './read-options.ts';
import { showRetry } from './show-retry.ts';

/** Plans another retry of who failed again in this one. Throws EngineError `unknown_retry`, `nothing_matches` and others of planRetry. */
export async function retryAgain(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'zones' | 'places' | 'law' | 'telephonyFor'>,
  input: { retryId: string; reason: string; name?: string | undefined; options: WantedOptions; actor: string },
): Promise<{ retryId: string }> {
  const { id, name, campaignId } = await showRetry(deps, input);
  return await planRetry(deps, {
    name: input.name ?? `${name}, again`,
    reason: input.reason,
    filter: { campaignId, retryId: id },
    options: input.options,
    actor: input.actor,
  });
}
