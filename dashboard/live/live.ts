import { queryClient } from '../api/query-client.ts';
import { LiveConnection } from './live-connection.ts';
import { applyPatch, patchOf } from './patch-cache.ts';

/** The stream of this tab. */
export const live = new LiveConnection(
  (messages) => applyPatch(queryClient, patchOf(messages)),
  () => {
    void queryClient.refetchQueries({ type: 'active' }).then(live.polled, () => {});
  },
);
