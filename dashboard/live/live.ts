import { queryClient } from '../api/query-client.ts';
import { LiveConnection } from './live-connection.ts';
import { applyPatch, patchOf } from './patch-cache.ts';

/** The stream of this tab. */
export const live = new LiveConnection(
  (messages) => applyPatch(queryClient, patchOf(messages)),
  () => void poll(),
);

/** What is under way is waited for: asked for anew each time, a slow answer would never come. */
async function poll(): Promise<void> {
  const askedAtMs = Date.now();
  await queryClient.refetchQueries({ type: 'active' }, { cancelRefetch: false });
  // It ends well without an answer too, and then what is shown is as old as before.
  const active = queryClient.getQueryCache().findAll({ type: 'active' });
  if (active.some(({ state }) => state.dataUpdatedAt >= askedAtMs)) live.polled();
}
